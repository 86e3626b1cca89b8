"""What is no text of a post, and is forgotten as rows or as words in them, at most so many at a time.

Each takes the moment since which a thing must have been over, and the time now; it returns how many it has forgotten.
The caller holds the transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum.accounts.lifetimes import FOR_MEMBERS
from forum.accounts.models import Attempt, PasswordReset, UserSession
from forum.drafts.models import Draft
from forum.moderation.models import Report
from forum.notifications.models import Notification
from forum.nudges.models import Nudge


def delete_due(
    session: Session, number: InstrumentedAttribute[int], due: ColumnElement[bool], most: int
) -> int:
    """Delete the oldest rows that are due."""
    found = select(number).where(due).order_by(number).limit(most)
    ids = session.scalars(found).all()
    if not ids:
        return 0
    # Asked again by the database when it has each: somebody may have gone on with a draft meanwhile.
    gone = delete(number.class_).where(number.in_(ids), due)
    return session.connection().execute(gone).rowcount


def drafts(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Drafts that nobody has changed since."""
    return delete_due(session, Draft.id, Draft.saved_at < before, most)


def inbox(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Lines that were read."""
    return delete_due(
        session,
        Notification.id,
        (Notification.read_at < before) & Notification.mail_due_at.is_(None),
        most,
    )


def attempts(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Counted attempts."""
    return delete_due(session, Attempt.id, Attempt.at < before, most)


def resets(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Requests for a new password."""
    return delete_due(session, PasswordReset.id, PasswordReset.asked_at < before, most)


def sessions(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Those that were ended a while ago, and at once those that ran out: nobody has to be told of them."""
    return delete_due(
        session,
        UserSession.id,
        or_(
            UserSession.revoked_at < before,
            UserSession.expires_at < now,
            UserSession.last_used_at < now - FOR_MEMBERS.idle,
        ),
        most,
    )


def reports(session: Session, before: datetime, now: datetime, most: int) -> int:
    """The words of reports that were settled; the reports stay."""
    due: Any = (Report.settled_at < before) & (Report.words != "")
    found = session.scalars(select(Report.id).where(due).order_by(Report.id).limit(most)).all()
    if found:
        session.execute(update(Report).where(Report.id.in_(found)).values(words=""))
    return len(found)


def nudges(session: Session, before: datetime, now: datetime, most: int) -> int:
    """That somebody was asked before they sent something."""
    return delete_due(session, Nudge.id, Nudge.shown_at < before, most)
