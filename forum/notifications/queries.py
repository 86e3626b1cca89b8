"""Reading the inbox."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.database import db
from forum.notifications.models import Notification


def count_unread(user_id: int) -> int:
    """How many lines in a person's inbox are new."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Notification)
            .where(Notification.user_id == user_id, Notification.read_at.is_(None))
        )
        or 0
    )
