"""Words and phrases that a community wants a person to look at, with the names that contain them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from forum.screening.context import Check, Context
from forum.screening.reading import Field
from forum.screening.verdict import Finding, Span

NAME = "wordlist"
_FILE = Path(__file__).parents[1] / "data" / "phrases.toml"


@dataclass(frozen=True, kw_only=True)
class WordList:
    """Terms to look for, and what they are harmless in.

    Attributes:
        why: completes "This contains …", for the moderator.
        terms: words or phrases; `*` at an end stands for the rest of a word.
        exceptions: longer words and names in which a term means nothing.
    """

    why: str
    terms: tuple[str, ...]
    exceptions: tuple[str, ...] = ()

    @classmethod
    def bundled(cls) -> tuple[Self, ...]:
        """The lists that come with the project."""
        with _FILE.open("rb") as file:
            lists = tomllib.load(file)["list"]
        return tuple(
            cls(why=row["why"], terms=tuple(row["terms"]), exceptions=tuple(row["except"]))
            for row in lists
        )

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where terms stand in `text`: offsets, in order."""
        allowed = [match.span() for match in _pattern(self.exceptions).finditer(text)]
        return [
            found.span()
            for found in _pattern(self.terms).finditer(text)
            if not any(a <= found.start() and found.end() <= b for a, b in allowed)
        ]


def wordlist(lists: Sequence[WordList]) -> Check:
    """A check that holds what contains a listed term, whether disguised or not."""

    def check(context: Context) -> Iterator[Finding]:
        for field in context.reading.fields:
            for words in lists:
                spans = _spans(words, field)
                if spans:
                    yield Finding(
                        check=NAME,
                        label=None,
                        score=None,
                        threshold=None,
                        holds=True,
                        window=None,
                        spans=spans,
                        explanation=f"This contains {words.why}.",
                        part=field.part,
                    )

    return check


def _spans(words: WordList, field: Field) -> tuple[Span, ...]:
    raw = [Span(start=start, end=end) for start, end in words.find(field.text)]
    if raw:
        return tuple(raw)
    found = words.find(field.unmasked.text)
    return tuple(field.unmasked.original(start, end) for start, end in found)


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """All terms in one pattern; those with the same ends share them, which is much faster."""
    ways: dict[tuple[str, str], list[str]] = {}
    for term in sorted(terms, key=len, reverse=True):
        before = r"\w*" if term.startswith("*") else r"(?<!\w)"
        after = r"\w*" if term.endswith("*") else r"(?!\w)"
        words = r"[\s\W_]{1,3}".join(re.escape(word) for word in term.strip("*").split())
        ways.setdefault((before, after), []).append(words)
    groups = [f"{before}(?:{'|'.join(some)}){after}" for (before, after), some in ways.items()]
    # An empty alternative would match everywhere; "(?!)" matches nowhere.
    return re.compile("|".join(groups) or "(?!)", re.IGNORECASE)
