"""What a forecast found, as it is kept and as it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from forum.transparency.pictures import Picture, Value, bars
from forum.welcome.simulation.comparing import ENOUGH
from forum.welcome.simulation.figures import Outcome
from forum.words import how_long


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How it would be with so many mentors. Waits are in hours, None where too many were never answered."""

    mentors: int
    within_goal: float
    p50: float | None
    p90: float | None
    p95: float | None
    answers_a_week: float

    @classmethod
    def of(cls, outcome: Outcome) -> Tried:
        """The part of an outcome that is told."""
        return cls(**{name: getattr(outcome, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, kw_only=True)
class Report:
    """A forecast. `mentors` is how many took newcomers when it was made; `stands_on` are sentences."""

    mentors: int
    goal_hours: float
    tried: Sequence[Tried]
    stands_on: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Report:
        """The same, read again."""
        tried = [Tried(**one) for one in kept["tried"]]
        return cls(**{**kept, "tried": tried})

    @property
    def goal(self) -> str:
        """In words."""
        return how_long(timedelta(hours=self.goal_hours))

    @property
    def today(self) -> Tried | None:
        """How it would go on with as many mentors as there are."""
        return next((one for one in self.tried if one.mentors == self.mentors), None)

    @property
    def enough(self) -> Tried | None:
        """The fewest with whom 9 in 10 would be answered within the goal."""
        return next((one for one in self.tried if one.within_goal >= ENOUGH), None)


def sentence(one: Tried) -> str:
    """One number of mentors, in a sentence."""
    who = f"With {one.mentors} {'mentor' if one.mentors == 1 else 'mentors'},"
    if one.p90 is None:
        return f"{who} more than 1 in 10 newcomers would have no answer at all."
    return f"{who} 9 in 10 newcomers would have an answer within {up_to(one.p90)}."


def up_to(hours: float) -> str:
    """A wait in words, rounded up: nobody is promised too much."""
    if hours < 1:
        return how_long(timedelta(minutes=int(hours * 60) + 1))
    if hours < 48:
        return how_long(timedelta(hours=int(hours) + (hours % 1 > 0)))
    return how_long(timedelta(days=int(hours / 24) + (hours % 24 > 0)))


def pictures(found: Report) -> Sequence[Picture]:
    """Both figures, with a bar for each number of mentors."""
    labels = [str(one.mentors) for one in found.tried]
    within = [one.within_goal for one in found.tried]
    waits = [one.p90 for one in found.tried]
    return [
        bars(
            "within-goal",
            f"Answered within {found.goal}, by the number of mentors",
            f"A bar for each number of mentors, from 0 to 100 %: from {within[0] * 100:.0f} % "
            f"with {labels[0]} to {within[-1] * 100:.0f} % with {labels[-1]}.",
            [Value(label=a, value=b) for a, b in zip(labels, within, strict=True)],
            lambda value: f"{value * 100:.0f} %",
            label_every=1,
        ),
        bars(
            "nine-in-ten",
            "Hours within which 9 in 10 have an answer, by the number of mentors",
            "A bar for each number of mentors: the hours within which 9 in 10 newcomers would have their first answer.",
            [Value(label=a, value=b) for a, b in zip(labels, waits, strict=True)],
            lambda value: f"{value:g} h",
            label_every=1,
        ),
    ]
