"""What puts a decision against words that are no post right: a decision of its own. The caller holds the locks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from forum.appeals.text_targets import PrivateTarget, TextTarget
from forum.appeals.told_again import tell_those_who_told_us
from forum.moderation.text_models import TextDecision
from forum.privately.removal import show_again
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.transitions import move


def reversing_text_decision(
    session: Session,
    target: TextTarget | PrivateTarget,
    *,
    by_id: int,
    note: str,
    now: datetime,
) -> TextDecision:
    """The decision that leads back, recorded and not carried out yet."""
    decision = TextDecision(
        field_id=target.decision.field_id,
        private_id=target.decision.private_id,
        about_id=target.decision.about_id,
        action=FieldAction.RESTORE,
        decided_by_id=by_id,
        note=note,
        decided_at=now,
        reverses_id=target.decision.id,
    )
    session.add(decision)
    session.flush()
    return decision


def lead_words_back(session: Session, target: TextTarget, decision: TextDecision) -> None:
    """Carry it out: others see the text from now on."""
    move(
        session,
        target.field,
        FieldAction.RESTORE,
        actor_id=decision.decided_by_id,
        now=decision.decided_at,
        decision_id=decision.id,
    )


def lead_private_words_back(
    session: Session, target: PrivateTarget, decision: TextDecision
) -> None:
    """Carry it out: both of the two can read it again, and whoever had told us of it hears that."""
    show_again(session, target.decision)
    tell_those_who_told_us(session, target.decision, by=decision)
