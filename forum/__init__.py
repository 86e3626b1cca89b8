"""Hearth: a community forum where a newcomer's first post lands somewhere friendly."""

from __future__ import annotations

from forum.lean_imports import leaving_out

# Here, before anything else imports it: with rich, each process is 4 MB larger, for tracebacks in colour that
# `forum.logs` does not ask for.
with leaving_out("rich"):
    import structlog  # noqa: F401
