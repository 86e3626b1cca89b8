"""Telling people what becomes of their names and other short texts. Runs inside the transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.events import Event, FieldMoved
from forum.moderation.text_models import TextDecision
from forum.notifications.models import NotificationKind
from forum.notifications.telling import tell
from forum.screened_fields.lifecycle import FieldAction

K = NotificationKind

# What an author is told of.
TOLD = {
    FieldAction.HOLD: K.FIELD_HELD,
    FieldAction.APPROVE: K.FIELD_PUBLISHED,
    FieldAction.REQUEST_CHANGES: K.FIELD_ASKED,
    FieldAction.DECLINE: K.FIELD_DECLINED,
    FieldAction.RESTORE: K.FIELD_RESTORED,
}


def tell_author(session: Session, happened: Event) -> None:
    """Whoever wrote it hears that a person will look, and what came of that."""
    if not isinstance(happened, FieldMoved) or happened.action not in TOLD:
        return
    if not is_told_by_an_appeal(session, happened.decision_id, happened.at):
        kind = TOLD[FieldAction(happened.action)]
        tell(
            session, happened.author_id, kind, happened.at,
            text_decision_id=happened.decision_id, detail=happened.kind,
        )  # fmt: skip


def is_told_by_an_appeal(session: Session, decision_id: int | None, at: datetime) -> bool:
    """Whoever asked for a second look and was right reads one line, the answer, and not two."""
    if decision_id is None:
        return False
    put_right = (
        select(Appeal.id)
        .join(TextDecision, TextDecision.reverses_id == Appeal.text_decision_id)
        .where(
            TextDecision.id == decision_id,
            Appeal.state == AppealState.OVERTURNED,
            Appeal.settled_at == at,
        )
    )
    return session.scalar(put_right.limit(1)) is not None
