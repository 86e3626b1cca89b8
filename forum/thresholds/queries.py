"""Reading threshold sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.database import db
from forum.screening import State, ThresholdSet
from forum.thresholds.models import ThresholdRow

_IN_FORCE = (State.LIVE, State.SHADOW)


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The set that decides, and the one that is tried out beside it; None where there is none."""

    live: ThresholdSet | None
    shadow: ThresholdSet | None


@dataclass(frozen=True, kw_only=True)
class SetLine:
    """A set in a list."""

    name: str
    state: str
    is_bundled: bool
    live_at: datetime | None
    retired_at: datetime | None
    note: str


@dataclass(frozen=True, kw_only=True)
class WaitingSet:
    """A set that came with a model, while a community's own one decides."""

    id: int
    name: str


def waiting_set() -> WaitingSet | None:
    """The newest set that came with the project after the community's own had gone live, unless it was tried since.

    The own one was made for the scores of another model. One query.
    """
    own = (
        select(ThresholdRow.live_at)
        .where(ThresholdRow.state == State.LIVE, ThresholdRow.is_bundled.is_(False))
        .scalar_subquery()
    )
    came = db.session.execute(
        select(ThresholdRow.id, ThresholdRow.name)
        .where(
            ThresholdRow.is_bundled,
            ThresholdRow.state == State.DRAFT,
            ThresholdRow.created_at > own,
        )
        .order_by(ThresholdRow.id.desc())
        .limit(1)
    ).first()
    return WaitingSet(id=came.id, name=came.name) if came else None


def in_force() -> InForce:
    """The sets in force; one query."""
    rows = db.session.scalars(select(ThresholdRow).where(ThresholdRow.state.in_(_IN_FORCE)))
    by_state = {row.state: as_set(row) for row in rows}
    return InForce(live=by_state.get(State.LIVE), shadow=by_state.get(State.SHADOW))


def all_sets() -> Sequence[SetLine]:
    """Every set, in the order in which they came."""
    return [
        SetLine(
            name=row.name,
            state=row.state,
            is_bundled=row.is_bundled,
            live_at=row.live_at,
            retired_at=row.retired_at,
            note=row.note,
        )
        for row in db.session.scalars(select(ThresholdRow).order_by(ThresholdRow.id))
    ]


def as_set(row: ThresholdRow) -> ThresholdSet:
    """A row as the screener takes it."""
    return ThresholdSet.from_json(
        {"name": row.name, "state": row.state, "note": row.note, "limits": row.limits}
    )
