"""Undoing disguises of whole words: symbols for letters, repeated letters, short forms, words run together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from string import ascii_lowercase

from forum.screening import words
from forum.screening.disguise import STANDS_FOR, WILDCARDS, disguises
from forum.screening.traced import Traced

_TOKEN = re.compile(r"\S+")
_SNAKE = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:_[^\W\d_]+){2,}")
#: Signs that may stand before and after a word that has stars in it, and any other.
_AROUND_STARS = ("\"'“‘([*_", "\"'”’)].,;:!?")
_AROUND = ("\"'“‘«([{<*_~#", "\"'”’»()]}>.,;:!?*_~…")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
# Measures, ordinals and versions: 4th, 20kg, 7pm, 90s, 24h.
_NUMBER = re.compile(r"^[£$€]?\d+(?:[.,:/-]\d+)*[a-z]{0,3}%?$", re.IGNORECASE)
_ADDRESS = re.compile(r"://|^www\.|\S@\S+\.\S", re.IGNORECASE)
_TRIPLED = re.compile(r"(.)\1\1")
_STRETCHED = re.compile(r"(?<![^\W_])(?=[^\W\d_]*?([^\W\d_])\1\1)[^\W\d_]+(?![^\W_])")

_LONGEST_WORD = 40
_MOST_READINGS = 256
_COMMON = 8_000
_COMMON_SHORT = 1_500
_RUN_TOGETHER_AT_LEAST = 9
#: Of a short form with figures in it; shorter ones are names of things (CN7, SH7).
_SHORTHAND_AT_LEAST = 4
#: What ends a word that we know without these.
_SUFFIXES = ("s", "d", "ed", "ing", "er", "ers", "ly", "like")
#: Words that speak to somebody.
TO_YOU = frozenset({"you", "you're", "your", "youre", "yourself"})
#: Letters that are words, "u" among them.
LETTER_WORDS = frozenset("aiu")


def fill_in_hidden_letters(traced: Traced) -> Traced:
    """`f**k`, `f***` and `sh#t` with their letters back; before markup, as `**` is emphasis too."""
    return traced.sub(
        _TOKEN,
        lambda match: (
            None
            if WILDCARDS.isdisjoint(match.group())
            else _in_core(_AROUND_STARS, match.group(), _filled_in)
        ),
    )


def part_snakes(traced: Traced) -> Traced:
    """`you_are_an_idiot` with blanks, where all of it is words that we know; before markup, as `_` is emphasis too."""
    return traced.sub(
        _SNAKE,
        lambda match: (
            match.group().replace("_", " ")
            if all(map(words.known, match.group().split("_")))
            else None
        ),
    )


def restore_words(traced: Traced) -> Traced:
    """`k1ll`, `stuuupid`, `a$$`, `kys` and `KillYourself` as the words they stand for."""
    return traced.sub(_TOKEN, lambda match: _in_core(_AROUND, match.group(), restored))


def unstretch(traced: Traced) -> Traced:
    """`sooooo sweeeeet` as the words they are, where these are known."""
    return traced.sub(_STRETCHED, lambda match: _unstretched(match.group().lower()))


@lru_cache(maxsize=8192)
def restored(word: str) -> str | None:
    """The common word or words that a disguised one stands for, or None if it is no disguise."""
    tables = disguises()
    lower = word.lower()
    if lower in tables.shorthand and not (word.istitle() and lower in tables.plain):
        return tables.shorthand[lower]
    if len(word) > _LONGEST_WORD or words.known(lower) or lower in tables.plain:
        return None
    if _ADDRESS.search(word):
        return None
    if word[0] == "@" and word[1:].isalpha():
        return _without_symbols(lower) or _called(word[1:])
    # Twatt and Cockk are names: a doubled letter hides nothing in a word with a capital.
    named = word.isalpha() and word.istitle() and not _TRIPLED.search(lower)
    whole = None if named else _without_symbols(lower)
    if _NUMBER.match(word):
        # 5hit is no measure.
        return whole if whole in tables.masked else None
    return whole or _parted(word)


def _unstretched(lower: str) -> str | None:
    if len(lower) > _LONGEST_WORD:
        return None
    readings = itertools.islice(_readings(lower), _MOST_READINGS)
    known = [reading for reading in readings if reading != lower and words.known(reading)]
    return min(known, key=words.rank, default=None)


def _in_core(
    around: tuple[str, str], token: str, restore: Callable[[str], str | None]
) -> str | None:
    if token.isalpha():  # as most are: nothing stands around it
        return restore(token)
    before, after = around
    rest = token.lstrip(before)
    core = rest.rstrip(after)
    new = restore(core) if core else None
    if new is None:
        return None
    return token[: len(token) - len(rest)] + new + rest[len(core) :]


def _filled_in(core: str) -> str | None:
    lower = core.lower()
    if not (lower[0].isascii() and lower[0].isalpha()):
        return None
    hidden = sum(char in WILDCARDS for char in lower)
    if not hidden:
        return None
    if lower in disguises().stars:
        return disguises().stars[lower]
    visible = len(lower) - hidden
    # One dash or full stop may hide a letter of a longer word; more of them are punctuation.
    starred = "*" in lower or "#" in lower or (hidden == 1 and visible >= 3)
    if not starred or visible < 2 or visible * 2 < len(lower):
        return None
    for word in disguises().masked_by_length.get(len(lower), ()):
        if all(a in (b, *WILDCARDS) for a, b in zip(lower, word, strict=True)):
            return word
    return None


def _without_symbols(lower: str) -> str | None:
    options = [
        reading
        for reading in itertools.islice(_readings(lower), _MOST_READINGS)
        if reading != lower and _plausible(reading, lower)
    ]
    masked, shorthand = disguises().masked, disguises().shorthand
    best = min(options, key=lambda word: (word not in masked, words.rank(word)), default=None)
    return shorthand.get(best, best) if best else None


def _readings(lower: str) -> Iterator[str]:
    """Every way to read symbols as letters and runs of one letter as two, or as one."""
    runs = ["".join(group) for _, group in itertools.groupby(lower)]
    options: list[list[str]] = []
    for run in runs:
        letters = STANDS_FOR.get(run[0], run[0])
        lengths = {len(run), 1} if len(run) < 3 else {2, 1}
        options.append([letter * length for letter in letters for length in sorted(lengths)[::-1]])
    return ("".join(choice) for choice in itertools.product(*options))


def _plausible(reading: str, disguise: str) -> bool:
    letters = sum(char.isalpha() for char in disguise)
    if reading in disguises().masked:
        return letters >= 2 or not any(char.isdigit() for char in disguise)
    if letters < 2 or letters * 2 < len(disguise):
        return False
    if reading in disguises().shorthand:
        return len(reading) >= _SHORTHAND_AT_LEAST
    tripled = any(len(list(group)) > 2 for _, group in itertools.groupby(disguise))
    if letters == len(disguise) and not tripled:
        # A doubled letter alone is a misspelling at most, and misspellings are no disguise.
        return False
    return _common(reading)


def _parted(word: str) -> str | None:
    if not (word.isalpha() and word.isascii()):  # as all words that we know are
        return None
    # Of many of them we do not know the plural, and many are misspelled.
    if _inflected(word.lower()) or _misspelled(word.lower()):
        return None
    camel = _CAMEL.split(word)
    if len(camel) > 1 and all(words.known(piece) for piece in camel):
        return " ".join(camel)
    pieces = words.part(word) if len(word) >= _RUN_TOGETHER_AT_LEAST else None
    # Two pieces are too often a name (Penistone), and three harmless ones a longer word that we
    # do not know (methadone).
    if not pieces or len(pieces) < 3 or not likely(pieces, mean=2.8):
        return None
    return " ".join(pieces) if _telling([piece.lower() for piece in pieces]) else None


def _called(name: str) -> str | None:
    """`@nobodywantsyouhere`: whom somebody mentions is called so."""
    parted = _parted(name)
    return f"@{parted}" if parted else None


def _inflected(lower: str) -> bool:
    return any(words.known(lower.removesuffix(ending)) for ending in _SUFFIXES)


def _misspelled(lower: str) -> bool:
    """Whether one other letter makes it a word that we know: an "assistent" is no "ass is tent"."""
    return len(lower) >= _RUN_TOGETHER_AT_LEAST - 1 and any(
        words.known(lower[:index] + letter + lower[index + 1 :])
        for index in range(len(lower))
        for letter in ascii_lowercase
    )


def _telling(pieces: Sequence[str]) -> bool:
    """Whether words are said to somebody, or one of them is often disguised and the others are no part of a name."""
    if not TO_YOU.isdisjoint(pieces):
        return True
    if pieces[-1] == "a":
        # No sentence ends like this; Takeshita is a name.
        return False
    others = [piece for piece in pieces if piece not in disguises().masked]
    rare = sum(not _common(piece) for piece in others)
    # Three with a rare one among them are a name (Stratford is no "st rat ford"), more with several are a longer word
    # that we do not know (pigmentation is no "pig ment at ion").
    return len(others) < len(pieces) and rare <= (1 if len(pieces) > 3 else 0)


def _common(word: str) -> bool:
    return words.rank(word) < (_COMMON_SHORT if len(word) <= 3 else _COMMON)


def likely(pieces: Sequence[str], *, mean: float) -> bool:
    """Whether words into which letters fall are what was meant, and not all that can be found in them."""
    if any(len(piece) == 1 and piece.lower() not in LETTER_WORDS for piece in pieces):
        return False
    return sum(map(len, pieces)) / len(pieces) >= mean
