"""Taking down what was reported of a private conversation, and showing it again.

The caller holds the lock on the item.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.database import ROW_LOCK
from forum.moderation.models import Report, ReviewItem
from forum.privately.models import PrivateMessage, ShownMessage


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Which rule it rests on, and a moderator's words to whoever said it."""

    rule_id: int | None
    note: str


def take_down(
    session: Session, item: ReviewItem, reason: Reason, *, by_id: int, at: datetime
) -> None:
    """Whoever said it can still read it, with the reason; nobody else can."""
    reported = (
        select(ShownMessage.message_id)
        .join(Report, Report.id == ShownMessage.report_id)
        .where(Report.item_id == item.id, ShownMessage.is_reported)
    )
    for message in session.scalars(
        select(PrivateMessage)
        .where(PrivateMessage.id.in_(reported), PrivateMessage.removed_at.is_(None))
        .order_by(PrivateMessage.id)
        .with_for_update(**ROW_LOCK)
    ):
        message.removed_at, message.removed_by_id = at, by_id
        message.removed_rule_id, message.removed_note = reason.rule_id, reason.note


def show_again(session: Session, item: ReviewItem, taken_down_at: datetime) -> None:
    """Put back what a decision on this item has taken down in that moment."""
    for message in session.scalars(
        select(PrivateMessage)
        .where(
            PrivateMessage.conversation_id == item.private_id,
            PrivateMessage.author_id == item.about_id,
            PrivateMessage.removed_at == taken_down_at,
        )
        .order_by(PrivateMessage.id)
        .with_for_update(**ROW_LOCK)
    ):
        message.removed_at = message.removed_by_id = message.removed_rule_id = None
        message.removed_note = ""
    session.flush()
