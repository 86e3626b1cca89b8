"""The three rules side by side, with the same people, and how many mentors each would need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from forum.welcome.simulation.assumptions import Assumptions
from forum.welcome.simulation.figures import Outcome
from forum.welcome.simulation.rules import Rule
from forum.welcome.simulation.run import simulate

# What we aim at: nearly everybody.
ENOUGH = 0.9
MOST_MENTORS = 40
# What the forum's rule shall reach beside the random draw.
P95_AIM, SPREAD_AIM = 1 / 3, 1 / 2


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What came of each rule, and the fewest mentors with whom 9 in 10 are answered within the goal.

    A rule that would need more than `most` has None there.
    """

    given: Assumptions
    outcomes: Sequence[Outcome]
    needed: Mapping[Rule, int | None]
    most: int = MOST_MENTORS

    def of(self, rule: Rule) -> Outcome:
        """What came of one rule."""
        return next(one for one in self.outcomes if one.rule is rule)

    @property
    def p95_ratio(self) -> float | None:
        """Our p95 beside the random draw's; None where one of the two left more than 1 in 20 unanswered."""
        return _ratio(self.of(Rule.HEARTH).p95, self.of(Rule.RANDOM).p95)

    @property
    def open_work_ratio(self) -> float | None:
        """How unevenly open work is spread, beside the random draw."""
        return _ratio(self.of(Rule.HEARTH).gini_open_work, self.of(Rule.RANDOM).gini_open_work)

    @property
    def answers_ratio(self) -> float | None:
        """How unevenly the answers are spread that were written in the end, beside the random draw."""
        return _ratio(self.of(Rule.HEARTH).gini_answers, self.of(Rule.RANDOM).gini_answers)

    def as_json(self) -> dict[str, Any]:
        """Everything, for another program."""
        given = self.given
        return {
            "given": {
                "mentors": given.mentors,
                "moderators": given.moderators,
                "newcomers_per_day": given.newcomers_per_day,
                "days": given.days,
                "goal_hours": given.goal.time.total_seconds() / 3_600,
                "primary_share": given.goal.primary_share,
                "seed": given.seed,
            },
            "rules": [
                {**asdict(one), "mentors_needed": self.needed[one.rule]} for one in self.outcomes
            ],
            "beside_the_random_draw": {
                "p95": self.p95_ratio,
                "gini_open_work": self.open_work_ratio,
                "gini_answers": self.answers_ratio,
            },
        }


def compare(given: Assumptions, most: int = MOST_MENTORS) -> Comparison:
    """Run all three; how many mentors each needs is looked for up to `most`."""
    return Comparison(
        given=given,
        outcomes=[simulate(rule, given) for rule in Rule],
        needed={rule: mentors_needed(rule, given, most) for rule in Rule},
        most=most,
    )


def mentors_needed(rule: Rule, given: Assumptions, most: int) -> int | None:
    """The fewest mentors with whom 9 in 10 are answered within the goal; None where `most` are too few.

    More mentors are taken to be no worse, which holds but for the luck of the draw.
    """

    def is_enough(mentors: int) -> bool:
        return simulate(rule, replace(given, mentors=mentors)).within_goal >= ENOUGH

    if not is_enough(most):
        return None
    too_few, enough = 0, most
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if is_enough(middle):
            enough = middle
        else:
            too_few = middle
    return enough


def _ratio(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours is not None and theirs else None
