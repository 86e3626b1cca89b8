"""Taking down what was reported of a private conversation, and showing it again.

The caller holds the lock on the item.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.moderation.models import Report
from forum.moderation.text_models import TextDecision
from forum.privately.models import PrivateMessage, ShownMessage


def take_down(session: Session, decision: TextDecision) -> None:
    """Whoever said it can still read it, with the decision; nobody else can."""
    reported = (
        select(ShownMessage.message_id)
        .join(Report, Report.id == ShownMessage.report_id)
        .where(Report.item_id == decision.item_id, ShownMessage.is_reported)
    )
    session.execute(
        update(PrivateMessage)
        .where(PrivateMessage.id.in_(reported), PrivateMessage.removal_id.is_(None))
        .values(removal_id=decision.id)
    )


def show_again(session: Session, decision: TextDecision) -> None:
    """Both of the two can read again what this decision has taken down."""
    session.execute(
        update(PrivateMessage)
        .where(PrivateMessage.removal_id == decision.id)
        .values(removal_id=None)
    )


def taken_down_by(session: Session, decision_id: int) -> Sequence[PrivateMessage]:
    """What a decision keeps down, in order."""
    return session.scalars(
        select(PrivateMessage)
        .where(PrivateMessage.removal_id == decision_id)
        .order_by(PrivateMessage.id)
    ).all()
