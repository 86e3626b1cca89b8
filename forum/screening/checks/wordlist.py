"""Words and phrases that a community wants a person to look at, with the names that contain them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

from forum.screening.context import Check, Context
from forum.screening.mentions import is_surname, is_told, said_of_somebody
from forum.screening.normalise import readable, unmask
from forum.screening.reading import MOST_CHARACTERS
from forum.screening.self_harm import signs
from forum.screening.traced import Traced
from forum.screening.verdict import Finding, Span

NAME = "wordlist"
# Shorter ones would be found between other words.
_SHORTEST_IN_DISGUISE = 4
_LOOKS_LIKE = {
    "a": "4@",
    "b": "8",
    "e": "3",
    "g": "9",
    "i": "1!",
    "l": "1",
    "o": "0",
    "s": "5$",
    "t": "7",
    "z": "2",
}
_WORD = re.compile(r"[^\W\d_]+")
_FILE = Path(__file__).parents[1] / "data" / "phrases.toml"
# "I painted it white. Power tools did the rest": the end of one sentence and the beginning of the next are no phrase.
_TWO_SENTENCES = re.compile(r"[a-z0-9][.!?][\s\"'”’)]+[A-Z][a-z]")


@dataclass(frozen=True, kw_only=True)
class WordList:
    """Terms to look for, and what they are harmless in.

    Attributes:
        why: completes "This contains …", for the moderator.
        terms: words or phrases; `*` at an end stands for the rest of a word.
        exceptions: longer words and names in which a term means nothing.
        in_disguise: whether a term counts with digits and signs for letters, or with something between all of them.
            What takes disguises off a text knows the words of the language, and not those of a community.
        surnames: the terms that are people's family names, too, and mean nothing where they are written like one.
        no_names: what stands before such a term where it is none, although it is written like another name.
        of_somebody: more terms, which count where they are said of whoever is spoken to.
        told: whether a term means nothing where somebody tells of it.
        of_others: whether a term means nothing where somebody says it of themselves, as a sign of self-harm.
        holds: whether a text that contains one waits for a person; otherwise a moderator only finds a note of it.
    """

    why: str
    terms: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    no_names: tuple[str, ...] = ()
    of_somebody: tuple[str, ...] = ()
    told: bool = False
    of_others: bool = False
    holds: bool = True
    in_disguise: bool = False

    @classmethod
    def bundled(cls) -> tuple[Self, ...]:
        """The lists that come with the project."""
        with _FILE.open("rb") as file:
            lists = tomllib.load(file)["list"]
        return tuple(
            cls(
                why=row["why"],
                terms=tuple(row["terms"]),
                exceptions=tuple(row["except"]),
                surnames=tuple(row.get("surnames", ())),
                no_names=tuple(row.get("no_names", ())),
                of_somebody=tuple(row.get("of_somebody", ())),
                told=row.get("told", False),
                of_others=row.get("of_others", False),
            )
            for row in lists
        )

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where terms stand in `text`: offsets, in order."""
        allowed = [match.span() for match in _pattern(self.exceptions).finditer(text)]
        found = [
            match.span()
            for match in self._mentioned(text)
            if not _is_inside(match.span(), allowed)
            and not _TWO_SENTENCES.search(match.group())
            and not is_surname(text, match, self.surnames, self.no_names)
            and not (self.told and is_told(text, match))
        ]
        if not (found and self.of_others):
            return found
        cries = signs(text)
        return [span for span in found if not _is_inside(span, cries)]

    def _mentioned(self, text: str) -> Iterator[re.Match[str]]:
        yield from _pattern(self.terms, in_disguise=self.in_disguise).finditer(text)
        if not _set_of(self.of_somebody).isdisjoint(_WORD.findall(text.lower())):
            yield from said_of_somebody(self.of_somebody).finditer(text)


def _is_inside(span: tuple[int, int], stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in stretches)


def wordlist(lists: Sequence[WordList]) -> Check:
    """A check that holds, or only notes, what contains a listed term, whether disguised or not."""

    def check(context: Context) -> Iterator[Finding]:
        for field in context.reading.fields:
            for words in lists:
                spans = _spans(words, field.text, field.unmasked)
                if spans:
                    yield Finding(
                        check=NAME,
                        holds=words.holds,
                        spans=spans,
                        explanation=f"This contains {words.why}.",
                        part=field.part,
                    )

    return check


def noticed(lists: Sequence[WordList], text: str) -> list[tuple[WordList, tuple[Span, ...]]]:
    """Which lists have a term that stands in `text`, disguised or not, and where; without a model."""
    clean = readable(text[:MOST_CHARACTERS])
    unmasked = unmask(clean)
    found = [(words, _spans(words, clean, unmasked)) for words in lists]
    return [(words, spans) for words, spans in found if spans]


def _spans(words: WordList, text: str, unmasked: Traced) -> tuple[Span, ...]:
    raw = [Span(start=start, end=end) for start, end in words.find(text)]
    if raw or text == unmasked.text:
        return tuple(raw)
    found = words.find(unmasked.text)
    return tuple(unmasked.original(start, end) for start, end in found)


# A community changes its lists now and then; what nobody uses any more need not stay.
@lru_cache(maxsize=1_024)
def _pattern(terms: tuple[str, ...], *, in_disguise: bool = False) -> re.Pattern[str]:
    """All terms in one pattern; those with the same ends share them, which is much faster."""
    ways: dict[tuple[str, str], list[str]] = {}
    for term in sorted(terms, key=len, reverse=True):
        # From the beginning of a word on: from each of its letters on, a long one would be gone through for each.
        before = r"(?<!\w)\w*" if term.startswith("*") else r"(?<!\w)"
        after = r"\w*" if term.endswith("*") else r"(?!\w)"
        spell = _disguised if in_disguise else re.escape
        words = r"[\s\W_]{1,3}".join(spell(word) for word in term.strip("*").split())
        ways.setdefault((before, after), []).append(words)
    groups = [f"{before}(?:{'|'.join(some)}){after}" for (before, after), some in ways.items()]
    # An empty alternative would match everywhere; "(?!)" matches nowhere.
    return re.compile("|".join(groups) or "(?!)", re.IGNORECASE)


_set_of = lru_cache(frozenset[str])


def _disguised(word: str) -> str:
    """A word with what looks like its letters, one sign between some of them, or a blank between all of them."""
    letters = [_letter(char) for char in word]
    if len(word) < _SHORTEST_IN_DISGUISE:
        return "".join(letters)
    with_signs = r"(?:[^\w\s]|_)?".join(letters)
    with_blanks = r"\s".join(letters)
    return f"(?:{with_signs}|{with_blanks})"


def _letter(char: str) -> str:
    looks = _LOOKS_LIKE.get(char.lower())
    return f"[{re.escape(char)}{re.escape(looks)}]" if looks else re.escape(char)
