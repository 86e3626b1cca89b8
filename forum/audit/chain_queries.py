"""Reading the audit log's chain, to see whether it is as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from forum.audit.chain import Content, Head, Link, Problem, problems
from forum.audit.models import AuditEntry, AuditHead
from forum.database import db

_ROWS_AT_ONCE = 1_000


def log_head() -> Head | None:
    """The newest entry's number and seal; None where somebody took the row away that holds them."""
    row = db.session.execute(select(AuditHead.number, AuditHead.seal)).one_or_none()
    return Head(number=row.number, seal=row.seal) if row is not None else None


def log_problems(noted: Head | None = None) -> Sequence[Problem]:
    """Everything about the log that is not as it was written. Reads all of it, a part at a time.

    Args:
        noted: a head that was written down elsewhere at some time before.
    """
    return problems(_links(), log_head(), noted)


def _links() -> Iterator[Link]:
    rows = db.session.execute(
        select(
            AuditEntry.number,
            AuditEntry.at,
            AuditEntry.actor_id,
            AuditEntry.action,
            AuditEntry.subject_kind,
            AuditEntry.subject_id,
            AuditEntry.detail,
            AuditEntry.previous_seal,
            AuditEntry.seal,
        ).order_by(AuditEntry.number),
        execution_options={"yield_per": _ROWS_AT_ONCE},
    )
    for row in rows:
        yield Link(
            number=row.number,
            content=Content(
                at=row.at,
                actor_id=row.actor_id,
                action=row.action,
                subject_kind=row.subject_kind,
                subject_id=row.subject_id,
                detail=row.detail,
            ),
            previous=row.previous_seal,
            seal=row.seal,
        )
