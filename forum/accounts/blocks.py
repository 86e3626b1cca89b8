"""Blocking: a person wants nothing to do with another, and need not say why. The other is not told.

Moderators go on as ever: what they decide about a post carries nobody's name.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, select, union
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import Block, User
from forum.clock import Clock
from forum.database import ROW_LOCK, db, emit, transaction
from forum.errors import NotFoundError
from forum.events import PersonBlocked, PersonUnblocked
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts


def block(actor: Actor, user_id: int, clock: Clock) -> None:
    """Block somebody. Blocking them again changes nothing.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: for a visitor, and for oneself.
    """
    with transaction() as session:
        _lock_both(session, actor, user_id)
        if session.get(Block, (actor.id, user_id)) is not None:
            return
        now = clock.now()
        session.add(Block(blocker_id=actor.id, blocked_id=user_id, at=now))
        session.flush()
        emit(session, PersonBlocked(actor_id=actor.id, at=now, user_id=user_id))


def unblock(actor: Actor, user_id: int, clock: Clock) -> None:
    """Take a block back. Where there is none this changes nothing.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: for a visitor, and for oneself.
    """
    with transaction() as session:
        _lock_both(session, actor, user_id)
        found = session.get(Block, (actor.id, user_id))
        if found is None:
            return
        session.delete(found)
        session.flush()
        emit(session, PersonUnblocked(actor_id=actor.id, at=clock.now(), user_id=user_id))


def has_blocked(actor: Actor, user_id: int) -> bool:
    """Whether this person has blocked that one."""
    return actor.is_signed_in and db.session.get(Block, (actor.id, user_id)) is not None


def is_blocked_by(blocker: Any, other: Any) -> ColumnElement[bool]:
    """For a query: whether the one has blocked the other; ids, or columns of them."""
    return exists().where(Block.blocker_id == blocker, Block.blocked_id == other)


def blocked_either_way(session: Session, user_id: int) -> Collection[int]:
    """Whom this person has blocked, and who has blocked them."""
    return set(
        session.scalars(
            union(
                select(Block.blocked_id).where(Block.blocker_id == user_id),
                select(Block.blocker_id).where(Block.blocked_id == user_id),
            )
        )
    )


def _lock_both(session: Session, actor: Actor, user_id: int) -> None:
    """Whoever blocks and is paired in the same moment is not paired with the one they blocked."""
    require(actor, Action.BLOCK_PERSON, PersonFacts(person_id=user_id))
    rows = session.scalars(
        select(User.id)
        .where(User.id.in_((actor.id, user_id)))
        .order_by(User.id)
        .with_for_update(**ROW_LOCK)
    ).all()
    if user_id not in rows:
        raise NotFoundError
