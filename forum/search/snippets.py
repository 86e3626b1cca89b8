"""The piece of a text that shows why it was found, with the words that were looked for. Pure.

The databases find words by their stems. Here a word counts as found if it begins like one that was looked for, which is
nearly the same and asks no database.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

LENGTH = 240

_WORD = re.compile(r"\w+")
# Words are alike that differ at the end alone, by so much: welcome, welcoming.
_LONGEST_ENDING = 3
_SHORT, _VERY_SHORT = 4, 3
# Of a question that is longer than that, these are enough to show why a post was found.
_MOST_WORDS = 24
# So much of a piece stands before the first word that was found.
_BEFORE = 60


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a line, and whether it is what somebody looked for."""

    text: str
    is_match: bool = False


def marked(line: str, wanted: Sequence[str]) -> Sequence[Piece]:
    """A whole line, in pieces.

    Args:
        line: plain text.
        wanted: the words, or groups of words, that were looked for.
    """
    pieces, at = [], 0
    for begins, ends in _spans(line, wanted):
        if begins > at:
            pieces.append(Piece(text=line[at:begins]))
        pieces.append(Piece(text=line[begins:ends], is_match=True))
        at = ends
    if at < len(line):
        pieces.append(Piece(text=line[at:]))
    return pieces


def snippet(plain: str, wanted: Sequence[str]) -> Sequence[Piece]:
    """About `LENGTH` characters of a text, around the first word that was looked for; its beginning if there is none.

    Args:
        plain: the text, on one line.
        wanted: the words, or groups of words, that were looked for.
    """
    first = next(_spans(plain, wanted), (0, 0))[0]
    begins = 0 if first <= _BEFORE else plain.rfind(" ", 0, first - _BEFORE) + 1
    ends = begins + LENGTH
    if ends < len(plain):
        # A word is not cut, unless it is longer than all that is shown.
        ends = max(plain.rfind(" ", begins, ends), first) if " " in plain[first:ends] else ends
    before, after = "… " if begins else "", " …" if ends < len(plain) else ""
    return marked(f"{before}{plain[begins:ends].rstrip()}{after}", wanted)


def _spans(line: str, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    words = (_plain(found[0]) for term in wanted for found in _WORD.finditer(term))
    # By their first letters, which alike words share: twenty long posts are gone through for a page.
    looked_for: dict[str, set[str]] = defaultdict(set)
    for word in islice(filter(None, words), _MOST_WORDS):
        looked_for[word[:_VERY_SHORT]].add(word)
    for found in _WORD.finditer(line):
        word = _plain(found[0])
        if any(_are_alike(word, other) for other in looked_for.get(word[:_VERY_SHORT], ())):
            yield found.span()


def _are_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) <= _VERY_SHORT:
        return longer in (shorter, f"{shorter}s")
    stem = shorter[: -1 if len(shorter) <= _SHORT else -2]
    return longer.startswith(stem) and len(longer) - len(shorter) <= _LONGEST_ENDING


def _plain(word: str) -> str:
    """Without accents and capitals."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
