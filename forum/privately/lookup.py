"""How things stand between the two, for whoever acts inside a transaction."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import Block
from forum.database import ROW_LOCK
from forum.privately.models import PrivateConversation
from forum.privately.openness import Between
from forum.welcome.models import Mentorship


def between(session: Session, conversation_id: int, *, lock: bool = False) -> Between | None:
    """The two of a mentorship, and how things stand between them; None where there is no such mentorship.

    With `lock` the mentorship stays as it is until the commit.
    """
    if lock:
        session.execute(
            select(Mentorship.id)
            .where(Mentorship.id == conversation_id)
            .with_for_update(**ROW_LOCK)
        )
    row = session.execute(
        select(
            Mentorship.newcomer_id,
            Mentorship.primary_id,
            Mentorship.ended_at.is_(None).label("lasts"),
            is_blocked().label("is_blocked"),
            PrivateConversation.ended_by_id,
        )
        .outerjoin(PrivateConversation, PrivateConversation.id == Mentorship.id)
        .where(Mentorship.id == conversation_id)
    ).one_or_none()
    if row is None:
        return None
    return Between(
        newcomer_id=row.newcomer_id,
        mentor_id=row.primary_id,
        mentorship_lasts=bool(row.lasts),
        is_blocked=bool(row.is_blocked),
        ended_by_id=row.ended_by_id,
    )


def is_blocked() -> ColumnElement[bool]:
    """For a query that reads mentorships: whether either of the two has blocked the other."""
    return exists().where(
        or_(
            and_(
                Block.blocker_id == Mentorship.newcomer_id,
                Block.blocked_id == Mentorship.primary_id,
            ),
            and_(
                Block.blocker_id == Mentorship.primary_id,
                Block.blocked_id == Mentorship.newcomer_id,
            ),
        )
    )


def takes_words() -> ColumnElement[bool]:
    """For a query that reads mentorships and their private conversations: whether anything new can be said in one."""
    return and_(
        Mentorship.ended_at.is_(None), PrivateConversation.ended_at.is_(None), ~is_blocked()
    )
