"""What staff have said to somebody so far, for whoever decides on their words: how often, and what holds now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.database import db
from forum.sanctions.kinds import MILDEST_FIRST, Restriction, SanctionKind, strictest
from forum.sanctions.lookup import terms_of
from forum.sanctions.models import Sanction


@dataclass(frozen=True, kw_only=True)
class SanctionHistory:
    """How often each kind was given, mildest first, and the strictest that is in force."""

    given: tuple[tuple[SanctionKind, int], ...]
    in_force: Restriction | None


def history_of(person_id: int, now: datetime) -> SanctionHistory:
    """What was given to somebody; one query. What an appeal has overturned is not held against them."""
    overturned = exists().where(
        Appeal.sanction_id == Sanction.id, Appeal.state == AppealState.OVERTURNED
    )
    rows = db.session.execute(
        select(Sanction.kind, Sanction.ends_at, Sanction.lifted_at).where(
            Sanction.person_id == person_id, ~overturned
        )
    ).all()
    counts = Counter(SanctionKind(row.kind) for row in rows)
    return SanctionHistory(
        given=tuple((kind, counts[kind]) for kind in MILDEST_FIRST if counts[kind]),
        in_force=strictest(map(terms_of, rows), now),
    )
