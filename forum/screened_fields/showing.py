"""Putting a short text where readers see it, once it has passed. Runs inside the transaction."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.accounts.names import is_reserved
from forum.conversations.models import Thread
from forum.database import ROW_LOCK
from forum.errors import ConflictError
from forum.events import Event, FieldCleared, FieldMoved
from forum.leaving.models import Departure
from forum.leaving.rules import has_left
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.lifecycle import FieldState
from forum.screened_fields.models import FieldRevision
from forum.welcome.models import MentorSettings

TAKEN_MEANWHILE = (
    "Somebody else has this user name by now, so it can’t be theirs. Nothing was changed. "
    "Please open it again, and ask them for another one."
)


def show(session: Session, happened: Event) -> None:
    """What was published is shown; what its author emptied is shown to nobody any more.

    Raises:
        ConflictError: somebody else has this user name by now.
    """
    if isinstance(happened, FieldMoved) and happened.after == FieldState.PUBLISHED:
        field = session.get_one(FieldRevision, happened.field_id)
        _put(session, FieldKind(field.kind), field.author_id, field.text, field.thread_id)
    elif isinstance(happened, FieldCleared):
        _put(session, FieldKind(happened.kind), happened.author_id, "", None)


def can_be_had(session: Session, kind: FieldKind, text: str) -> bool:
    """Whether a text could be shown if it is all right. A user name that somebody has, or nobody may, could not."""
    return kind is not FieldKind.USERNAME or not (is_reserved(text) or _is_taken(session, text))


def on_show(session: Session, field: FieldRevision) -> str:
    """What readers see now where this text would stand; of somebody who has left, what they saw before."""
    match FieldKind(field.kind):
        case FieldKind.USERNAME:
            return _called(session, field.author_id).username or ""
        case FieldKind.DISPLAY_NAME:
            return _called(session, field.author_id).display_name or ""
        case FieldKind.BIOGRAPHY:
            return _called(session, field.author_id).biography or ""
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
    match kind:
        case FieldKind.USERNAME:
            _name(session, author_id, text)
        case FieldKind.DISPLAY_NAME:
            _called(session, author_id).display_name = text
        case FieldKind.BIOGRAPHY:
            _called(session, author_id).biography = text
        case FieldKind.INTRODUCTION:
            settings = session.get(MentorSettings, author_id, with_for_update=ROW_LOCK)
            if settings is not None:
                settings.introduction = text
        case FieldKind.WELCOME_REASON:
            thread = session.get_one(Thread, thread_id, with_for_update=ROW_LOCK)
            if thread.welcome_flagged_by_id == author_id:
                thread.welcome_reason = text


def _called(session: Session, user_id: int) -> User | Departure:
    """Where it stands what somebody is called: with those who have left, out of sight, until they come back."""
    user = session.get_one(User, user_id, with_for_update=ROW_LOCK)
    if not has_left(user.username):
        return user
    departure = session.get_one(Departure, user_id, with_for_update=ROW_LOCK)
    # Of an account that was erased nothing is put back. What is written here goes nowhere.
    return departure if departure.username is not None else Departure()


def _name(session: Session, author_id: int, text: str) -> None:
    if _is_taken(session, text):
        raise ConflictError(TAKEN_MEANWHILE)
    _called(session, author_id).username = text


def _is_taken(session: Session, username: str) -> bool:
    # Whom the operator makes an account for may have been faster; a user name is one person's.
    here, left = (exists().where(table.username == username) for table in (User, Departure))
    return bool(session.scalar(select(here | left)))
