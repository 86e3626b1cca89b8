"""More text than the model reads: what it has not read, it can't vouch for."""

from __future__ import annotations

from collections.abc import Iterator

from forum.screening.context import Context
from forum.screening.verdict import Finding

NAME = "too_long"


def too_long(context: Context) -> Iterator[Finding]:
    """A finding that holds when the model could not read the whole submission."""
    if not context.reading.complete:
        yield Finding(
            check=NAME,
            holds=True,
            spans=(),
            explanation="This is too long for the model to read to the end; a person must read it.",
        )
