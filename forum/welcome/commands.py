"""Mentors flag the threads that newcomers are led to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.conversations.lookup import facts_of_thread
from forum.conversations.models import Thread
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import ThreadWelcomeChanged
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.commands import drop_reason, offer
from forum.screened_fields.kinds import FieldKind
from forum.welcome.days import start_of
from forum.welcome.goal import community_zone

MAX_REASON_LENGTH = 300

#: Nobody may ever have flagged it, or its last day may have passed.
ORDINARY_ALREADY = "This is an ordinary thread already."
WELCOME_ALREADY = "This is a welcome thread already."


def set_welcome_flag(
    actor: Actor,
    thread_id: int,
    *,
    flagged: bool,
    reason: str,
    clock: Clock,
    last_day: date | None = None,
) -> None:
    """Flag a thread as a welcome thread, or take the flag away. What was said there stays.

    Raises:
        NotFoundError: no such thread for this person.
        NotAllowedError: not a mentor.
        ConflictError: it is so already.
        InvalidInputError: the reason is missing or too long, or the last day has passed or is too far.
    """
    with transaction() as session:
        thread = session.get(Thread, thread_id, with_for_update=ROW_LOCK)
        if thread is None:
            raise NotFoundError
        require(actor, Action.FLAG_WELCOME_THREAD, facts_of_thread(thread))
        if flagged == (thread.welcome_flagged_at is not None):
            raise ConflictError(_already_so(actor, thread))
        if flagged and not reason:
            raise InvalidInputError("Please say in a few words what it is good for.", "reason")
        if len(reason) > MAX_REASON_LENGTH:
            raise InvalidInputError(
                f"Please keep this under {MAX_REASON_LENGTH} characters.", "reason"
            )
        now = clock.now()
        until = _end_of(last_day, community_zone(session)) if flagged else None
        if until is not None and until <= now:
            raise InvalidInputError("Please choose a day that is still to come.", "last_day")
        thread.welcome_until = until
        thread.welcome_flagged_by_id = actor.id if flagged else None
        thread.welcome_flagged_at = now if flagged else None
        # Readers see it once it has been read.
        thread.welcome_reason = ""
        if flagged:
            offer(
                session,
                FieldKind.WELCOME_REASON,
                reason,
                author_id=actor.id,
                shown="",
                now=now,
                thread_id=thread.id,
            )
        else:
            drop_reason(session, thread.id, actor_id=actor.id, now=now)
        emit(
            session,
            ThreadWelcomeChanged(
                actor_id=actor.id, at=now, thread_id=thread.id, flagged=flagged, reason=reason
            ),
        )


def _already_so(actor: Actor, thread: Thread) -> str:
    if thread.welcome_flagged_at is None:
        return ORDINARY_ALREADY
    if thread.welcome_flagged_by_id == actor.id:
        return WELCOME_ALREADY
    return "Another mentor was faster: this is a welcome thread already."


def _end_of(day: date | None, zone: ZoneInfo) -> datetime | None:
    """The midnight after a day."""
    return start_of(day, zone, "last_day") + timedelta(days=1) if day is not None else None
