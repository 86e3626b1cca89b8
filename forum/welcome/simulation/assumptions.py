"""What the model takes for granted. A community's own rows replace what they can tell (`forum.forecasts.observed`).

None of these figures is measured on the real world unless it says so; they are round guesses, and the same for every
rule. What the model leaves out is said in `docs/simulation.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from forum.welcome.pairing import Weight
from forum.welcome.replyclock import DEFAULT_GOAL, Goal

# Simulated time is in minutes from this Monday's midnight, in the community's own time.
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR, DAY = 60.0, 24 * 60.0
HOURS_A_DAY, HOURS_A_WEEK = 24, 168


def moment(minute: float) -> datetime:
    """A minute of simulated time as a moment, for the rules of the forum."""
    return MONDAY + timedelta(minutes=minute)


def hour_of(minute: float) -> int:
    """The hour of the community's day, 0 to 23."""
    return int(minute // HOUR) % HOURS_A_DAY


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How somebody takes part: how likely each of the 24 hours is, and how many times a day they look in."""

    hours: Sequence[float]
    looks_in: float


def _around(*hours: int) -> Sequence[float]:
    """Mostly in these hours, now and then in the ones beside them, never in the others."""
    beside = {(hour + step) % HOURS_A_DAY for hour in hours for step in (-1, 1)}
    return [
        1.0 if hour in hours else 0.25 if hour in beside else 0.0 for hour in range(HOURS_A_DAY)
    ]


# Volunteers are unlike each other, above all in how often they look in.
HABITS: Sequence[Habit] = (
    Habit(hours=_around(18, 19, 20, 21), looks_in=2.0),
    Habit(hours=_around(7, 8, 12, 13), looks_in=1.0),
    Habit(hours=_around(20, 21, 22, 23), looks_in=1.0),
    Habit(hours=_around(9, 10, 11, 14, 15, 16), looks_in=3.0),
    Habit(hours=_around(12, 13, 17, 18), looks_in=0.5),
    Habit(hours=_around(22, 23, 0, 1), looks_in=1.5),
    Habit(hours=_around(6, 7, 8, 21), looks_in=0.7),
    Habit(hours=_around(16, 17, 18, 19, 20), looks_in=1.3),
)
WEIGHTS: Sequence[Weight] = (Weight.NORMAL, Weight.HIGH, Weight.NORMAL, Weight.LOW)


def _evenings() -> Sequence[float]:
    """Arrivals by the hour of the week: few at night, most in the evening, more at the weekend."""
    return [
        (0.25 if hour % 24 < 7 else 2.0 if hour % 24 >= 18 else 1.0) * (1.2 if hour >= 120 else 1.0)
        for hour in range(HOURS_A_WEEK)
    ]


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """Everything that a run needs besides its rule. Lengths are in minutes unless they say otherwise.

    `seed` fixes every draw. `arrivals` are 168 shares, from Monday's midnight on.
    """

    mentors: int = 6
    moderators: int = 0
    newcomers_per_day: float = 5.0
    days: int = 90
    goal: Goal = DEFAULT_GOAL
    seed: int = 1
    arrivals: Sequence[float] = field(default_factory=_evenings)
    habits: Sequence[Habit] = HABITS
    weights: Sequence[Weight] = WEIGHTS
    most_mentees: int = 25

    # A look round lasts about this long (exponential), and an answer takes about so long to write (log-normal).
    look_minutes: float = 30.0
    answer_minutes: float = 8.0
    # On so many days somebody does not look in at all.
    day_off: float = 0.15
    # Now and then they are gone for days; half of the time they say so beforehand.
    gone_every_days: float = 60.0
    gone_days: float = 7.0
    says_so: float = 0.5
    # Who is called in one of their usual hours follows the mail so often, and so soon (log-normal).
    heeds: float = 0.5
    heeds_after: float = 25.0

    # 56 in 100 of those who are answered write again (Joyce & Kraut 2006, n = 2,777, observational), a day later or so.
    writes_again: float = 0.56
    again_after: float = DAY
    # A newcomer whom nobody answers looks again for about so long (log-normal) and then comes no more.
    patience: float = DAY

    # One in so many mentors leaves each day; one in so few of those on whom so many newcomers wait at once.
    leaves_daily: float = 1 / 365
    overwhelmed_at: int = 8
    leaves_overwhelmed: float = 1 / 30
    # Somebody new takes a mentor's place after so many days.
    successor_after_days: float = 21.0

    # What happens before the community has settled is not counted; who comes last gets time to be answered.
    settle_days: int = 21
    after_days: int = 7

    @property
    def ends(self) -> float:
        """When the run is over, in minutes."""
        return (self.settle_days + self.days + self.after_days) * DAY

    def counts(self, minute: float) -> bool:
        """Whether somebody who comes then is counted."""
        return self.settle_days * DAY <= minute < (self.settle_days + self.days) * DAY
