"""Who comes, when, and what they would do if they were met. Drawn once, and the same for every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.accounts.standing import POSTS_TO_GRADUATE
from forum.welcome.simulation.assumptions import DAY, HOUR, HOURS_A_WEEK, Assumptions
from forum.welcome.simulation.draws import about, stream, times_in


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody whose first post appears at a minute.

    `patience` is how long they look for an answer. `again_after` holds one length for each further post that they
    would write if the one before was answered, counted from that answer.
    """

    number: int
    at: float
    patience: float
    again_after: Sequence[float]


def draw_newcomers(given: Assumptions) -> Sequence[Newcomer]:
    """Everybody who comes during a run, in their order."""
    draw = stream(given.seed, "arrivals")
    days = given.ends / DAY
    busiest = max(given.arrivals)
    average = sum(given.arrivals) / HOURS_A_WEEK
    # Thinning: as many as in the busiest hour all week, and of each hour's only its share stays.
    moments = times_in(draw, given.newcomers_per_day * busiest / average, days)
    stay = [
        day * DAY
        for day in moments
        if draw.random() * busiest < given.arrivals[int(day * DAY // HOUR) % HOURS_A_WEEK]
    ]
    return [_newcomer(given, number, at) for number, at in enumerate(stay, start=1)]


def _newcomer(given: Assumptions, number: int, at: float) -> Newcomer:
    draw = stream(given.seed, "newcomer", number)
    again: list[float] = []
    while len(again) < POSTS_TO_GRADUATE - 1 and draw.random() < given.writes_again:
        again.append(about(draw, given.again_after))
    return Newcomer(
        number=number, at=at, patience=about(draw, given.patience), again_after=tuple(again)
    )
