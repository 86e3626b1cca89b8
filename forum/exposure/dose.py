"""How hard it was what a moderator read, in points, and when that is enough for a day. Pure.

What harms is the sum of a day, more than any single text. So each text that is opened counts, by the worst that there
is in it; a pause is offered on the way, and at the end of the day's budget it is insisted on. The figures are the
moderator's own and nobody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from forum.moderation.ranking import Gravity
from forum.screening.labels import Label

PAUSE_LASTS = timedelta(minutes=20)
# A pause is offered whenever so much of a day's budget has been read since the last one: one part in this many.
_PARTS_OF_A_DAY = 3
# Knowing what one has in front of one costs something, even while its words are covered.
_COVERED = 1
_STRONG, _SOME = 0.8, 0.5

_BY_GRAVITY: Mapping[Gravity, int] = MappingProxyType(
    {
        Gravity.LIGHT: 1,
        Gravity.ORDINARY: 1,
        Gravity.HURTFUL: 3,
        Gravity.SEVERE: 8,
        # Somebody may hurt themselves: it is not aimed at anybody, and weighs as much.
        Gravity.URGENT: 8,
    }
)
# A strong score counts in full, a middling one by half.
_BY_LABEL: Mapping[str, int] = MappingProxyType(
    {
        Label.SEVERE_TOXICITY: 10,
        Label.THREAT: 8,
        Label.IDENTITY_ATTACK: 8,
        Label.SEXUAL_EXPLICIT: 6,
        Label.ATTACK_ON_ADDRESSEE: 4,
        Label.INSULT: 3,
        Label.TOXICITY: 3,
        Label.OBSCENE: 2,
    }
)


class Step(StrEnum):
    """What a moderator did with a text."""

    OPENED = "opened"
    REVEALED = "revealed"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is known of a text: its gravest reason, its scores (0 to 1) by label, whether it is covered first."""

    gravity: Gravity
    scores: Mapping[str, float]
    is_covered: bool

    @property
    def is_severe(self) -> bool:
        """Whether it is one of those of which nobody should read two in a row."""
        return self.gravity >= Gravity.SEVERE or self.is_covered


def exposure_points(seen: Seen, step: Step) -> int:
    """How much a step weighs: the worst of the text, not the sum. Opened and revealed, it weighs all of that."""
    by_label = [_of_score(label, score) for label, score in seen.scores.items()]
    whole = max(_BY_GRAVITY[seen.gravity], *by_label, 0)
    if not seen.is_covered:
        return whole if step is Step.OPENED else 0
    return _COVERED if step is Step.OPENED else max(whole - _COVERED, 0)


def _of_score(label: str, score: float) -> int:
    whole = _BY_LABEL.get(label, 0)
    if score >= _STRONG:
        return whole
    return (whole + 1) // 2 if score >= _SOME else 0


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Between which budgets a moderator may choose, in points a day, and which one holds for who has not chosen."""

    least: int = 20
    most: int = 120
    usual: int = 60


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What a moderator has chosen; None for the usual. `later` takes the place of `now` on the day `later_from`."""

    now: int | None = None
    later: int | None = None
    later_from: date | None = None


def budget_on(chosen: Budget, bounds: Bounds, day: date) -> int:
    """How many points a day holds. Bounds that were set since the choice hold too."""
    points = _chosen_on(chosen, day)
    return min(max(points if points is not None else bounds.usual, bounds.least), bounds.most)


def choose_budget(chosen: Budget, wanted: int | None, bounds: Bounds, today: date) -> Budget:
    """Less holds at once, more from tomorrow: in the evening of a hard day nobody should talk themselves into more."""
    before = budget_on(chosen, bounds, today)
    if budget_on(Budget(now=wanted), bounds, today) <= before:
        return Budget(now=wanted)
    current = replace(chosen, now=_chosen_on(chosen, today))
    return replace(current, later=wanted, later_from=today + timedelta(days=1))


def _chosen_on(chosen: Budget, day: date) -> int | None:
    is_later = chosen.later_from is not None and day >= chosen.later_from
    return chosen.later if is_later else chosen.now


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Which of the community's days it is."""
    return moment.astimezone(zone).date()


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """When a day of the community ends."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


class Stage(StrEnum):
    """How a moderator's day goes."""

    FREE = "free"
    OFFERED = "offered"
    PAUSED = "paused"
    RESTING = "resting"


@dataclass(frozen=True, kw_only=True)
class Day:
    """A moderator's day: what they have read in all, and since their last pause, of which budget."""

    points: int
    since_pause: int
    budget: int
    paused_until: datetime | None
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Whether to go on, and if not, until when."""

    stage: Stage
    until: datetime | None = None

    @property
    def serves(self) -> bool:
        """Whether the next one is served."""
        return self.stage in {Stage.FREE, Stage.OFFERED}


def pace(day: Day, now: datetime) -> Pace:
    """A pause that was taken, is to be offered, or is insisted on because the day's budget is used up."""
    if day.points >= day.budget:
        return Pace(stage=Stage.RESTING, until=day.ends_at)
    if day.paused_until is not None and day.paused_until > now:
        return Pace(stage=Stage.PAUSED, until=day.paused_until)
    if day.since_pause * _PARTS_OF_A_DAY >= day.budget:
        return Pace(stage=Stage.OFFERED)
    return Pace(stage=Stage.FREE)
