"""Pictures of data as plain numbers: where each bar stands. Pure.

Templates draw them; the same data stands in a table nearby.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 14, 34
_LABEL_EVERY = 3
_GAP = 0.28
_LEAST = 1e-9


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar, in the picture's own units. `known` is False where the value is not told: a short mark stands there."""

    x: float
    y: float
    width: float
    height: float
    known: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line across the picture at a round value."""

    y: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A row of bars. `key` makes its ids unique on the page."""

    key: str
    title: str
    description: str
    bars: Sequence[Bar]
    lines: Sequence[Line]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    floor: int = HEIGHT - _BOTTOM


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value with the words under its bar; None is one that is not told."""

    label: str
    value: float | None


def bars(
    key: str,
    title: str,
    description: str,
    values: Sequence[Value],
    say: Callable[[float], str],
    *,
    label_every: int = _LABEL_EVERY,
) -> Picture:
    """A bar for each value.

    Args:
        key: a short name that no other picture on the page has.
        title: what it shows.
        description: the same for those who do not see it, in a sentence or two.
        values: from left to right.
        say: a value on the scale, in words.
        label_every: how many bars share one label, so that the words do not run into each other.
    """
    top = _round_up(max((one.value for one in values if one.value is not None), default=0))
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(values))
    room = HEIGHT - _TOP - _BOTTOM
    return Picture(
        key=key,
        title=title,
        description=description,
        bars=[
            _bar(
                one,
                _LEFT + index * step,
                step,
                room / top,
                # Counted from the last, which is the newest.
                show=(len(values) - 1 - index) % label_every == 0,
            )
            for index, one in enumerate(values)
        ],
        lines=[
            Line(y=_place(top * part, room / top), label=say(top * part)) for part in (0, 0.5, 1)
        ],
    )


def _bar(one: Value, x: float, step: float, scale: float, *, show: bool) -> Bar:
    height = (one.value or 0) * scale
    return Bar(
        x=round(x + step * _GAP / 2, 1),
        y=round(HEIGHT - _BOTTOM - height, 1),
        width=round(step * (1 - _GAP), 1),
        height=round(height, 1),
        known=one.value is not None,
        label=one.label if show else "",
    )


def _place(value: float, scale: float) -> float:
    return round(HEIGHT - _BOTTOM - value * scale, 1)


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 5 or 10 times a power of ten; 1 for nothing that could be seen."""
    if value < _LEAST:
        return 1.0
    power: float = 10.0 ** floor(log10(value))
    return (
        next(step for step in (1, 2, 4, 5, 10) if ceil(value / power * 1e6) / 1e6 <= step) * power
    )
