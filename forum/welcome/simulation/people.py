"""Mentors and moderators: when they look in and for how long, and when they are away. The same for every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from forum.welcome.hours import usual_hours
from forum.welcome.pairing import Weight
from forum.welcome.simulation.assumptions import (
    DAY,
    HOUR,
    HOURS_A_DAY,
    Assumptions,
    Habit,
    hour_of,
    moment,
)
from forum.welcome.simulation.draws import about, stream, times_in

# Over how long the forum counts the hours in which somebody writes, in days.
_COUNTED_OVER = 60
# Moderators are numbered from here on.
FIRST_MODERATOR = 100_001


@dataclass(frozen=True, kw_only=True)
class Look:
    """Somebody looks in, and has so many minutes."""

    at: float
    minutes: float


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Somebody is gone for days, and has said so or not."""

    begins: float
    ends: float
    is_told: bool

    def holds(self, minute: float) -> bool:
        """Whether they are gone then."""
        return self.begins <= minute < self.ends


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One mentor's or moderator's place. Somebody new who takes it over has the same habits."""

    number: int
    weight: Weight
    usual_hours: frozenset[int]
    looks: Sequence[Look]
    gaps: Sequence[Gap]
    days_off: frozenset[int]

    def is_away(self, minute: float) -> bool:
        """Whether the forum knows that they are away."""
        return any(gap.is_told and gap.holds(minute) for gap in self.gaps)

    def is_reachable(self, minute: float) -> bool:
        """Whether a mail finds them: on a day on which they take part, in one of their usual hours."""
        return (
            hour_of(minute) in self.usual_hours
            and int(minute // DAY) not in self.days_off
            and not any(gap.holds(minute) for gap in self.gaps)
        )


def draw_seats(given: Assumptions) -> Sequence[Seat]:
    """All mentors, then all moderators."""
    mentors = [
        _seat(given, number, given.habits[(number - 1) % len(given.habits)])
        for number in range(1, given.mentors + 1)
    ]
    # Moderators are taken from the other end, so that they are not the first mentors once more.
    moderators = [
        _seat(given, FIRST_MODERATOR + index, given.habits[-1 - index % len(given.habits)])
        for index in range(given.moderators)
    ]
    return [*mentors, *moderators]


def _seat(given: Assumptions, number: int, habit: Habit) -> Seat:
    days = int(given.ends // DAY) + 1
    gaps = _gaps(given, number, days)
    off = stream(given.seed, "days off", number)
    days_off = frozenset(day for day in range(days) if off.random() < given.day_off)
    looks = [
        look
        for look in _looks(given, number, habit, 0, days)
        if int(look.at // DAY) not in days_off and not any(gap.holds(look.at) for gap in gaps)
    ]
    before = [
        moment(look.at) for look in _looks(given, number, habit, -_COUNTED_OVER, _COUNTED_OVER)
    ]
    return Seat(
        number=number,
        weight=given.weights[(number - 1) % len(given.weights)],
        usual_hours=frozenset(usual_hours(before, UTC)),
        looks=looks,
        gaps=gaps,
        days_off=days_off,
    )


def _looks(given: Assumptions, number: int, habit: Habit, first_day: int, days: int) -> list[Look]:
    draw = stream(given.seed, "looks", number, first_day)
    found = []
    for day in times_in(draw, habit.looks_in, days):
        hour = draw.choices(range(HOURS_A_DAY), habit.hours)[0]
        at = (first_day + int(day)) * DAY + (hour + draw.random()) * HOUR
        found.append(Look(at=at, minutes=draw.expovariate(1 / given.look_minutes)))
    return sorted(found, key=lambda look: look.at)


def _gaps(given: Assumptions, number: int, days: int) -> list[Gap]:
    draw = stream(given.seed, "gaps", number)
    return [
        Gap(
            begins=day * DAY,
            ends=(day + about(draw, given.gone_days)) * DAY,
            is_told=draw.random() < given.says_so,
        )
        for day in times_in(draw, 1 / given.gone_every_days, days)
    ]
