"""What the screener has to reach on the project's own sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forum.screening.evaluation import measure
from forum.screening.evaluation.judging import Judged


@dataclass(frozen=True, kw_only=True)
class Aim:
    """One figure and its limit.

    Attributes:
        about: what is measured, in words.
        limit: the limit, in shares of 1.
        at_most: whether the figure has to stay at or below the limit, or at or above it.
        figure: measures it; None where the answers hold nothing to measure it on.
    """

    about: str
    limit: float
    at_most: bool
    figure: Callable[[Sequence[Judged]], float | None]

    def met(self, judged: Sequence[Judged]) -> bool | None:
        """Whether the limit is kept; None where there is nothing to measure."""
        value = self.figure(judged)
        if value is None:
            return None
        return value <= self.limit if self.at_most else value >= self.limit


def group_false_holds(judged: Sequence[Judged]) -> dict[str, measure.Rate]:
    """False holds per group of identities, over all sets."""
    kept = [item for item in judged if not item.should_hold]
    parts = measure.divided(kept, lambda item: item.example.group)
    return {name: measure.false_holds(part) for name, part in parts.items()}


def _only(judged: Sequence[Judged], set_name: str, kind: str | None = None) -> list[Judged]:
    return [
        item
        for item in judged
        if item.example.set == set_name and kind in (None, item.example.kind)
    ]


def _gap(judged: Sequence[Judged]) -> float | None:
    gap = measure.largest_gap(group_false_holds(judged))
    return gap.difference if gap else None


AIMS: tuple[Aim, ...] = (
    Aim(
        about="introductions held",
        limit=0.01,
        at_most=True,
        figure=lambda judged: measure.false_holds(_only(judged, "introductions")).value,
    ),
    Aim(
        about="hostile replies to newcomers caught",
        limit=0.92,
        at_most=False,
        figure=lambda judged: measure.caught(_only(judged, "hostile_replies")).value,
    ),
    Aim(
        about="kind replies with swearing held",
        limit=0.04,
        at_most=True,
        figure=lambda judged: measure.false_holds(_only(judged, "kind_replies", "swearing")).value,
    ),
    Aim(
        about="gap between two groups in false holds",
        limit=0.02,
        at_most=True,
        figure=_gap,
    ),
)
