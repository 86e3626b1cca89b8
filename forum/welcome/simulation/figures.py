"""What came of a run, in figures. The names are those of the project's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from forum.quantiles import middle, nine_in_ten, quantile
from forum.welcome.pairing import CARRIES, QUIET_COUNTS, WAITING_COUNTS
from forum.welcome.replyclock import waking_time
from forum.welcome.simulation.arrivals import Newcomer
from forum.welcome.simulation.assumptions import Assumptions, moment
from forum.welcome.simulation.community import Wait
from forum.welcome.simulation.people import FIRST_MODERATOR, Seat
from forum.welcome.simulation.rules import Rule

_MINUTE = 60
_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One run in figures.

    Waits are in hours of waking time, as the reply clock counts; None where so many were never answered. Shares are
    from 0 to 1. A Gini is 0 where everybody carries what they asked for, and 1 where one person carries all.
    """

    rule: Rule
    mentors: int
    newcomers: int
    within_goal: float
    p50: float | None
    p90: float | None
    p95: float | None
    never_answered: float
    gave_up: float
    by_moderators: float
    answers_a_week: float
    gini_open_work: float | None
    gini_answers: float
    mentors_who_left: int


class Recorder:
    """Notes what happens while time passes.

    Args:
        rule: whose run it is.
        given: says when counting begins and ends.
        mentors: among whom the load is spread.
    """

    def __init__(self, rule: Rule, given: Assumptions, mentors: Sequence[Seat]) -> None:
        self._rule, self._given, self._mentors = rule, given, mentors
        self._first: list[Wait] = []
        self._gave_up = self._left = 0
        self._answers: dict[int, int] = {seat.number: 0 for seat in mentors}
        self._ginis: list[float] = []

    def began(self, wait: Wait) -> None:
        """Somebody waits."""
        if wait.number == 0 and self._given.counts(wait.started_at):
            self._first.append(wait)

    def answered(self, wait: Wait) -> None:
        """Somebody has answered."""
        if wait.by in self._answers and self._given.counts(wait.answered_at or 0):
            self._answers[wait.by] += 1

    def gave_up(self, newcomer: Newcomer) -> None:
        """A newcomer comes no more."""
        self._gave_up += self._given.counts(newcomer.at)

    def left(self, now: float) -> None:
        """A mentor has left."""
        self._left += self._given.counts(now)

    def sample(
        self,
        now: float,
        here: Collection[int],
        waiting: Mapping[int, int],
        quiet: Mapping[int, int],
    ) -> None:
        """How much each mentor has to look after now, beside what they asked for."""
        loads = [
            (WAITING_COUNTS * waiting[seat.number] + QUIET_COUNTS * quiet[seat.number])
            / CARRIES[seat.weight]
            for seat in self._mentors
            if seat.number in here
        ]
        if self._given.counts(now) and sum(loads) > 0:
            self._ginis.append(gini(loads))

    def outcome(self) -> Outcome:
        """All of it."""
        given, count = self._given, max(1, len(self._first))
        waits = [self._hours(wait) for wait in self._first]
        told = waits or [inf]
        goal = given.goal.time.total_seconds() / _MINUTE / _MINUTE
        has_desks = self._rule is not Rule.POOL and self._ginis
        return Outcome(
            rule=self._rule,
            mentors=given.mentors,
            newcomers=len(self._first),
            within_goal=sum(hours <= goal for hours in waits) / count,
            p50=reached(middle(told)),
            p90=reached(nine_in_ten(told)),
            p95=reached(quantile(told, 0.95)),
            never_answered=sum(hours == inf for hours in waits) / count,
            gave_up=self._gave_up / count,
            by_moderators=sum((wait.by or 0) >= FIRST_MODERATOR for wait in self._first) / count,
            answers_a_week=sum(self._answers.values())
            / max(1, given.mentors)
            / (given.days / _WEEK),
            gini_open_work=sum(self._ginis) / len(self._ginis) if has_desks else None,
            gini_answers=gini(
                [self._answers[seat.number] / CARRIES[seat.weight] for seat in self._mentors]
            ),
            mentors_who_left=self._left,
        )

    def _hours(self, wait: Wait) -> float:
        """How long somebody waited; without end where nobody ever answered."""
        if wait.answered_at is None:
            return inf
        waited = waking_time(
            moment(wait.started_at), moment(wait.answered_at), self._given.goal.night
        )
        return waited.total_seconds() / _MINUTE / _MINUTE


def reached(hours: float) -> float | None:
    """A figure of waits in hours, as it is told; None where so many were never answered that it has no end."""
    return hours if hours < inf else None


def gini(loads: Sequence[float]) -> float:
    """How unevenly a load is spread, from 0 (all alike) to nearly 1 (all of it on one)."""
    total = sum(loads)
    if total <= 0:
        return 0.0
    ordered = sorted(loads)
    ranked = sum(rank * load for rank, load in enumerate(ordered, start=1))
    return 2 * ranked / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)
