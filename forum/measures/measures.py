"""How newcomers fare, week by week and cohort by cohort. Pure. The names are those of the project's language.

Nothing is hidden here however small it is: only admins see it, and they see each of these people anyway.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from forum.quantiles import middle, quantile
from forum.transparency.figures import Week
from forum.welcome.replyclock import Goal, answered_back, waking_time

_T = TypeVar("_T")
_D7, _D28 = timedelta(days=7), timedelta(days=28)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who has joined. `last_seen_at` is the last sign of them."""

    joined_at: datetime
    graduated_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FirstWait:
    """How a newcomer's first post was met. `answered_at` is empty while nobody has answered.

    `ended_at` is when it needed no answer any more, without one: its author has left, say.
    """

    started_at: datetime
    answered_at: datetime | None
    answered_back_at: datetime | None
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class WeekMeasures:
    """What happened to those whose first post appeared in a week. Rates from 0 to 1; None where there is nothing.

    `welcomed_within_goal` and the two spans count waking time, as the reply clock does; `p95` is what 19 of 20 did not
    exceed.
    """

    week: Week
    first_posts: int
    welcomed_within_goal: float | None
    p50: timedelta | None
    p95: timedelta | None
    conversation_rate: float | None


@dataclass(frozen=True, kw_only=True)
class CohortMeasures:
    """What became of those who joined in a week. A rate is None until it can be said of all of them."""

    week: Week
    newcomers: int
    graduation_rate: float | None
    retention_d7: float | None
    retention_d28: float | None


def by_week(
    weeks: Sequence[Week], waits: Iterable[FirstWait], goal: Goal, now: datetime
) -> Sequence[WeekMeasures]:
    """The measures of each week, oldest first."""
    found = _in_weeks(weeks, waits, lambda wait: wait.started_at)
    return [_week(week, found[week], goal, now) for week in weeks]


def by_cohort(
    weeks: Sequence[Week], people: Iterable[Person], now: datetime
) -> Sequence[CohortMeasures]:
    """The measures of each cohort, oldest first."""
    found = _in_weeks(weeks, people, lambda person: person.joined_at)
    return [_cohort(week, found[week], now) for week in weeks]


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None where there is none."""
    return part / whole if whole else None


def _week(week: Week, waits: Sequence[FirstWait], goal: Goal, now: datetime) -> WeekMeasures:
    answered = [(wait, wait.answered_at) for wait in waits if wait.answered_at is not None]
    spans = [_waited(wait, at, goal) for wait, at in answered]
    back = sum(answered_back(at, wait.answered_back_at) for wait, at in answered)
    # Whoever still has time left, or left before it was over, is neither welcomed nor missed.
    missed = [
        wait
        for wait in waits
        if wait.answered_at is None and _waited(wait, wait.ended_at or now, goal) >= goal.time
    ]
    in_time = sum(span <= goal.time for span in spans)
    return WeekMeasures(
        week=week,
        first_posts=len(waits),
        welcomed_within_goal=share(in_time, len(answered) + len(missed)),
        p50=middle(spans) if spans else None,
        p95=quantile(spans, 0.95) if spans else None,
        conversation_rate=share(back, len(answered)),
    )


def _waited(wait: FirstWait, until: datetime, goal: Goal) -> timedelta:
    return waking_time(wait.started_at, until, goal.night)


def _cohort(week: Week, people: Sequence[Person], now: datetime) -> CohortMeasures:
    graduated = sum(person.graduated_at is not None for person in people)
    return CohortMeasures(
        week=week,
        newcomers=len(people),
        graduation_rate=share(graduated, len(people)),
        retention_d7=_retention(week, people, _D7, now),
        retention_d28=_retention(week, people, _D28, now),
    )


def _retention(
    week: Week, people: Sequence[Person], after: timedelta, now: datetime
) -> float | None:
    """The share of those who were seen so long after they had joined; None while some have not been here so long."""
    if now < week.ends + after:
        return None
    stayed = sum(
        person.last_seen_at is not None and person.last_seen_at - person.joined_at >= after
        for person in people
    )
    return share(stayed, len(people))


def _in_weeks(
    weeks: Sequence[Week], things: Iterable[_T], moment: Callable[[_T], datetime]
) -> Mapping[Week, list[_T]]:
    found: dict[Week, list[_T]] = defaultdict(list)
    for thing in things:
        for week in weeks:
            if week.begins <= moment(thing) < week.ends:
                found[week].append(thing)
    return found
