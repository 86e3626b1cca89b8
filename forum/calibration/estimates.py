"""Figures from few cases, with the range in which they lie. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

#: 95 in 100.
_Z = 1.959964


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure with the range in which it lies in 95 of 100 cases. All None where nothing can be said."""

    value: float | None
    low: float | None
    high: float | None


NOTHING_TO_SAY = Estimate(value=None, low=None, high=None)


def share(part: int, whole: int) -> Estimate:
    """A part of a whole, 0 to 1, with Wilson's interval: it stays right for small numbers and for none and all."""
    if not whole:
        return NOTHING_TO_SAY
    rate, square = part / whole, _Z * _Z
    centre = rate + square / (2 * whole)
    spread = _Z * sqrt(rate * (1 - rate) / whole + square / (4 * whole * whole))
    below, above = centre - spread, centre + spread
    scale = 1 + square / whole
    return Estimate(value=rate, low=max(0.0, below / scale), high=min(1.0, above / scale))


def per_day(count: int, days: float) -> Estimate:
    """So many in so many days, as a rate, with Byar's interval of a Poisson count: right for few and for none."""
    if days <= 0:
        return NOTHING_TO_SAY
    low = count * (1 - 1 / (9 * count) - _Z / (3 * sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    high = more * (1 - 1 / (9 * more) + _Z / (3 * sqrt(more))) ** 3
    return Estimate(value=count / days, low=max(0.0, low) / days, high=high / days)


def change_a_day(more: int, fewer: int, days: float) -> Estimate:
    """How many more are held a day. The two counts are of the same posts, so the range is that of their difference.

    One post is added to its square spread, so that a small sample with no change at all does not look certain.
    """
    if days <= 0:
        return NOTHING_TO_SAY
    difference = more - fewer
    spread = _Z * sqrt(more + fewer + 1)
    return Estimate(
        value=difference / days, low=(difference - spread) / days, high=(difference + spread) / days
    )
