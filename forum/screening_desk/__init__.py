"""Where the web side asks the screener at once about words that nobody has sent yet.

The worker attends to the desk, since it alone holds the model; the web side asks and waits for a moment only. Whoever
gets no answer goes on without one. Nothing that is said here is kept or logged.
"""
