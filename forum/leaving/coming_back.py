"""Whoever signs in again in time has not left. Runs inside the transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.audit.models import AuditEntry
from forum.clock import Clock
from forum.database import ROW_LOCK, db, emit, transaction
from forum.events import Event, PersonCameBack, SignedIn
from forum.leaving.models import Departure
from forum.notifications.models import Notification, NotificationKind

_A_MOMENT = timedelta(seconds=30)


def follow_sign_in(session: Session, happened: Event) -> None:
    """Put their name back and what they say of themselves. Roles, and posts that waited, are not."""
    if isinstance(happened, SignedIn):
        _come_back(session, happened.user_id, happened.at)


def come_back_to_the_door(user_id: int, clock: Clock) -> bool:
    """The same for somebody who is shut out: they have shown who they are, and that is as far as they get.

    Returns whether they had left.
    """
    with transaction() as session:
        session.get_one(User, user_id, with_for_update=ROW_LOCK)
        return _come_back(session, user_id, clock.now())


def back_in_words(user_id: int, now: datetime) -> str:
    """What somebody reads who has come back by signing in a moment ago; empty for everybody else."""
    found = db.session.scalar(
        select(Notification.detail).where(
            Notification.user_id == user_id,
            Notification.kind == NotificationKind.CAME_BACK_IN_TIME,
            Notification.created_at > now - _A_MOMENT,
        )
    )
    if found is None:
        return ""
    roles = f" You are not {found} any more; an admin can make you that anew." if found else ""
    return f"You are back, and what was on show is as it was.{roles}"


def _come_back(session: Session, user_id: int, now: datetime) -> bool:
    departure = session.get(Departure, user_id, with_for_update=ROW_LOCK)
    if departure is None or departure.username is None:
        return False
    user = session.get_one(User, user_id, with_for_update=ROW_LOCK)
    user.username = departure.username
    user.display_name = departure.display_name or departure.username
    user.biography = departure.biography or ""
    roles = _laid_down(session, user_id, departure.asked_at)
    session.delete(departure)
    # What they were told of it is true no more, and need not be mailed.
    session.execute(
        delete(Notification).where(
            Notification.user_id == user.id, Notification.kind == NotificationKind.LEAVING
        )
    )
    session.flush()
    emit(
        session,
        PersonCameBack(actor_id=user_id, at=now, user_id=user_id, laid_down=roles),
    )
    return True


def _laid_down(session: Session, user_id: int, at: datetime) -> tuple[str, ...]:
    """Which roles somebody laid down when they left, as the log has it."""
    entries = session.scalars(
        select(AuditEntry.detail)
        .where(
            AuditEntry.action == "person.laid_down",
            AuditEntry.subject_kind == "person",
            AuditEntry.subject_id == user_id,
            AuditEntry.at == at,
        )
        .order_by(AuditEntry.id)
    )
    return tuple(str(detail.get("role", "")) for detail in entries)
