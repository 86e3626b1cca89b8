"""What mentors do at their desk: hand over, put aside, keep notes, praise. One intention, one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post
from forum.database import ROW_LOCK, emit, transaction, tried_again
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.events import Praised
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.welcome.answerable import can_be_answered
from forum.welcome.calling import call_next
from forum.welcome.mentees import has_page
from forum.welcome.models import (
    ClockStep,
    MenteeNote,
    MenteeStar,
    Mentorship,
    Praise,
    PraiseKind,
    ReplyClock,
    Snooze,
)
from forum.welcome.on_duty import is_mentor_or_backup

SNOOZE = timedelta(hours=1)
MAX_NOTE_FOR_MENTORS = 1_000
MAX_SKIP_LENGTH = 200
_ANSWERED = "Somebody has answered meanwhile, or nobody can answer there for now. Nothing is left to do here."


def hand_over(actor: Actor, post_id: int, clock: Clock) -> None:
    """Call the next people before one's own time is up.

    Raises:
        NotAllowedError: not a mentor, or not called for this newcomer.
        NotFoundError: no newcomer waits there.
        ConflictError: somebody has answered, nobody can, or everybody has been called.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    with transaction() as session:
        waiting = _lock_running(session, post_id, clock.now())
        _require_called(session, actor, waiting)
        if not call_next(session, waiting, clock.now(), actor.id):
            raise ConflictError("Everybody has been called already.")


def snooze(actor: Actor, post_id: int, clock: Clock) -> None:
    """Put a waiting post aside for an hour. The clock goes on, and calls others in time.

    Raises:
        NotAllowedError: not a mentor.
        NotFoundError: no newcomer waits there.
        ConflictError: somebody has answered, or nobody can.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    with transaction() as session:
        waiting = _lock_running(session, post_id, clock.now())
        until = clock.now() + SNOOZE
        known = session.get(Snooze, (actor.id, waiting.id))
        if known is not None:
            known.until = until
        else:
            session.add(Snooze(mentor_id=actor.id, clock_id=waiting.id, until=until))


@tried_again
def star(actor: Actor, newcomer_id: int, *, starred: bool) -> None:
    """Give somebody a star in one's own list, or take it. What is so already stays so.

    Raises:
        NotAllowedError: not a mentor.
        NotFoundError: nobody looks after such a person.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    with transaction() as session:
        _require_mentee(session, actor, newcomer_id)
        known = session.get(MenteeStar, (actor.id, newcomer_id), with_for_update=True)
        if starred and known is None:
            session.add(MenteeStar(mentor_id=actor.id, newcomer_id=newcomer_id))
        elif not starred and known is not None:
            session.delete(known)


def add_note(actor: Actor, newcomer_id: int, text: str, clock: Clock) -> None:
    """Write down what mentors should know of a newcomer.

    Raises:
        SilencedError: they are to read only for now.
        NotAllowedError: not a mentor.
        NotFoundError: nobody looks after such a person.
    """
    require(actor, Action.KEEP_MENTEE_NOTES)
    with transaction() as session:
        _require_mentee(session, actor, newcomer_id)
        note = MenteeNote(
            newcomer_id=newcomer_id, author_id=actor.id, text=text, written_at=clock.now()
        )
        session.add(note)


def remove_note(actor: Actor, note_id: int) -> int | None:
    """Take one's own note away, also as a mentor of former days. Whom it was about; None if they have no page now.

    Raises:
        NotAllowedError: for a visitor.
        NotFoundError: there is no such note of theirs.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    with transaction() as session:
        note = session.get(MenteeNote, note_id)
        if note is None or note.author_id != actor.id:
            raise NotFoundError
        session.delete(note)
        if not actor.is_mentor or not session.scalar(select(has_page(actor, note.newcomer_id))):
            return None
        return note.newcomer_id


def praise(actor: Actor, post_id: int, kind: PraiseKind, clock: Clock) -> None:
    """Let a mentee know that one was glad of what they did.

    Raises:
        SilencedError: they are to read only for now.
        NotAllowedError: not a mentor.
        NotFoundError: no such post of a mentee of theirs.
        ConflictError: it has been praised or skipped already.
    """
    require(actor, Action.PRAISE)
    _settle_praise(actor, post_id, kind, clock, "")


def skip_praise(actor: Actor, post_id: int, kind: PraiseKind, reason: str, clock: Clock) -> None:
    """Don't praise this, and say why.

    Raises:
        NotAllowedError: not a mentor.
        NotFoundError: no such post of a mentee of theirs.
        ConflictError: it has been praised or skipped already.
        InvalidInputError: no reason is given.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    if not reason:
        raise InvalidInputError("Please say in a few words why not.", "reason")
    _settle_praise(actor, post_id, kind, clock, reason)


def _settle_praise(
    actor: Actor, post_id: int, kind: PraiseKind, clock: Clock, skipped_because: str
) -> None:
    now = clock.now()
    try:
        with transaction() as session:
            newcomer_id = _praised_author(session, actor, post_id)
            session.add(
                Praise(
                    mentor_id=actor.id,
                    newcomer_id=newcomer_id,
                    post_id=post_id,
                    kind=kind,
                    was_sent=not skipped_because,
                    skipped_because=skipped_because,
                    at=now,
                )
            )
            session.flush()
            if not skipped_because:
                happened = Praised(
                    actor_id=actor.id, at=now, post_id=post_id, newcomer_id=newcomer_id, kind=kind
                )
                emit(session, happened)
    except IntegrityError as error:
        raise ConflictError("You or somebody else has done this already.") from error


def _praised_author(session: Session, actor: Actor, post_id: int) -> int:
    post = session.get(Post, post_id)
    if post is None or post.state != PostState.PUBLISHED:
        raise NotFoundError
    theirs = session.scalar(
        select(Mentorship.id).where(
            Mentorship.newcomer_id == post.author_id,
            Mentorship.primary_id == actor.id,
            Mentorship.ended_at.is_(None),
        )
    )
    if theirs is None:
        raise NotFoundError
    return post.author_id


def _lock_running(session: Session, post_id: int, now: datetime) -> ReplyClock:
    found = session.scalars(
        select(ReplyClock).where(ReplyClock.post_id == post_id).with_for_update(**ROW_LOCK)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    if found.stopped_at is not None or not can_be_answered(session, found, now):
        raise ConflictError(_ANSWERED)
    return found


def _require_called(session: Session, actor: Actor, waiting: ReplyClock) -> None:
    called = session.scalar(
        select(ClockStep.id)
        .where(ClockStep.clock_id == waiting.id, ClockStep.called_id == actor.id)
        .limit(1)
    )
    if called is None and not is_mentor_or_backup(session, actor.id, waiting.newcomer_id):
        raise NotAllowedError("Only those who were called for this newcomer can hand over.")


def _require_mentee(session: Session, actor: Actor, newcomer_id: int) -> None:
    if not session.scalar(select(has_page(actor, newcomer_id))):
        raise NotFoundError
