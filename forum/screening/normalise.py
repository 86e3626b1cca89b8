"""Taking disguises off a text, so that the model can read what a person would read.

The result is scored beside the raw text and the worse score counts; so a step may take off too
little, but must never turn a clean text into nonsense.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from forum.screening.called_names import call_names
from forum.screening.characters import (
    drop_invisible,
    emoji_in_words,
    plain_letters,
    read_forwards,
    right_way_up,
    unmix_scripts,
)
from forum.screening.disguised_words import (
    fill_in_hidden_letters,
    part_snakes,
    restore_words,
)
from forum.screening.gaps import close_gaps, join_spaced_letters, move_gaps
from forum.screening.markup import read_emphasis, read_markup
from forum.screening.traced import Traced
from forum.screening.turned_words import read_turned

#: Characters that are read of a text without its disguises. Hardly any text grows, but some characters stand for many.
LONGEST = 30_000
_WORD = re.compile(r"[^\W_]+")
_SYMBOLS = "[\u00a2-\u00b4\u2100-\u2bff\ufe0f\U0001f000-\U0001faff]"
_CHAINED_WORDS = re.compile(rf"[^\W_]+(?:{_SYMBOLS}+[^\W_]+)*")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

#: For texts with characters outside ASCII, in this order.
_CHARACTER_STEPS: tuple[Callable[[Traced], Traced], ...] = (
    read_forwards,  # needs the direction marks that the next step drops
    drop_invisible,
    plain_letters,
    right_way_up,
    unmix_scripts,
    emoji_in_words,
)

#: For all texts, in this order.
_WORD_STEPS: tuple[Callable[[Traced], Traced], ...] = (
    read_emphasis,  # or the stars round a word would be taken for letters of it
    fill_in_hidden_letters,  # needs the stars that markup would take for emphasis
    part_snakes,  # needs the underscores that markup would take for emphasis
    read_markup,
    join_spaced_letters,
    close_gaps,
    move_gaps,
    read_turned,
    restore_words,
    call_names,  # "u" is written out by now
)


def readable(text: str) -> str:
    """The text with what no model can take (lone surrogates, control characters) replaced.

    It keeps its length, so offsets stay true.
    """
    return _NOT_TEXT.sub("\ufffd", text)


def unmask(text: str) -> Traced:
    """The text without its disguises, traced back to `text`, which must be `readable`; cut where it grows too long."""
    return without_disguises(Traced.of(text))


def without_disguises(traced: Traced) -> Traced:
    """The same of a text that has been changed before."""
    steps = _WORD_STEPS if traced.text.isascii() else (*_CHARACTER_STEPS, *_WORD_STEPS)
    for step in steps:
        traced = step(traced).up_to(LONGEST)
    return traced


def reads_the_same(one: str, other: str) -> bool:
    """Whether two texts have the same words, whatever their case, accents, marks and spacing.

    What hangs together by symbols is one word: that is how a model reads it.
    """
    return _words_of(one) == _words_of(other)


def _words_of(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower())
    text = unicodedata.normalize("NFD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    return _CHAINED_WORDS.findall(text.lower())
