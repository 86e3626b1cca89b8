"""Copies of the whole forum for the day when something breaks: made, kept, looked through, brought back."""
