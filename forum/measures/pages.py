"""What the admins' page of measures shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.measures.measures import CohortMeasures, WeekMeasures
from forum.transparency.figures import Week
from forum.transparency.pictures import Picture


@dataclass(frozen=True, kw_only=True)
class MentorLoad:
    """How much a mentor has to do now, and how much they did in the last four weeks."""

    name: str
    username: str
    waiting: int
    quiet: int
    most_mentees: int
    is_away: bool
    answered: int


@dataclass(frozen=True, kw_only=True)
class NudgeWeek:
    """What came of the kind words that were shown in a week, by outcome."""

    week: Week
    shown: int
    outcomes: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class MeasuresPage:
    """The page. `goal` is in words. `mentors` stand in the order of their names: this is no contest."""

    goal: str
    weeks: Sequence[WeekMeasures]
    cohorts: Sequence[CohortMeasures]
    pictures: Sequence[Picture]
    mentors: Sequence[MentorLoad]
    nudges: Sequence[NudgeWeek]
