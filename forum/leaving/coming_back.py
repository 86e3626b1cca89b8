"""Whoever signs in again in time has not left. Runs inside the transaction."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forum.accounts.events import SignedIn
from forum.accounts.models import User
from forum.database import ROW_LOCK, emit
from forum.events import Event
from forum.leaving.events import PersonCameBack
from forum.leaving.models import Departure
from forum.notifications.models import Notification, NotificationKind


def follow_sign_in(session: Session, happened: Event) -> None:
    """Put their name back and what they say of themselves. Roles, and posts that waited, are not."""
    if not isinstance(happened, SignedIn):
        return
    departure = session.get(Departure, happened.user_id, with_for_update=ROW_LOCK)
    if departure is None or departure.username is None:
        return
    user = session.get_one(User, happened.user_id, with_for_update=ROW_LOCK)
    user.username = departure.username
    user.display_name = departure.display_name or departure.username
    user.biography = departure.biography or ""
    session.delete(departure)
    # What they were told of it is true no more, and need not be mailed.
    session.execute(
        delete(Notification).where(
            Notification.user_id == user.id, Notification.kind == NotificationKind.LEAVING
        )
    )
    session.flush()
    emit(session, PersonCameBack(actor_id=user.id, at=happened.at, user_id=user.id))
