"""A change that a moderator asked for comes back to them first: they know what it was about.

Runs inside the transaction in which the new version is held.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.moderation.colleagues import is_on_duty
from forum.moderation.holding import KEPT_FOR
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.undo.models import not_undone


def keep_for_who_asked(session: Session, item: ReviewItem, at: datetime) -> None:
    """Keep a new item for the moderator who asked for this change, if they are on duty."""
    last = session.scalar(
        select(Decision)
        .where(
            Decision.post_id == item.post_id,
            Decision.revision_id != item.revision_id,
            not_undone(),
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )
    if last is None or last.action != ModeratorAction.REQUEST_CHANGES:
        return
    if last.decided_by_id is not None and is_on_duty(session, last.decided_by_id, at):
        item.first_for_id, item.first_for_until = last.decided_by_id, at + KEPT_FOR
