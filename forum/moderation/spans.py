"""Stretches of time in words. Pure."""

from __future__ import annotations

from datetime import timedelta

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MANY = 10


def how_long(span: timedelta) -> str:
    """A stretch of time in words: "less than a minute", "40 minutes", "1 hour and 50 minutes", "2 days".

    Of few hours or days the rest is said as well: nearly two are not one. Of ten and more it makes little difference.
    """
    seconds = int(span.total_seconds())
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return _count(seconds // _MINUTE, "minute")
    if seconds < 2 * _DAY:
        return _with_rest(divmod(seconds, _HOUR), "hour", _MINUTE, "minute")
    return _with_rest(divmod(seconds, _DAY), "day", _HOUR, "hour")


def _with_rest(span: tuple[int, int], what: str, part: int, of_it: str) -> str:
    number, rest = span
    said, more = _count(number, what), rest // part
    return f"{said} and {_count(more, of_it)}" if more and number < _MANY else said


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
