"""Which set decided when, read from the log: a set's own row only remembers the last time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.audit.models import AuditEntry


@dataclass(frozen=True, kw_only=True)
class Reign:
    """A set decided from `since` on; `until` is None while it does. `before_id` is the set that did before it."""

    set_id: int
    before_id: int | None
    since: datetime
    until: datetime | None


def reigns(session: Session) -> Sequence[Reign]:
    """Every time that a set decided, the oldest first; one query."""
    rows = session.execute(
        select(AuditEntry.subject_id, AuditEntry.at)
        .where(AuditEntry.action == "thresholds.live", AuditEntry.subject_kind == "thresholds")
        .order_by(AuditEntry.id)
    ).all()
    nexts = [*(row.at for row in rows[1:]), None]
    befores = [None, *(row.subject_id for row in rows[:-1])]
    return [
        Reign(set_id=row.subject_id, before_id=before, since=row.at, until=until)
        for row, before, until in zip(rows, befores, nexts, strict=False)
        if row.subject_id is not None
    ]


def last_reign(session: Session, set_id: int) -> Reign | None:
    """The last time that this set decided; None if it never did."""
    found = [one for one in reigns(session) if one.set_id == set_id]
    return found[-1] if found else None
