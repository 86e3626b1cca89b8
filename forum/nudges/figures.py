"""What came of nudges, in words and shares. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from forum.nudges.outcomes import NudgeOutcome

#: From fewer nudges than this no share is worth a thought.
FEWEST_FOR_SHARES = 20

_IN_WORDS: Mapping[str | None, str] = MappingProxyType(
    {
        NudgeOutcome.EDITED: "They changed their words",
        NudgeOutcome.SENT_TO_REVIEW: "They asked a person to read them",
        NudgeOutcome.SENT_UNCHANGED: "They sent them as they were",
        NudgeOutcome.CANCELLED: "They deleted them",
        None: "They left the page",
    }
)


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """One outcome: how often, and of a hundred nudges how many; None while there are too few to say."""

    words: str
    count: int
    of_hundred: int | None


@dataclass(frozen=True, kw_only=True)
class NudgeFigures:
    """What came of the nudges of some days.

    Attributes:
        total: nudges that were shown.
        lines: what their authors did, in a fixed order.
        edited_and_passed: of the changed ones, how many were then let through by the screen.
    """

    total: int
    lines: Sequence[OutcomeLine]
    edited_and_passed: int


def figures_of(counts: Mapping[str | None, int], edited_and_passed: int) -> NudgeFigures:
    """The figures, from how often each outcome came."""
    total = sum(counts.values())
    return NudgeFigures(
        total=total,
        lines=[
            OutcomeLine(
                words=words,
                count=counts.get(outcome, 0),
                of_hundred=round(100 * counts.get(outcome, 0) / total)
                if total >= FEWEST_FOR_SHARES
                else None,
            )
            for outcome, words in _IN_WORDS.items()
        ],
        edited_and_passed=edited_and_passed,
    )
