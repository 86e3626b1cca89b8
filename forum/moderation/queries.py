"""Reading the review queue and the audit log."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.database import db
from forum.moderation.models import ReviewItem


def count_open_items() -> int:
    """How many items wait for a moderator."""
    return (
        db.session.scalar(
            select(func.count()).select_from(ReviewItem).where(ReviewItem.closed_at.is_(None))
        )
        or 0
    )
