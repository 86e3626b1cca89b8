"""The reply clock: how long a newcomer has waited for a first reply, who is called when, and what to call it. Pure.

A moment is always in UTC. Nights are reckoned in the community's own time zone, so that they keep their hours when
summer time begins or ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

Clock = Literal["fresh", "due soon", "overdue"]

_DAY = timedelta(days=1)
ANSWERED_BACK_WITHIN = timedelta(days=7)


class Stage(StrEnum):
    """Who is called, one after the other."""

    MENTOR = "mentor"
    BACKUP = "backup"
    MENTORS = "mentors"
    MODERATORS = "moderators"
    ALL_MENTORS = "all_mentors"


# From the moment the mentor's own time is up, the next two share what is left of the goal. Mentors who have done plenty
# of late are left alone for so many times the goal: long enough that others, who look in less often, answer first.
REST_FOR = 4
_ORDER = tuple(Stage)
# Once some of these were called, those who rest are left alone until it is their turn.
OTHERS = frozenset({Stage.MENTORS, Stage.MODERATORS})


@dataclass(frozen=True, kw_only=True)
class Night:
    """Hours that do not count, from one full hour of the day to another; they may lie over midnight."""

    zone: ZoneInfo
    begins: int
    ends: int


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What the community aims at.

    A reply within two hours finds the newcomer still there. `primary_share` is the part of that time, between 0 and
    1, which a newcomer's mentor has before anybody else is called.
    """

    time: timedelta = timedelta(hours=2)
    primary_share: float = 0.25
    night: Night | None = None


DEFAULT_GOAL = Goal()


def in_words(waited: timedelta, goal: Goal = DEFAULT_GOAL) -> Clock:
    """Fresh, due soon, or overdue. `waited` counts waking time."""
    if waited >= goal.time:
        return "overdue"
    return "due soon" if waited >= goal.time / 2 else "fresh"


def next_stage(stage: Stage) -> Stage | None:
    """Who is called next; None when everybody has been."""
    later = _ORDER[_ORDER.index(stage) + 1 :]
    return later[0] if later else None


def desk_stages(*, has_done_plenty: bool) -> frozenset[Stage]:
    """From which stage on a wait is everybody's on the mentors' desks, also of those who were away at the call."""
    later = {Stage.ALL_MENTORS}
    return frozenset(later if has_done_plenty else later | OTHERS)


def is_for_moderators(stage: Stage) -> bool:
    """Whether moderators have had their turn: from then on they see to it that somebody answers."""
    return _ORDER.index(stage) >= _ORDER.index(Stage.MODERATORS)


def call_at(started_at: datetime, stage: Stage, goal: Goal = DEFAULT_GOAL) -> datetime:
    """When these people are called, if nobody has answered by then."""
    alone = goal.time * goal.primary_share
    after = {
        Stage.MENTOR: timedelta(0),
        Stage.BACKUP: alone,
        Stage.MENTORS: (alone + goal.time) / 2,
        Stage.MODERATORS: goal.time,
        Stage.ALL_MENTORS: goal.time * REST_FOR,
    }[stage]
    return after_waking(started_at, after, goal.night)


def waking_time(start: datetime, end: datetime, night: Night | None = None) -> timedelta:
    """How much of the time between two moments counts."""
    counted = max(end - start, timedelta(0))
    for begins, ends in _nights(start, night):
        if begins >= end:
            break
        counted -= max(min(ends, end) - max(begins, start), timedelta(0))
    return counted


def after_waking(start: datetime, length: timedelta, night: Night | None = None) -> datetime:
    """The moment at which so much time has counted."""
    here, left = start, length
    for begins, ends in _nights(start, night):
        if ends <= here:
            continue
        awake = max(begins - here, timedelta(0))
        if left <= awake and here < begins:
            break
        here, left = ends, left - awake
    return here + left


def answered_back(answered_at: datetime, back_at: datetime | None) -> bool:
    """Whether a conversation came of it: the newcomer wrote again soon enough after somebody had answered them."""
    return back_at is not None and back_at - answered_at <= ANSWERED_BACK_WITHIN


def _nights(start: datetime, night: Night | None) -> Iterator[tuple[datetime, datetime]]:
    """Every night that has not ended before `start`, in order. The caller stops asking."""
    if night is None or night.begins == night.ends:
        return
    over_midnight = night.ends < night.begins
    day = start.astimezone(night.zone).date() - _DAY
    while True:
        morning = day + _DAY if over_midnight else day
        begins = datetime.combine(day, time(night.begins), night.zone).astimezone(UTC)
        ends = datetime.combine(morning, time(night.ends), night.zone).astimezone(UTC)
        # Where the clocks go forward at night, an hour that is skipped makes no night.
        if ends > max(begins, start):
            yield begins, ends
        day += _DAY
