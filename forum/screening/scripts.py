"""In which script a name is written, and whether its letters belong together. Pure.

The model reads English and no other language. A name is in none: what somebody is called must not wait for a person
because of the letters that it is written in. What remains to look at is a word made of letters that are never written
together, since a name can be made to look like another one's that way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Longer than the names that people bear, also where a name has no gaps (Thai) or many parts (Spanish, Arabic): what
# is longer is a sentence.
MOST_WORDS = 6
MOST_LETTERS = 24

#: Scripts that are written together in one word, after the "highly restrictive" level of Unicode's technical
#: standard 39. None of them has letters that pass for Latin ones.
_TOGETHER = (
    frozenset({"HAN", "HIRAGANA", "KATAKANA", "LATIN"}),
    frozenset({"HAN", "BOPOMOFO", "LATIN"}),
    frozenset({"HAN", "HANGUL", "LATIN"}),
)
# Where Unicode's own name of a letter begins with something else than its script.
_SCRIPT_OF = {"CJK": "HAN", "IDEOGRAPHIC": "HAN", "KATAKANA-HIRAGANA": "KATAKANA"}
# Signs that count as letters and stand in every script.
_IN_EVERY_SCRIPT = frozenset({"MODIFIER"})


def is_as_short_as_a_name(text: str) -> bool:
    """Whether somebody may be called this, and it is not a sentence in the place of a name."""
    words = list(_words(text))
    return len(words) <= MOST_WORDS and all(
        sum(unicodedata.category(char)[0] == "L" for char in word) <= MOST_LETTERS for word in words
    )


def mixes_scripts(text: str) -> bool:
    """Whether any word of a text has letters of scripts that are not written together."""
    return any(not _belong_together(_scripts(word)) for word in _words(text))


def _belong_together(scripts: frozenset[str]) -> bool:
    return len(scripts) <= 1 or any(scripts <= usual for usual in _TOGETHER)


def _words(text: str) -> Iterator[str]:
    """Runs of letters with their marks, figures and what nobody sees: a word can't be parted by any of these."""
    parted = "".join(
        char
        if unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Cf"
        else " "
        for char in unicodedata.normalize("NFKC", text)
    )
    return iter(parted.split())


def _scripts(word: str) -> frozenset[str]:
    first = {
        unicodedata.name(char, "UNKNOWN").split()[0]
        for char in word
        if unicodedata.category(char)[0] == "L"
    }
    return frozenset(_SCRIPT_OF.get(name, name) for name in first - _IN_EVERY_SCRIPT)
