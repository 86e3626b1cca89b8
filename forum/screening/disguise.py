"""What disguised characters and words stand for: `data/disguise.toml`, read once and laid out for look-up."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "disguise.toml"
_ENDINGS = ("", "s", "es", "ed", "ing", "er", "ers", "y")

#: Letters that a digit or a symbol inside a word may stand for, the likeliest first.
STANDS_FOR: Mapping[str, str] = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "#": "h", "(": "c", "<": "c",
    "€": "e", "£": "l", "¥": "y", "¢": "c", "¡": "i", "×": "x",
}  # fmt: skip

#: What a hidden letter is replaced with when it stands for no letter in particular.
WILDCARDS = frozenset("*#-_.?%&")


@dataclass(frozen=True, kw_only=True)
class Disguises:
    """The tables. Keys are in lower case.

    Attributes:
        masked: words, with endings, that are often disguised.
        plain: the same, and names that only look like several of them: what is to be left as it is.
        masked_by_length: the masked ones by their number of letters.
        masked_beginnings: every letter and run of letters that a masked one begins with, and the whole word.
        stars: stars in place of a word, and the word.
        shorthand: short forms, and what they mean.
        called: short forms that count only where somebody is called so, and what they mean then.
        emoji: an emoji, and what it says when it is said to somebody.
        lookalikes: a letter of another script, and the Latin one it looks like.
        turned: a letter upside down, and the Latin one.
    """

    masked: frozenset[str]
    plain: frozenset[str]
    masked_by_length: Mapping[int, tuple[str, ...]]
    masked_beginnings: frozenset[str]
    stars: Mapping[str, str]
    shorthand: Mapping[str, str]
    called: Mapping[str, str]
    emoji: Mapping[str, str]
    lookalikes: Mapping[str, str]
    turned: Mapping[str, str]


@cache
def disguises() -> Disguises:
    """The tables that come with the project."""
    with _FILE.open("rb") as file:
        data = tomllib.load(file)
    masked = {_with_ending(word, ending) for word in data["masked"] for ending in _ENDINGS}
    by_length: dict[int, tuple[str, ...]] = {}
    for word in sorted(masked):
        by_length[len(word)] = (*by_length.get(len(word), ()), word)
    return Disguises(
        masked=frozenset(masked),
        plain=frozenset(masked).union(data["names"]),
        masked_by_length=by_length,
        masked_beginnings=frozenset(
            word[:length] for word in masked for length in range(1, len(word) + 1)
        ),
        stars=data["stars"],
        shorthand=data["shorthand"],
        called=data["called"],
        emoji=data["emoji"],
        lookalikes={char: letter for letter, row in data["lookalikes"].items() for char in row},
        turned=data["turned"],
    )


def _with_ending(word: str, ending: str) -> str:
    drops_e = word.endswith("e") and ending[:1] in {"e", "i"}
    return (word[:-1] if drops_e else word) + ending
