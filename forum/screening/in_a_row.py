"""Words that stand apart, and are a sentence when they are read in a row.

In the cells of a table, in the items of a list, with a sign between each two of them, or spelled by the first letters
of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from forum.screening.disguise import disguises
from forum.screening.disguised_words import TO_YOU, likely
from forum.screening.normalise import without_disguises
from forum.screening.traced import Traced
from forum.screening.words import part

_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"^[|:\s+=-]*$")
_CELL = re.compile(r"[^|]+")
_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|(?:\d{1,3}|[a-z])[.)]|#{1,6})[ \t]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: "nobody, wants, you, here" and "#nobody #wants #you #here": a sign between each two words.
_SIGNED = re.compile(
    r"(?<![\w'’])(?:[^\W_]+(?:['’][^\W_]+)*[^\S\n]{0,2}[^\w\s'’][^\w\n'’]{0,4}){3,}[^\W_]+(?:['’][^\W_]+)*"
)
# Most texts have no word between two signs.
_BETWEEN_SIGNS = re.compile(r"[^\w\s'’][^\w\n'’]{0,4}[\w'’]+[^\S\n]{0,2}[^\w\s'’]")
_ADDRESS = re.compile(r"://|www\.|\.\w+[/@]|@", re.IGNORECASE)
_FEWEST_PIECES = 3
#: Longer ones are sentences by themselves.
_MOST_WORDS_OF_PIECE = 2

_FEWEST_LINES = 5
_MOST_LINES = 60


def in_a_row(text: Traced) -> Traced | None:
    """What pieces of a text say to somebody in a row, without disguises; None where they don't, or it has none."""
    pieces = list(_pieces(text.text)) if "\n" in text.text else []
    words = sum(len(_WORD.findall(text.text[start:end])) for start, end in pieces)
    if len(pieces) < _FEWEST_PIECES or words > len(pieces) * _MOST_WORDS_OF_PIECE:
        pieces = list(_words_with_signs(text.text)) if _BETWEEN_SIGNS.search(text.text) else []
    if not pieces or not _is_most_of(text.text, pieces):
        return _first_letters(text)
    row = without_disguises(text.only(pieces, between=" "))
    # Others are a list of things, or of what they are called.
    return None if TO_YOU.isdisjoint(row.text.lower().split()) else row


def _is_most_of(text: str, pieces: Sequence[tuple[int, int]]) -> bool:
    """Whether a text is little else than these pieces: what somebody lists within their sentences is a list."""
    inside = sum(len(_WORD.findall(text[start:end])) for start, end in pieces)
    return inside * 2 >= len(_WORD.findall(text))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of cells and items stand."""
    for line in _LINE.finditer(text):
        item = _ITEM.match(line.group())
        if item:
            yield line.start() + item.end(), line.end()
        elif "|" in line.group() and not _RULE.match(line.group()):
            for cell in _CELL.finditer(text, *line.span()):
                if cell.group().strip():
                    yield cell.span()


def _words_with_signs(text: str) -> Iterator[tuple[int, int]]:
    for signed in _SIGNED.finditer(text):
        if not _ADDRESS.search(signed.group()):
            for word in _WORD.finditer(text, *signed.span()):
                yield word.span()


def _first_letters(text: Traced) -> Traced | None:
    """What the first letters of lines spell, if it is words that somebody may hide."""
    if text.text.count("\n") < _FEWEST_LINES - 1:
        return None
    first = [_WORD.search(text.text, *line.span()) for line in _LINE.finditer(text.text)]
    places = [(word.start(), word.start() + 1) for word in first if word]
    if not _FEWEST_LINES <= len(places) <= _MOST_LINES:
        return None
    words = part("".join(text.text[start] for start, _ in places).lower())
    if not words or not _may_be_meant(words):
        return None
    ends = set(accumulate(map(len, words)))
    gaps = [
        (end, start, " " if count in ends else "")
        for count, ((_, end), (start, _)) in enumerate(pairwise(places), start=1)
    ]
    return text.up_to(places[-1][1]).replaced([(0, places[0][0], ""), *gaps])


def _may_be_meant(words: Sequence[str]) -> bool:
    """Whether it is no chance that letters are words: they are long, or one of them is often disguised."""
    if disguises().masked.isdisjoint(words):
        return len(words) > 1 and likely(words, mean=3)
    return likely(words, mean=2.5)
