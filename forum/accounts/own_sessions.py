"""The places where a person is signed in, as they see and end them themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.devices import describe_device
from forum.accounts.lifetimes import is_live
from forum.accounts.models import UserSession
from forum.accounts.sessions import end_all_sessions, end_session
from forum.clock import Clock
from forum.database import db, transaction
from forum.permissions.actions import Action
from forum.permissions.check import require


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A place where a person is signed in, as they see it."""

    id: int
    device: str
    created_at: datetime
    last_used_at: datetime
    is_current: bool


def sign_out(actor: Actor, clock: Clock) -> None:
    """Sign out where one is.

    Raises:
        NotAllowedError: for a visitor.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    if actor.session_id is not None:
        sign_out_of(actor, actor.session_id, clock)


def sign_out_of(actor: Actor, session_id: int, clock: Clock) -> None:
    """Sign out in one of one's own places.

    Raises:
        NotAllowedError: for a visitor.
        NotFoundError: it is nobody's, or somebody else's.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    with transaction() as session:
        end_session(session, actor.id, session_id, clock.now())


def sign_out_elsewhere(actor: Actor, clock: Clock) -> None:
    """Sign out everywhere but here.

    Raises:
        NotAllowedError: for a visitor.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    with transaction() as session:
        end_all_sessions(session, actor.id, now=clock.now(), except_id=actor.session_id)


def list_sessions(actor: Actor, now: datetime) -> Sequence[SessionView]:
    """Where this person is signed in, the latest used first."""
    rows = db.session.scalars(
        select(UserSession)
        .where(UserSession.user_id == actor.id, UserSession.revoked_at.is_(None))
        .order_by(UserSession.last_used_at.desc(), UserSession.id.desc())
    )
    return [
        SessionView(
            id=row.id,
            device=describe_device(row.user_agent),
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            is_current=row.id == actor.session_id,
        )
        for row in rows
        if _is_live(row, actor, now)
    ]


def _is_live(found: UserSession, actor: Actor, now: datetime) -> bool:
    return is_live(
        created_at=found.created_at,
        last_used_at=found.last_used_at,
        expires_at=found.expires_at,
        revoked_at=found.revoked_at,
        is_staff=actor.has_staff_role,
        now=now,
    )
