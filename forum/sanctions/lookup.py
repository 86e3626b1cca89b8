"""What is in force for one person, for whoever acts inside a transaction. Pages have it with the session's row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import Role, UserRole
from forum.sanctions.kinds import (
    SHUTS_OUT,
    SILENCES,
    Restriction,
    SanctionKind,
    Terms,
    strictest,
)
from forum.sanctions.models import Sanction


def terms_of(row: Sanction | Any) -> Terms:
    """A sanction as the rules know it, from its row or the same columns of it."""
    return Terms(kind=SanctionKind(row.kind), ends_at=row.ends_at, lifted_at=row.lifted_at)


def restriction_of(session: Session, user_id: int, now: datetime) -> Restriction | None:
    """The strictest thing that is in force for this person."""
    rows = session.execute(
        select(Sanction.kind, Sanction.ends_at, Sanction.lifted_at).where(
            Sanction.person_id == user_id, Sanction.lifted_at.is_(None)
        )
    )
    return strictest(map(terms_of, rows), now)


def is_silenced(
    user_id: ColumnElement[int] | Any, now: datetime | ColumnElement[datetime]
) -> ColumnElement[bool]:
    """The same in SQL, for many people at once: whether something keeps them from posting.

    A test holds it together with `Restriction.silences`.
    """
    return _has(SILENCES, user_id, now)


def is_shut_out(
    user_id: ColumnElement[int] | Any, now: datetime | ColumnElement[datetime]
) -> ColumnElement[bool]:
    """Whether something keeps them from signing in. A test holds it together with `Restriction.shuts_out`."""
    return _has(SHUTS_OUT, user_id, now)


def who_serves_as(role: Role, now: datetime) -> Select[int]:
    """Everybody with a role who can sign in: nobody waits for, or writes to, staff who are shut out."""
    return select(UserRole.user_id).where(
        UserRole.role == role, ~is_shut_out(UserRole.user_id, now)
    )


def in_force(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """`kinds.is_in_force` in SQL, for queries that read sanctions. A test holds the two together."""
    return and_(
        Sanction.kind != SanctionKind.MESSAGE,
        Sanction.lifted_at.is_(None),
        or_(Sanction.ends_at.is_(None), Sanction.ends_at > now),
    )


def _has(
    kinds: Collection[SanctionKind],
    user_id: ColumnElement[int] | Any,
    now: datetime | ColumnElement[datetime],
) -> ColumnElement[bool]:
    return exists().where(
        Sanction.person_id == user_id, Sanction.kind.in_(sorted(kinds)), in_force(now)
    )
