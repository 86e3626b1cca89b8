"""What newcomers and their mentors are told of each other.

Runs inside the transaction, so that nobody is told of what did not happen, or misses what did.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.events import (
    Event,
    MentorFound,
    MentorGone,
    MentorUnseen,
    PersonCalled,
    Praised,
    PrivateMessageSent,
    WaitEnded,
)
from forum.notifications.models import TAKES_OVER, Notification, NotificationKind
from forum.notifications.telling import tell
from forum.welcome.models import ClockStep, ReplyClock

K = NotificationKind


def tell_of_mentor(session: Session, happened: Event) -> None:
    """A newcomer and their mentor hear of each other. Why the one before is gone is nobody else's matter."""
    if isinstance(happened, MentorGone):
        tell(session, happened.newcomer_id, K.MENTOR_GONE, happened.at)
    if not isinstance(happened, MentorFound):
        return
    newcomer_id, mentor_id = happened.newcomer_id, happened.mentor_id
    detail = TAKES_OVER if happened.takes_over else ""
    tell(session, newcomer_id, K.MENTOR_FOUND, happened.at, actor_id=mentor_id, detail=detail)
    # Being called for them in the same moment says it already.
    called = (
        select(ClockStep.id)
        .join(ReplyClock, ReplyClock.id == ClockStep.clock_id)
        .where(
            ReplyClock.newcomer_id == newcomer_id,
            ClockStep.called_id == mentor_id,
            ClockStep.at == happened.at,
        )
    )
    if session.scalar(called.limit(1)) is None:
        tell(session, mentor_id, K.MENTEE_FOUND, happened.at, actor_id=newcomer_id)


def tell_of_praise(session: Session, happened: Event) -> None:
    """A newcomer hears that their mentor was glad of what they did."""
    if isinstance(happened, Praised):
        tell(
            session, happened.newcomer_id, K.PRAISED, happened.at,
            post_id=happened.post_id, actor_id=happened.actor_id, detail=happened.kind,
        )  # fmt: skip


def tell_of_message(session: Session, happened: Event) -> None:
    """Whoever is written to in private hears of it once, until they have read it. A cry for help is told each time."""
    if not isinstance(happened, PrivateMessageSent):
        return
    kind = K.PRIVATE_CRY if happened.calls_mentor else K.PRIVATE_MESSAGE
    waits = select(Notification.id).where(
        Notification.user_id == happened.to_id,
        Notification.private_id == happened.conversation_id,
        Notification.kind == K.PRIVATE_MESSAGE,
        Notification.read_at.is_(None),
    )
    if kind is K.PRIVATE_CRY or session.scalar(waits.limit(1)) is None:
        tell(
            session, happened.to_id, kind, happened.at,
            actor_id=happened.actor_id, private_id=happened.conversation_id,
        )  # fmt: skip


def tell_mentor(session: Session, happened: Event) -> None:
    """A mentor who was not here for long is asked whether they are still there, or hears that they count as away."""
    if isinstance(happened, MentorUnseen):
        kind = K.SET_AWAY if happened.is_away else K.STILL_THERE
        tell(session, happened.user_id, kind, happened.at)


def call(session: Session, happened: Event) -> None:
    """Somebody is asked to answer a newcomer."""
    if not isinstance(happened, PersonCalled):
        return
    kind = K.MENTEE_WAITS if happened.is_their_mentor else K.NEWCOMER_WAITS
    tell(
        session, happened.called_id, kind, happened.at,
        post_id=happened.post_id, actor_id=happened.newcomer_id,
    )  # fmt: skip


def call_off(session: Session, happened: Event) -> None:
    """Whoever was called and has not looked yet need not look any more."""
    if isinstance(happened, WaitEnded):
        session.execute(
            update(Notification)
            .where(
                Notification.post_id == happened.post_id,
                Notification.kind.in_((K.MENTEE_WAITS, K.NEWCOMER_WAITS)),
                Notification.read_at.is_(None),
            )
            .values(read_at=happened.at, mail_due_at=None)
        )
