"""What is in force for one person, for whoever acts inside a transaction. Pages have it with the session's row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.sanctions.kinds import Restriction, SanctionKind, Terms, strictest
from forum.sanctions.models import Sanction


def restriction_of(session: Session, user_id: int, now: datetime) -> Restriction | None:
    """The strictest thing that is in force for this person."""
    rows = session.execute(
        select(Sanction.kind, Sanction.ends_at).where(
            Sanction.person_id == user_id, Sanction.lifted_at.is_(None)
        )
    )
    return strictest([Terms(kind=SanctionKind(row.kind), ends_at=row.ends_at) for row in rows], now)
