"""What the two do: write, end it, open it again, and say that they have read. One intention, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import ROW_LOCK, db, emit, once, transaction
from forum.drafts.commands import forget_sent
from forum.drafts.places import Writing
from forum.errors import ConflictError, NotFoundError
from forum.events import PrivateMessageSent
from forum.notifications.models import Notification
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.lookup import between
from forum.privately.models import PrivateConversation, PrivateMessage
from forum.privately.openness import Between, Step, available_steps
from forum.text import render

_CLOSED = "This conversation is closed by now, so nothing was sent. Your words are kept below: copy what you need."


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """What one of the two sends.

    `submission_key` is made with the form, so that sending it twice makes one message. `calls_for_help` is whether its
    author may hurt themselves: the mentor is called then, and nobody else. `writing` names what they were writing, of
    which there may be a draft.
    """

    text: str
    submission_key: str
    calls_for_help: bool = False
    writing: Writing | None = None


def send(actor: Actor, conversation_id: int, sent: NewMessage, clock: Clock) -> int:
    """Write to the other one. Returns the message's id; the same one if this form was sent before.

    Raises:
        NotFoundError: there is no such conversation for this person.
        NotAllowedError: they are to read only for now.
        ConflictError: it is closed.
    """
    html = render(sent.text)

    def save(session: Session) -> int:
        both = _require(session, actor, conversation_id, Action.WRITE_PRIVATELY)
        _require_open(actor, both)
        now = clock.now()
        _conversation(session, conversation_id, now)
        message = PrivateMessage(
            conversation_id=conversation_id,
            author_id=actor.id,
            text=sent.text,
            html=html,
            calls_for_help=sent.calls_for_help,
            sent_at=now,
            submission_key=sent.submission_key,
        )
        session.add(message)
        session.flush()
        forget_sent(session, actor.id, sent.writing)
        emit(
            session,
            PrivateMessageSent(
                actor_id=actor.id,
                at=now,
                message_id=message.id,
                conversation_id=conversation_id,
                to_id=both.other(actor.id),
                calls_mentor=sent.calls_for_help and actor.id == both.newcomer_id,
            ),
        )
        return message.id

    return _once(actor, sent, save)


def require_may_send(actor: Actor, conversation_id: int) -> None:
    """Whether something can be said now. Raises what `send` would."""
    both = between(db.session(), conversation_id)
    if both is None:
        raise NotFoundError
    require(actor, Action.WRITE_PRIVATELY, both.facts)
    _require_open(actor, both)


def was_sent_before(actor: Actor, sent: NewMessage) -> bool:
    """Whether this form has led to a message already: its button was pressed twice, or the page was sent again."""
    return _sent_before(db.session(), actor, sent) is not None


def end(actor: Actor, conversation_id: int, clock: Clock) -> bool:
    """Close it for new messages. Nobody is asked why. Ending it twice is harmless.

    Returns whether it is this person who has ended it: it may have been closed before.

    Raises:
        NotFoundError: there is no such conversation for this person.
    """
    with transaction() as session:
        both = _require(session, actor, conversation_id, Action.END_PRIVATELY)
        if Step.END not in available_steps(actor, both):
            return both.ended_by_id == actor.id
        now = clock.now()
        conversation = _conversation(session, conversation_id, now)
        conversation.ended_at, conversation.ended_by_id = now, actor.id
        return True


def open_again(actor: Actor, conversation_id: int) -> None:
    """Take back that one has ended it.

    Raises:
        NotFoundError: there is no such conversation for this person.
        ConflictError: it can't be opened by this person, or not any more.
    """
    with transaction() as session:
        both = _require(session, actor, conversation_id, Action.END_PRIVATELY)
        if both.ended_by_id is None and both.mentorship_lasts:
            return
        if Step.OPEN_AGAIN not in available_steps(actor, both):
            raise ConflictError("This conversation can’t be opened again. Nothing was changed.")
        conversation = session.get_one(PrivateConversation, conversation_id)
        conversation.ended_at = conversation.ended_by_id = None


def mark_read(actor: Actor, conversation_id: int, up_to: int, clock: Clock) -> None:
    """Say that one has read everything up to a message. What came meanwhile stays new.

    Raises:
        NotFoundError: there is no such conversation for this person.
    """
    with transaction() as session:
        both = _require(session, actor, conversation_id, Action.READ_PRIVATELY)
        conversation = session.get(PrivateConversation, conversation_id, with_for_update=ROW_LOCK)
        if conversation is None:
            return
        newest = session.scalar(
            select(func.max(PrivateMessage.id)).where(
                PrivateMessage.conversation_id == conversation_id, PrivateMessage.id <= up_to
            )
        )
        if actor.id == both.newcomer_id:
            conversation.newcomer_read_to = max(conversation.newcomer_read_to, newest or 0)
        else:
            conversation.mentor_read_to = max(conversation.mentor_read_to, newest or 0)
        # Their lines in the inbox say the same, and are mailed only while they are news.
        session.execute(
            update(Notification)
            .where(
                Notification.user_id == actor.id,
                Notification.private_id == conversation_id,
                Notification.read_at.is_(None),
                Notification.created_at
                <= select(PrivateMessage.sent_at)
                .where(PrivateMessage.id == (newest or 0))
                .scalar_subquery(),
            )
            .values(read_at=clock.now())
        )


def _require(session: Session, actor: Actor, conversation_id: int, action: Action) -> Between:
    both = between(session, conversation_id, lock=True)
    if both is None:
        raise NotFoundError
    require(actor, action, both.facts)
    return both


def _require_open(actor: Actor, both: Between) -> None:
    if Step.WRITE not in available_steps(actor, both):
        raise ConflictError(_CLOSED)


def _conversation(session: Session, conversation_id: int, now: datetime) -> PrivateConversation:
    """The row, made where there is none; the mentorship is locked."""
    found = session.get(PrivateConversation, conversation_id)
    if found is None:
        found = PrivateConversation(id=conversation_id, begun_at=now)
        session.add(found)
        session.flush()
    return found


def _once(actor: Actor, sent: NewMessage, save: Callable[[Session], int]) -> int:
    return once(lambda session: _sent_before(session, actor, sent), save)


def _sent_before(session: Session, actor: Actor, sent: NewMessage) -> int | None:
    return session.scalar(
        select(PrivateMessage.id).where(
            PrivateMessage.author_id == actor.user_id,
            PrivateMessage.submission_key == sent.submission_key,
        )
    )
