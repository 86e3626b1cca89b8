"""Undoing disguises of single characters: invisible ones, look-alikes, emoji, and text that runs backwards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from anyascii import anyascii

from forum.screening.disguise import disguises
from forum.screening.disguised_words import restored
from forum.screening.traced import Traced
from forum.screening.words import known

_BACKWARDS = re.compile("[\u202e\u2067]([^\u202c\u2069\n]*)[\u202c\u2069]?")
# Characters that show nothing although Unicode counts them as letters or symbols.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\ufe0e\ufe0f")
# Those of them that are as wide as a letter: what stands beside one stands apart.
_GAPS = frozenset("\u2800\u3164\uffa0")
_WORD = re.compile(r"[^\W\d_]+")
# The other letters that look like Latin ones are those of a few languages, and of disguises.
_EVERYDAY_GREEK_OR_CYRILLIC = re.compile(
    "[\u0386-\u03ce]+|[\u0401-\u0404\u0406-\u0454\u0456-\u045f\u0490\u0491]+"
)
# Two are a flag. Many are letters, and so are those that stand alone.
_FLAG = "[\U0001f1e6-\U0001f1ff]"
_FLAG_LETTERS = re.compile(rf"{_FLAG}{{3,}}|(?<!{_FLAG}){_FLAG}(?:[ \n]+{_FLAG}(?!{_FLAG})){{2,}}")
# Arrows, lines, blocks and shapes, and some that look like them, where they stand in place of a gap.
_CHAINS = re.compile("(?<=[^\\W_])[¦§©®°™∙⋅\u2190-\u21ff\u2500-\u25ff](?=[^\\W_])")
_TURNED_AT_LEAST = 3
#: Of the letters of words on their head, at least one in so many is turned: the others look the same, or like another.
_ONE_IN = 4
#: Turned ones that stand upright as well: the i without a dot in Turkish, the open o and the turned e in many languages
#: of Africa.
_UPRIGHT_TOO = frozenset("\u0131\u0254\u01dd")
#: Letters that turn into each other.
_TURNED_PAIRS = str.maketrans("bdnpqu", "qpudbn")


def read_forwards(traced: Traced) -> Traced:
    """Turn round what a direction mark makes the eye read from right to left."""
    return traced.sub(_BACKWARDS, lambda match: match[1][::-1])


def drop_invisible(traced: Traced) -> Traced:
    """Take out what nobody sees: zero-width and format characters, soft hyphens, fillers, tags."""
    return traced.replaced(
        (index, index + 1, " " if char in _GAPS else "")
        for index, char in enumerate(traced.text)
        if not char.isascii()
        and (char in _BLANK or char in _GAPS or unicodedata.category(char) == "Cf")
    )


def plain_letters(traced: Traced) -> Traced:
    """Write styled, circled, accented, stacked and small-capital Latin letters as plain ones."""
    traced = traced.sub(_FLAG_LETTERS, lambda match: " " + anyascii(match.group()) + " ")
    changes = []
    before = ""
    for index, char in enumerate(traced.text):
        if not char.isascii():
            plain = _plain(char, before)
            if plain != char:
                changes.append((index, index + 1, plain))
        before = char
    return traced.replaced(changes)


def _plain(char: str, before: str) -> str:
    if unicodedata.category(char) in {"Mn", "Me"}:
        # Marks piled on Latin letters hide a word; in other scripts they are part of it.
        return "" if before.isascii() or unicodedata.category(before)[0] == "M" else char
    composed = unicodedata.normalize("NFKC", char)
    base = unicodedata.normalize("NFKD", char)
    if base[0].isascii() and base[0].isalnum():
        return "".join(c for c in base if not unicodedata.combining(c))
    if "\U0001f130" <= char <= "\U0001f189":
        return anyascii(char)
    if char.isalpha() and char not in disguises().turned and _is_latin(composed[0]):
        return anyascii(composed)
    return composed


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN ")


def right_way_up(traced: Traced) -> Traced:
    """Read upside-down words, which run from the end, the right way up.

    Letters that are turned here and there turn nothing: they may be how a name is spelled.
    """
    turned = disguises().turned
    if turned.keys().isdisjoint(traced.text):
        return traced
    text, starts, ends = list(traced.text), list(traced.starts), list(traced.ends)
    for start, end in _upside_down(traced.text):
        upright = [turned.get(char, char.translate(_TURNED_PAIRS)) for char in text[start:end]]
        text[start:end] = reversed(upright)
        starts[start:end] = reversed(starts[start:end])
        ends[start:end] = reversed(ends[start:end])
    return replace(traced, text="".join(text), starts=tuple(starts), ends=tuple(ends))


def _upside_down(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand on their head, side by side: offsets, in order."""
    turned = disguises().turned
    upright = frozenset(turned.values())

    def may_be(word: re.Match[str]) -> bool:
        # A word such as "lol" or "so" looks like one on its head.
        return not turned.keys().isdisjoint(word.group()) or upright.isdisjoint(
            word.group().lower()
        )

    found = []
    for is_likely, words in groupby(_WORD.finditer(text), may_be):
        side_by_side = list(words)
        count = _turned_in([word.group() for word in side_by_side]) if is_likely else 0
        if count:
            found.append((count, side_by_side[0].start(), side_by_side[-1].end()))
    # Upright words may stand between them.
    if sum(count for count, _, _ in found) >= _TURNED_AT_LEAST:
        yield from ((start, end) for _, start, end in found)


def _turned_in(words: Sequence[str]) -> int:
    """How many letters of them are turned; 0 where too few are for words on their head."""
    turned = disguises().turned
    letters = "".join(word for word in words if not turned.keys().isdisjoint(word))
    found = [char for char in letters if char in turned]
    is_enough = len(found) >= len(letters) / _ONE_IN and not set(found) <= _UPRIGHT_TOO
    return len(found) if is_enough else 0


def unmix_scripts(traced: Traced) -> Traced:
    """Write look-alike letters as Latin ones, in words that mix scripts or only look Latin.

    A word in its own script stays: what the model can't read must not be made to look readable. So does one that only
    looks Latin in a text of its script: in Russian "он" is Russian, and no "oh".
    """
    if traced.text.isascii() or _is_in_other_letters(traced.text):
        return traced
    return traced.sub(
        _WORD, lambda match: None if match.group().isascii() else _unmix(match.group())
    )


def _is_in_other_letters(text: str) -> bool:
    """Whether half of the letters or more are everyday Greek or Cyrillic ones, which no word mixes with others."""
    words = _WORD.findall(text)
    foreign = [word for word in words if not word.isascii()]
    return 2 * sum(map(len, foreign)) >= sum(map(len, words)) and all(
        map(_EVERYDAY_GREEK_OR_CYRILLIC.fullmatch, foreign)
    )


def _unmix(word: str) -> str:
    looks_like = disguises().lookalikes
    mixed = any(char.isascii() for char in word)
    letters = [
        char if char.isascii() else looks_like.get(char) or looks_like.get(char.lower())
        for char in word
    ]
    if mixed:
        return "".join(
            letter or anyascii(char)[:1] or char for letter, char in zip(letters, word, strict=True)
        )
    latin = "".join(letter for letter in letters if letter)
    return latin if all(letters) and _is_meant(latin) else word


def _is_meant(latin: str) -> bool:
    """Whether Latin letters are a word that we know, a disguise of one, or a piece of one that is often disguised.

    A Russian swear word can be made of look-alikes, too, and their Latin letters say nothing. A piece may have the
    others around it.
    """
    lower = latin.lower()
    return known(lower) or lower in _often_disguised() or restored(lower) is not None


@cache
def _often_disguised() -> str:
    return " ".join(sorted(disguises().masked))


def emoji_in_words(traced: Traced) -> Traced:
    """Say an emoji that can be an insult in words; leave a gap in place of any other, and of what chains words."""
    meaning = disguises().emoji
    emoji = traced.replaced(
        (index, index + 1, f" {meaning[char]} " if char in meaning else " ")
        for index, char in enumerate(traced.text)
        if char >= "\u2600" and unicodedata.category(char) in {"So", "Sk"}
    )
    return emoji.sub(_CHAINS, lambda match: " ")
