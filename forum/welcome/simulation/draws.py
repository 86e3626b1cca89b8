"""Draws that stay the same whatever else is drawn: each thing has a stream of its own, named by what it is for.

So every rule meets the same newcomers and the same mentors, who look in at the same times and take as long.
"""

from __future__ import annotations

import math
from random import Random

_SPREAD = 0.7


def stream(seed: int, *name: object) -> Random:
    """The random numbers for one thing."""
    return Random(f"{seed}:{name}")


def about(draw: Random, middle: float, spread: float = _SPREAD) -> float:
    """A length of time, log-normal: half of them are shorter than `middle`, and a few are much longer."""
    return middle * math.exp(draw.gauss(0, spread))


def times_in(draw: Random, each_day: float, days: float) -> list[float]:
    """Moments of a steady chance, in days: on average `each_day` of them a day."""
    found, at = [], 0.0
    while each_day > 0 and (at := at + draw.expovariate(each_day)) < days:
        found.append(at)
    return found
