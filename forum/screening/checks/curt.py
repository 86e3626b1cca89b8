"""A word or two that turn somebody away, and are all that is said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from forum.screening.context import Context
from forum.screening.thresholds import Audience
from forum.screening.verdict import Finding, Part, Span

NAME = "curt"
_FILE = Path(__file__).parents[1] / "data" / "curt.toml"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONGEST = 60


def curt(context: Context) -> Iterator[Finding]:
    """A finding that holds a text which is nothing but a listed word or two, disguised or not.

    Whoever says of themselves in a word who they are is not answered like this: introductions and names are left out.
    """
    if context.audience == Audience.INTRODUCTION or context.submission.name is not None:
        return
    for field in context.reading.fields:
        if field.part == Part.TEXT and any(
            _plain(text) in _terms() for text in (field.text, field.unmasked.text)
        ):
            yield Finding(
                check=NAME,
                label=None,
                score=None,
                threshold=None,
                holds=True,
                window=None,
                spans=(Span(start=0, end=len(field.text)),),
                explanation="This is a word or two that may turn somebody away.",
                part=field.part,
            )


def _plain(text: str) -> str:
    """Its words in lower case with a blank between them; nothing of what is longer than any term."""
    stripped = text.strip()
    return " ".join(_WORD.findall(stripped.casefold())) if len(stripped) <= _LONGEST else ""


@cache
def _terms() -> frozenset[str]:
    with _FILE.open("rb") as file:
        return frozenset(tomllib.load(file)["terms"])
