"""Sending a short text on its way to readers, and taking it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, NotFoundError
from forum.events import FieldCleared, FieldSubmitted
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.lifecycle import OPEN, FieldAction, FieldState
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.transitions import lock_field, move


def offer(
    session: Session,
    kind: FieldKind,
    text: str,
    *,
    author_id: int,
    shown: str,
    now: datetime,
    thread_id: int | None = None,
) -> None:
    """Have a new text read, and shown once it has passed. Readers see `shown` until then.

    What waited before is replaced by it. The text that is shown already, or none at all, needs no reading. The caller
    holds the transaction, and the lock on the person or the thread.
    """
    of_theirs = (FieldRevision.author_id == author_id) & (FieldRevision.kind == kind)
    waiting = open_field(session, kind, author_id=author_id, thread_id=thread_id)
    if waiting is not None:
        if waiting.text == text:
            return
        action = FieldAction.WITHDRAW if text in {shown, ""} else FieldAction.REPLACE
        move(session, waiting, action, actor_id=author_id, now=now)
        if action is FieldAction.WITHDRAW:
            # They want what stands there, or nothing, and no more what they had tried before.
            _clear(session, of_theirs & (FieldRevision.state == FieldState.DECLINED), now)
    if not text and shown:
        _clear(session, of_theirs, now)
        emit(
            session,
            FieldCleared(actor_id=author_id, at=now, author_id=author_id, kind=kind),
        )
    if text in {shown, ""}:
        return
    field = FieldRevision(
        kind=kind, author_id=author_id, thread_id=thread_id, text=text, submitted_at=now
    )
    session.add(field)
    session.flush()
    emit(session, FieldSubmitted(actor_id=author_id, at=now, field_id=field.id))


def open_field(
    session: Session, kind: FieldKind, *, author_id: int | None = None, thread_id: int | None = None
) -> FieldRevision | None:
    """The text of this kind that waits, locked: a thread's, whoever wrote it, or else a person's."""
    whose = (
        FieldRevision.thread_id == thread_id
        if thread_id is not None
        else FieldRevision.author_id == author_id
    )
    return session.scalar(
        select(FieldRevision)
        .where(FieldRevision.kind == kind, FieldRevision.state.in_(sorted(OPEN)), whose)
        .with_for_update(**ROW_LOCK)
    )


def drop_reason(session: Session, thread_id: int, *, actor_id: int | None, now: datetime) -> None:
    """The welcome in a thread is over: what waited to be said of it is no longer needed, nor is what was said."""
    waiting = open_field(session, FieldKind.WELCOME_REASON, thread_id=thread_id)
    if waiting is not None:
        move(session, waiting, FieldAction.WITHDRAW, actor_id=actor_id, now=now)
    _clear(session, FieldRevision.thread_id == thread_id, now)


def _clear(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """From now on nothing stands where these texts stood: they are earlier words (`forum.keeping`).

    Also what was declined: where that turns out to be wrong later, it does not come back.
    """
    session.execute(
        update(FieldRevision)
        .where(which, FieldRevision.cleared_at.is_(None))
        .values(cleared_at=now)
    )


def take_back(actor: Actor, field_id: int, clock: Clock) -> None:
    """Take back a text of one's own that waits. Readers go on seeing what they saw. Doing so twice is harmless.

    Raises:
        NotFoundError: there is no such text of theirs.
        ConflictError: it does not wait any more.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    with transaction() as session:
        field = lock_field(session, field_id)
        if field is None or field.author_id != actor.id:
            raise NotFoundError
        if field.state == FieldState.WITHDRAWN:
            return
        if field.state not in OPEN:
            raise ConflictError("Somebody has read it meanwhile. Please look at it again.")
        move(session, field, FieldAction.WITHDRAW, actor_id=actor.id, now=clock.now())
