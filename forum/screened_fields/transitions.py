"""The only writer of a short text's state. The caller holds the transaction and the locks.

Rows are locked in one order: the thread or the person that a text belongs to, the text, its author, the review item.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.conversations.models import Thread
from forum.database import ROW_LOCK, emit
from forum.events import FieldMoved
from forum.screened_fields.lifecycle import OPEN, FieldAction, FieldState, next_state
from forum.screened_fields.models import FieldRevision


@dataclass(frozen=True, kw_only=True)
class FieldStanding:
    """Where a text stands, and since when."""

    state: FieldState
    settled_at: datetime | None
    settled_by_id: int | None


def lock_field(session: Session, field_id: int) -> FieldRevision | None:
    """A text, locked together with what it belongs to; None where there is none."""
    field = session.get(FieldRevision, field_id)
    if field is None:
        return None
    if field.thread_id is not None:
        session.get_one(Thread, field.thread_id, with_for_update=ROW_LOCK)
    else:
        session.get_one(User, field.author_id, with_for_update=ROW_LOCK)
    session.refresh(field, with_for_update=ROW_LOCK)
    return field


def move(
    session: Session,
    field: FieldRevision,
    action: FieldAction,
    *,
    actor_id: int | None,
    now: datetime,
    decision_id: int | None = None,
) -> None:
    """Bring a text to its next state and say so. `actor_id` is None for the screener.

    `decision_id` is the decision that does so, if a moderator has made one.

    Raises:
        ConflictError: nothing follows from this action in its state.
    """
    before = FieldState(field.state)
    after = next_state(before, action)
    field.state = after
    if after not in OPEN:
        field.settled_at, field.settled_by_id = now, actor_id
    session.flush()
    emit(
        session,
        FieldMoved(
            actor_id=actor_id,
            at=now,
            field_id=field.id,
            author_id=field.author_id,
            kind=field.kind,
            action=action,
            before=before,
            after=after,
            decision_id=decision_id,
        ),
    )


def standing_of(field: FieldRevision) -> FieldStanding:
    """Where a text stands now."""
    return FieldStanding(
        state=FieldState(field.state),
        settled_at=field.settled_at,
        settled_by_id=field.settled_by_id,
    )


def undo(session: Session, field: FieldRevision, before: FieldStanding) -> None:
    """Bring a text back to where it stood before a decision of which nobody has heard. Nobody hears of this either."""
    field.state = before.state
    field.settled_at, field.settled_by_id = before.settled_at, before.settled_by_id
    session.flush()
