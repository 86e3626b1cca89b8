"""Who has left, for other parts: at sign-in, when somebody joins, in lists, and for mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.database import db
from forum.leaving.models import Departure
from forum.leaving.rules import LEFT_MARK, address_key
from forum.sanctions.lookup import restriction_of
from forum.wiring import settings


def is_here() -> ColumnElement[bool]:
    """The twin of `rules.has_left` in SQL, the other way round: whether a row of `users` is somebody who is here."""
    return ~User.username.startswith(LEFT_MARK)


def who_can_come_back(username: str) -> int | None:
    """The person who left under this user name and can still come back: it is theirs until then."""
    return db.session.scalar(select(Departure.user_id).where(Departure.username == username))


def is_shut_out(session: Session, email: str, now: datetime) -> bool:
    """Whether this was the address of somebody who left while they were suspended or banned, and still would be."""
    key = address_key(email, settings().secret_key)
    them = session.scalars(select(Departure.user_id).where(Departure.address_key == key)).all()
    found = [restriction_of(session, user_id, now) for user_id in them]
    return any(one is not None and one.shuts_out for one in found)
