"""Somebody may be about to hurt themselves: never a hold, always a person called."""

from __future__ import annotations

from collections.abc import Iterator

from forum.screening.context import Context
from forum.screening.verdict import Finding, Span

NAME = "distress"


def distress(context: Context) -> Iterator[Finding]:
    """One urgent finding per field that shows signs of self-harm. It does not hold the text."""
    for field in context.reading.fields:
        # Whatever is taken for a disguise and taken off: words that can be read as they are, are a cry for help.
        spans = tuple(field.unmasked.original(start, end) for start, end in field.cries) or tuple(
            Span(start=start, end=end) for start, end in field.cries_as_written
        )
        if spans:
            yield Finding(
                check=NAME,
                holds=False,
                spans=spans,
                explanation=(
                    "The author may be thinking of hurting themselves. Please reach out soon: "
                    "the text itself is not held for this."
                ),
                part=field.part,
                urgent=True,
            )
