"""Telling people what becomes of their names and other short texts. Runs inside the transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.models import Role, UserRole
from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.events import Event
from forum.moderation.text_models import TextDecision
from forum.notifications.mail_topics import TOPIC_OF
from forum.notifications.models import Notification, NotificationKind
from forum.sanctions.lookup import who_serves_as
from forum.screened_fields.events import FieldMoved
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.queries import findings_of

K = NotificationKind

# What an author is told of.
TOLD = {
    FieldAction.HOLD: K.FIELD_HELD,
    FieldAction.APPROVE: K.FIELD_PUBLISHED,
    FieldAction.DECLINE: K.FIELD_DECLINED,
    FieldAction.RESTORE: K.FIELD_RESTORED,
}
_BY_THE_SCREEN = frozenset({FieldAction.PASS, FieldAction.HOLD})


def tell_author(session: Session, happened: Event) -> None:
    """Whoever wrote it hears that a person will look, and what came of that."""
    if not isinstance(happened, FieldMoved) or happened.action not in TOLD:
        return
    if not is_told_by_an_appeal(session, happened.decision_id, happened.at):
        _tell(session, happened.author_id, TOLD[FieldAction(happened.action)], happened)


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


def call_moderators(session: Session, happened: Event) -> None:
    """Where somebody may hurt themselves, every moderator finds a line in their inbox."""
    if not isinstance(happened, FieldMoved) or happened.action not in _BY_THE_SCREEN:
        return
    field = session.get_one(FieldRevision, happened.field_id)
    if not any(finding.urgent for finding in findings_of(field.verdict)):
        return
    moderators = who_serves_as(Role.MODERATOR, happened.at).where(
        UserRole.user_id != happened.author_id
    )
    for user_id in session.scalars(moderators):
        _tell(session, user_id, K.SOMEBODY_IN_NEED, happened, about=happened.author_id)


def _tell(
    session: Session,
    user_id: int,
    kind: NotificationKind,
    happened: FieldMoved,
    about: int | None = None,
) -> None:
    session.add(
        Notification(
            user_id=user_id,
            kind=kind,
            actor_id=about,
            text_decision_id=happened.decision_id if about is None else None,
            detail=happened.kind if about is None else "",
            created_at=happened.at,
            mail_due_at=happened.at if kind in TOPIC_OF else None,
        )
    )
