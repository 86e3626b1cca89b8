"""How the screen did in a week, as plain values. Pure.

A false alarm and a miss count in the week in which a person found out, so that a week's figures do not change any more
once it is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

#: So many are named of each kind.
MOST_NAMED = 100


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A post that the screen got wrong. `why` completes "It …" for a false alarm, and says how near a miss was."""

    post_id: int
    by_newcomer: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class WeekInFigures:
    """A week: what the screen read and held, and what people found out about it."""

    read: int
    held: int
    decided: int
    false_alarms: int
    misses: int
    false_alarms_by_newcomers: int
    named_false_alarms: Sequence[Mistake]
    named_misses: Sequence[Mistake]

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> WeekInFigures:
        """The week that `as_json` wrote."""
        named = {
            name: [Mistake(**mistake) for mistake in data[name]]
            for name in ("named_false_alarms", "named_misses")
        }
        return cls(**{**data, **named})


def week_in_figures(
    *,
    read: int,
    held: int,
    decided: int,
    false_alarms: Iterable[Mistake],
    misses: Iterable[Mistake],
) -> WeekInFigures:
    """The figures of a week from the mistakes that were found in it."""
    alarms, missed = list(false_alarms), list(misses)
    return WeekInFigures(
        read=read,
        held=held,
        decided=decided,
        false_alarms=len(alarms),
        misses=len(missed),
        false_alarms_by_newcomers=sum(mistake.by_newcomer for mistake in alarms),
        named_false_alarms=alarms[:MOST_NAMED],
        named_misses=missed[:MOST_NAMED],
    )
