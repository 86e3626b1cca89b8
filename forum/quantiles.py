"""The middle of some waits, and what so great a part of them does not exceed: one answer for every page. Pure.

How few are too few to tell is for each part of the community to say. All of these need one value at least.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from math import ceil
from typing import TypeVar

_Value = TypeVar("_Value", float, timedelta)


def middle(values: Collection[_Value]) -> _Value:
    """The median: of an even number of values, half-way between the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def nine_in_ten(values: Collection[_Value]) -> _Value:
    """What nine in ten do not exceed."""
    return quantile(values, 0.9)


def quantile(values: Collection[_Value], part: float) -> _Value:
    """The least of the values that so great a part of them does not exceed; `part` is from 0 to 1."""
    return sorted(values)[max(0, ceil(part * len(values)) - 1)]
