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
from forum.screening.normalise import readable, unmask
from forum.screening.reading import MOST_CHARACTERS
from forum.screening.traced import Traced
from forum.screening.verdict import Finding, Span
from forum.screening.words import rank

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
# What stands right before somebody's family name: a title, the words that announce it, or another name.
_BEFORE_A_SURNAME = re.compile(
    r"\b(?:(?P<title>mr|mrs|ms|miss|mx|dr|prof|professor|madame|monsieur|mme)\.?"
    r"|(?:sur|last |family )name(?: is|:)?|(?P<name>[A-Z](?:\.|[a-zà-ž]+)))[ -]$",
    re.IGNORECASE,
)
# What stands right before a word that somebody tells of, and says to nobody.
_BEFORE_WHAT_IS_TOLD = re.compile(
    r"""
    (?: \b (?:call(?:ed|s|ing)?|nam(?:ed|es|ing)) \s+ (?:me|us|him|her|them|my\s+\w+) (?:\s+an?)? \W{1,3}
      | \b (?: (?:the|that|this|a) \s+ (?:words?|name) | means | meaning ) (?:\s+(?:is|was|like|an?))? \W{1,3}
      | \b (?<!\bi\s) (?:shout|yell|scream|spat|said|says|told|wrote|writ|spray) (?:(?!\byou\b)[^.!?\n]){0,40}
        [^\w.!?\n]["“'‘«] \s* ) $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_WHAT_IS_TOLD = re.compile(
    r"""["'”’»]?\s+(?:mean(?:s|t)|(?:is|was)\s+(?:what|how)(?!\s+you\b))\b""", re.IGNORECASE
)
#: How somebody is spoken to right before what they are called.
_SPOKEN_TO = (
    r"(?<!\w)(?:you(?:['’]?re)?|your(?=\san?\s)|ur?)"
    r"(?:\s+(?:are|r|is|such|just|only|really|nothing|but|an?|one|little|big|fat|ugly|stupid|dumb|dirty|filthy|old|fucking|damn"
    r"|bloody|lazy|worthless|absolute|total|complete|pathetic|miserable)){0,5}[\s_*\"'“‘«-]{1,3}"
)
#: Of the words that we know, greetings and the like are among so many commonest ones; hardly a name is.
_COMMONEST = 900


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
        holds: whether a text that contains one waits for a person; otherwise a moderator only finds a note of it.
    """

    why: str
    terms: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    no_names: tuple[str, ...] = ()
    of_somebody: tuple[str, ...] = ()
    told: bool = False
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
            )
            for row in lists
        )

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where terms stand in `text`: offsets, in order."""
        allowed = [match.span() for match in _pattern(self.exceptions).finditer(text)]
        return [
            found.span()
            for found in self._mentioned(text)
            if not any(a <= found.start() and found.end() <= b for a, b in allowed)
            and not _TWO_SENTENCES.search(found.group())
            and not self._is_surname(text, found)
            and not (self.told and _is_told(text, found))
        ]

    def _mentioned(self, text: str) -> Iterator[re.Match[str]]:
        yield from _pattern(self.terms, in_disguise=self.in_disguise).finditer(text)
        if not _set_of(self.of_somebody).isdisjoint(_WORD.findall(text.lower())):
            yield from _said_of_somebody(self.of_somebody).finditer(text)

    def _is_surname(self, text: str, found: re.Match[str]) -> bool:
        said = found.group()
        if not said.istitle() or said.lower() not in self.surnames:
            return False
        before = _BEFORE_A_SURNAME.search(text[max(0, found.start() - 40) : found.start()])
        if not before or not before["name"]:
            return bool(before)
        name = before["name"]
        return name.istitle() and name.lower() not in self.no_names and rank(name) >= _COMMONEST


def _is_told(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 60) : found.start()]
    return bool(_BEFORE_WHAT_IS_TOLD.search(before) or _AFTER_WHAT_IS_TOLD.match(text, found.end()))


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


@lru_cache
def _said_of_somebody(words: tuple[str, ...]) -> re.Pattern[str]:
    called = "|".join(map(re.escape, words))
    return re.compile(rf"{_SPOKEN_TO}(?:{called})(?!\w)", re.IGNORECASE)


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
