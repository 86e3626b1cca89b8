"""Undoing disguises of words that are written backwards, or with each letter thirteen places on in the alphabet."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from forum.screening.traced import Traced
from forum.screening.words import known, unknown_in

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WIDEST_GAP = 3
#: Words side by side that say something only when they are turned. One alone is a name: Nevaeh, Enola.
_FEWEST = 2
_SHORTEST = 3

_Word = re.Match[str]


def read_turned(traced: Traced) -> Traced:
    """`toidi na era uoy` and `lbh ner na vqvbg` as they were meant: each run of such words turned as a whole."""
    if sum(map(_is_turned, unknown_in(traced.text))) < _FEWEST:
        return traced
    words = list(_WORD.finditer(traced.text))
    text, starts, ends = list(traced.text), list(traced.starts), list(traced.ends)
    for run in _runs(words, _backwards):
        start, end = run[0].start(), run[-1].end()
        text[start:end] = text[start:end][::-1]
        starts[start:end] = starts[start:end][::-1]
        ends[start:end] = ends[start:end][::-1]
    for run in _runs(words, _thirteen_on):
        start, end = run[0].start(), run[-1].end()
        text[start:end] = _thirteen_on(traced.text[start:end])
    return replace(traced, text="".join(text), starts=tuple(starts), ends=tuple(ends))


def _backwards(word: str) -> str:
    return word[::-1]


def _thirteen_on(word: str) -> str:
    return codecs.encode(word, "rot13")


@lru_cache(maxsize=4096)
def _is_turned(unknown: str) -> bool:
    return len(unknown) >= _SHORTEST and (
        known(_backwards(unknown)) or known(_thirteen_on(unknown))
    )


def _runs(words: Sequence[_Word], turn: Callable[[str], str]) -> Iterator[Sequence[_Word]]:
    """Words side by side that are known when they are turned, where most of them are not known as they stand."""
    run: list[_Word] = []
    for word in words:
        is_near = not run or word.start() - run[-1].end() <= _WIDEST_GAP
        if not (is_near and known(turn(word.group()))):
            yield from _telling(run)
            run = []
        if known(turn(word.group())):
            run.append(word)
    yield from _telling(run)


def _says_nothing(word: str) -> bool:
    """Whether a word says nothing as it stands, and is no name either."""
    return len(word) >= _SHORTEST and not (word.istitle() or known(word))


def _telling(run: Sequence[_Word]) -> Iterator[Sequence[_Word]]:
    said = [_says_nothing(word.group()) for word in run]
    if sum(said) >= _FEWEST and 2 * sum(said) >= len(said):
        yield run
