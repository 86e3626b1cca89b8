"""Numbers, lists and stretches of time in words, as every page writes them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MANY = 10


def counted(number: int, what: str) -> str:
    """So many of something: "1 minute", "3 minutes"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def in_words(number: int) -> str:
    """A number as prose writes it: up to ten in words."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def joined(parts: Sequence[str]) -> str:
    """Parts of a sentence as one: "a", "a and b", "a, b and c"; empty where there is none."""
    *most, last = parts or [""]
    return f"{', '.join(most)} and {last}" if most else last


def how_long(span: timedelta) -> str:
    """A stretch of time in words: "less than a minute", "40 minutes", "1 hour and 50 minutes", "2 days".

    Of few hours or days the rest is said as well: nearly two are not one. Of ten and more it makes little difference.
    """
    seconds = int(span.total_seconds())
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return counted(seconds // _MINUTE, "minute")
    if seconds < 2 * _DAY:
        return _with_rest(divmod(seconds, _HOUR), "hour", _MINUTE, "minute")
    return _with_rest(divmod(seconds, _DAY), "day", _HOUR, "hour")


def _with_rest(span: tuple[int, int], what: str, part: int, of_it: str) -> str:
    number, rest = span
    said, more = counted(number, what), rest // part
    return f"{said} and {counted(more, of_it)}" if more and number < _MANY else said
