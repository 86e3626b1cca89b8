"""What a back-test found, in figures that can be stored and shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from forum.calibration.backtesting import Change, Comparison, Group, Truth
from forum.calibration.estimates import Estimate, change_a_day

GROUPS = ("everybody", "newcomers", "others")


@dataclass(frozen=True, kw_only=True)
class GroupReport:
    """A group in figures, ready to be stored and shown."""

    posts: int
    turned_down: int
    held_now: int
    held_then: int
    unneeded_now: int
    unneeded_then: int
    precision_now: Estimate
    precision_then: Estimate
    recall_now: Estimate
    recall_then: Estimate
    more_a_day: Estimate


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a back-test found. `days` is the time that the posts were written in."""

    days: float
    groups: Mapping[str, GroupReport]
    would_be_held: Sequence[Change]
    would_pass: Sequence[Change]

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """The report that `as_json` wrote."""
        return cls(
            days=data["days"],
            groups={name: _group_from(group) for name, group in data["groups"].items()},
            would_be_held=[_change_from(change) for change in data["would_be_held"]],
            would_pass=[_change_from(change) for change in data["would_pass"]],
        )


def report(comparison: Comparison, days: float) -> Report:
    """The figures of a comparison.

    Args:
        comparison: with all posts added.
        days: the time in which they were written.
    """
    return Report(
        days=days,
        groups={name: _in_figures(getattr(comparison, name), days) for name in GROUPS},
        would_be_held=comparison.changes(would_be_held=True),
        would_pass=comparison.changes(would_be_held=False),
    )


def _in_figures(group: Group, days: float) -> GroupReport:
    now, then = group.now, group.then
    return GroupReport(
        posts=now.all_posts,
        turned_down=now.held[Truth.TURNED_DOWN] + now.passed[Truth.TURNED_DOWN],
        held_now=now.all_held,
        held_then=then.all_held,
        unneeded_now=now.all_held - now.held[Truth.TURNED_DOWN],
        unneeded_then=then.all_held - then.held[Truth.TURNED_DOWN],
        precision_now=now.precision,
        precision_then=then.precision,
        recall_now=now.recall,
        recall_then=then.recall,
        more_a_day=change_a_day(group.more, group.fewer, days),
    )


def _group_from(data: Mapping[str, Any]) -> GroupReport:
    values: dict[str, Any] = {
        name: Estimate(**value) if isinstance(value, dict) else value
        for name, value in data.items()
    }
    return GroupReport(**values)


def _change_from(data: Mapping[str, Any]) -> Change:
    return Change(**{**data, "truth": Truth(data["truth"])})
