"""What the model can't read is not clean: it says so, and a person looks."""

from __future__ import annotations

from collections.abc import Iterator

from forum.screening import language
from forum.screening.context import Context
from forum.screening.verdict import Finding

NAME = "unreadable"


def unreadable(context: Context) -> Iterator[Finding]:
    """A finding that holds each field that is not English, or not language at all.

    Where English comes to light under a disguise, it is the model's to judge.
    """
    for field in context.reading.fields:
        unmasked = field.unmasked.text
        if unmasked.strip() and not language.unreadable(unmasked):
            continue
        reason = language.unreadable(field.text)
        if reason:
            yield Finding(
                check=NAME,
                label=None,
                score=None,
                threshold=None,
                holds=True,
                window=None,
                spans=(),
                explanation=f"The model can't read this: {reason}. A person must look.",
                part=field.part,
            )
