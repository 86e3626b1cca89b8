"""Putting a short text where readers see it, once it has passed. Runs inside the transaction."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.conversations.models import Thread
from forum.database import ROW_LOCK
from forum.events import Event
from forum.leaving.rules import has_left
from forum.screened_fields.events import FieldCleared, FieldMoved
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.lifecycle import FieldState
from forum.screened_fields.models import FieldRevision
from forum.welcome.models import MentorSettings


def show(session: Session, happened: Event) -> None:
    """What was published is shown; what its author emptied is shown to nobody any more."""
    if isinstance(happened, FieldMoved) and happened.after == FieldState.PUBLISHED:
        field = session.get_one(FieldRevision, happened.field_id)
        _put(session, FieldKind(field.kind), field.author_id, field.text, field.thread_id)
    elif isinstance(happened, FieldCleared):
        _put(session, FieldKind(happened.kind), happened.author_id, "", None)


def on_show(session: Session, field: FieldRevision) -> str:
    """What readers see now where this text would stand."""
    author = session.get_one(User, field.author_id)
    match FieldKind(field.kind):
        case FieldKind.USERNAME:
            return author.username
        case FieldKind.DISPLAY_NAME:
            return author.display_name
        case FieldKind.BIOGRAPHY:
            return author.biography
        case FieldKind.INTRODUCTION:
            settings = session.get(MentorSettings, field.author_id)
            return settings.introduction if settings is not None else ""
        case FieldKind.WELCOME_REASON:
            return session.get_one(Thread, field.thread_id).welcome_reason


def put_back(session: Session, field: FieldRevision, text: str) -> None:
    """Show again what readers saw before this text. The caller holds the lock on what it belongs to."""
    _put(session, FieldKind(field.kind), field.author_id, text, field.thread_id)


def _put(
    session: Session, kind: FieldKind, author_id: int, text: str, thread_id: int | None
) -> None:
    if has_left(session.get_one(User, author_id).username):
        # Whatever is decided meanwhile, others see nothing of whoever has left.
        return
    match kind:
        case FieldKind.USERNAME:
            _name(session, author_id, text)
        case FieldKind.DISPLAY_NAME:
            _person(session, author_id).display_name = text
        case FieldKind.BIOGRAPHY:
            _person(session, author_id).biography = text
        case FieldKind.INTRODUCTION:
            settings = session.get(MentorSettings, author_id, with_for_update=ROW_LOCK)
            if settings is not None:
                settings.introduction = text
        case FieldKind.WELCOME_REASON:
            thread = session.get_one(Thread, thread_id, with_for_update=ROW_LOCK)
            if thread.welcome_flagged_by_id == author_id:
                thread.welcome_reason = text


def _name(session: Session, author_id: int, text: str) -> None:
    # Whom the operator makes an account for may have been faster; a user name is one person's.
    if session.scalar(select(User.id).where(User.username == text)) is None:
        _person(session, author_id).username = text


def _person(session: Session, user_id: int) -> User:
    return session.get_one(User, user_id, with_for_update=ROW_LOCK)
