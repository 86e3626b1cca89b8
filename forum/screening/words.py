"""The English words we know, and what they are good for: knowing a word, and parting run-together ones."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "words.txt"
_LONGEST = 20
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@cache
def ranks() -> dict[str, int]:
    """Known words in lower case, each with its place: 0 is the most common."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return {word: rank for rank, word in enumerate(line for line in lines if line[:1] != "#")}


def known(word: str) -> bool:
    """Whether a word, in any case, is a common English one."""
    return word.lower().replace("’", "'") in ranks()


@lru_cache(maxsize=16)
def unknown_in(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case and in order, that are no common English ones."""
    common = ranks()
    return tuple(
        word for word in _WORD.findall(text.lower().replace("’", "'")) if word not in common
    )


def rank(word: str) -> int:
    """How common a known word is, 0 for the most common; unknown ones come after all others."""
    return ranks().get(word.lower(), len(ranks()))


@lru_cache(maxsize=4096)
def part(run: str) -> tuple[str, ...] | None:
    """The likeliest way to read letters without spaces as known words, or None if there is none.

    Each word costs the logarithm of its rank, as words follow Zipf's law, and a little for being
    one more; so `youareanidiot` is four words, not nine.
    """
    letters = run.lower()
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(letters) + 1):
        options = [
            (best[start][0] + _cost(letters[start:end]), start)
            for start in range(max(0, end - _LONGEST), end)
        ]
        best.append(min(options))
    if math.isinf(best[-1][0]):
        return None
    words: list[str] = []
    end = len(letters)
    while end:
        start = best[end][1]
        words.append(run[start:end])
        end = start
    return tuple(reversed(words))


def _cost(word: str) -> float:
    place = ranks().get(word)
    return math.inf if place is None else math.log(place + 2) + 3.0
