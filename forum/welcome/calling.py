"""Calling people for a newcomer who waits: their mentor, the backup, other mentors, moderators, at last everybody.

Each call is a row that is never changed. Nobody is called twice for the same post, and nobody who is blocked. Whoever
was called off because nobody had to answer is told anew, without another row, when somebody has to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.blocks import blocked_either_way
from forum.accounts.models import Role, User, UserRole
from forum.clock import Clock
from forum.conversations.models import Post, Thread
from forum.database import ROW_LOCK, db, emit, transaction
from forum.each_alone import each_alone
from forum.events import ModeratorsCalled, PersonCalled
from forum.sanctions.lookup import is_silenced
from forum.welcome.absence import acting_mentor
from forum.welcome.answerable import can_be_answered, look_again_at, was_shut_out_until_now
from forum.welcome.goal import current_goal
from forum.welcome.models import ClockStep, Mentorship, ReplyClock
from forum.welcome.on_duty import had_plenty, mentors_here
from forum.welcome.replyclock import OTHERS, Stage, call_at, is_for_moderators, next_stage
from forum.welcome.wording import (
    ALL_WERE_CALLED,
    CHOSE_THE_THREAD,
    HANDED_OVER,
    NOBODY,
    STANDS_IN,
    WHY,
)

MOST_AT_ONCE = 500


def begin_calling(session: Session, clock: ReplyClock, thread: Thread, now: datetime) -> None:
    """A clock has just started: its mentor is called, and whoever looks after the welcome thread."""
    if not can_be_answered(session, clock, now):
        clock.next_step_at = look_again_at(session, clock, now)
        return
    _call(session, clock, Stage.MENTOR, now)
    host = thread.welcome_flagged_by_id
    if host is not None and host in _here(session, clock, now):
        _call_each(session, clock, [host], why=CHOSE_THE_THREAD, now=now)


def go_on_calling(session: Session, clock: ReplyClock, now: datetime) -> None:
    """A wait goes on that was over, or that nobody could end: whoever was called off is told anew."""
    if not can_be_answered(session, clock, now):
        clock.next_step_at = look_again_at(session, clock, now)
        return
    called = _called(session, clock)
    clock.next_step_at = _next_call(session, clock) if called else now
    _call_anew(session, clock, called, now)
    _say_who_is_left(session, clock, now)


def _next_call(session: Session, clock: ReplyClock) -> datetime | None:
    """When the next people are called; None when everybody has been."""
    later = next_stage(Stage(clock.stage))
    return None if later is None else call_at(clock.started_at, later, current_goal(session))


def run_due_steps(clock: Clock) -> None:
    """Take every step that is due, each in a transaction of its own. One that fails stops no other."""
    due = db.session.scalars(
        select(ReplyClock.id)
        .where(ReplyClock.next_step_at <= clock.now())
        .order_by(ReplyClock.next_step_at)
        .limit(MOST_AT_ONCE)
    ).all()
    for clock_id in due:
        with each_alone("calling_failed", clock_id=clock_id):
            _take_step(clock_id, clock.now())


def call_next(session: Session, clock: ReplyClock, now: datetime, by_id: int | None = None) -> bool:
    """Call the next people for a clock that is running and locked. Whether there was anybody to call.

    Args:
        session: of the caller's transaction.
        clock: whose turn it is.
        now: the present moment.
        by_id: the mentor who hands over before their time is up.
    """
    later = next_stage(Stage(clock.stage))
    if later is None:
        clock.next_step_at = None
        return False
    return _call(session, clock, later, now, by_id)


def _take_step(clock_id: int, now: datetime) -> None:
    with transaction() as session:
        clock = session.get_one(ReplyClock, clock_id, with_for_update=ROW_LOCK)
        if clock.next_step_at is None or clock.next_step_at > now:
            return
        if not can_be_answered(session, clock, now):
            clock.next_step_at = look_again_at(session, clock, now)
        elif not _called(session, clock):
            begin_calling(session, clock, session.get_one(Post, clock.post_id).thread, now)
        elif was_shut_out_until_now(session, clock):
            go_on_calling(session, clock, now)
        else:
            call_next(session, clock, now)


def _call(
    session: Session, clock: ReplyClock, stage: Stage, now: datetime, by_id: int | None = None
) -> bool:
    """Call a stage's people; where there are none to call, those of the next, and so on. Whether anybody was."""
    here, new = _here(session, clock, now), False
    while True:
        clock.stage = stage
        people, why = _people(session, clock, stage, here, now)
        why = why if by_id is None else HANDED_OVER
        new = bool(_call_each(session, clock, people, why=why, now=now, by_id=by_id))
        if new:
            break
        nobody = ALL_WERE_CALLED if stage is Stage.ALL_MENTORS and here else NOBODY
        session.add(ClockStep(clock_id=clock.id, stage=stage, by_id=by_id, why=nobody, at=now))
        later = next_stage(stage)
        if later is None or (later is Stage.ALL_MENTORS and _others_were_called(session, clock)):
            break
        stage = later
    clock.next_step_at = _next_call(session, clock)
    _say_who_is_left(session, clock, now)
    return new


def _others_were_called(session: Session, clock: ReplyClock) -> bool:
    """Whether somebody was, so that those who have done plenty can be left alone until it is their turn."""
    found = select(ClockStep.id).where(
        ClockStep.clock_id == clock.id,
        ClockStep.stage.in_(OTHERS),
        ClockStep.called_id.is_not(None),
    )
    return session.scalar(found.limit(1)) is not None


def _called(session: Session, clock: ReplyClock) -> set[int | None]:
    """Whom its steps have called; None is among them where there was nobody to call."""
    return set(session.scalars(select(ClockStep.called_id).where(ClockStep.clock_id == clock.id)))


def _say_who_is_left(session: Session, clock: ReplyClock, now: datetime) -> None:
    """Once the moderators have been called, it is for them to see that somebody answers."""
    if is_for_moderators(Stage(clock.stage)):
        emit(
            session,
            ModeratorsCalled(
                actor_id=None, at=now, clock_id=clock.id, newcomer_id=clock.newcomer_id
            ),
        )


def _people(
    session: Session, clock: ReplyClock, stage: Stage, here: set[int], now: datetime
) -> tuple[Iterable[int], str]:
    if stage is Stage.MENTORS:
        return here - had_plenty(session, now), WHY[stage]
    if stage is Stage.ALL_MENTORS:
        return here, WHY[stage]
    if stage is Stage.MODERATORS:
        return _moderators(session, clock, now), WHY[stage]
    found = _mentorship(session, clock)
    if found is None:
        return (), WHY[stage]
    if stage is Stage.BACKUP:
        return ({found.backup_id} if found.backup_id is not None else set()) & here, WHY[stage]
    acting = acting_mentor(found.primary_id, found.backup_id, here)
    why = WHY[stage] if acting == found.primary_id else STANDS_IN
    return ([acting] if acting is not None else []), why


def _mentorship(session: Session, clock: ReplyClock) -> Mentorship | None:
    return session.scalars(
        select(Mentorship).where(
            Mentorship.newcomer_id == clock.newcomer_id, Mentorship.ended_at.is_(None)
        )
    ).one_or_none()


def _call_anew(
    session: Session, clock: ReplyClock, called: Collection[int | None], now: datetime
) -> None:
    """Tell those who were called before and can still answer. Whose mentee it is may be different by now."""
    here = _here(session, clock, now)
    able = {*here, *_moderators(session, clock, now)}
    able -= set(blocked_either_way(session, clock.newcomer_id))
    found = _mentorship(session, clock)
    acting = acting_mentor(found.primary_id, found.backup_id, here) if found is not None else None
    for person_id in sorted(able.intersection(called)):
        _say_called(session, clock, person_id, now, is_their_mentor=person_id == acting)


def _say_called(
    session: Session,
    clock: ReplyClock,
    person_id: int,
    now: datetime,
    *,
    is_their_mentor: bool,
    by_id: int | None = None,
) -> None:
    emit(
        session,
        PersonCalled(
            actor_id=by_id,
            at=now,
            post_id=clock.post_id,
            newcomer_id=clock.newcomer_id,
            called_id=person_id,
            is_their_mentor=is_their_mentor,
        ),
    )


def _call_each(
    session: Session,
    clock: ReplyClock,
    people: Iterable[int],
    *,
    why: str,
    now: datetime,
    by_id: int | None = None,
) -> Sequence[int]:
    """Call those who have not been called yet; who they are."""
    left_out = {
        clock.newcomer_id,
        *_called(session, clock),
        *blocked_either_way(session, clock.newcomer_id),
    }
    new = sorted(set(people) - left_out)
    for person_id in new:
        session.add(
            ClockStep(
                clock_id=clock.id,
                stage=clock.stage,
                called_id=person_id,
                by_id=by_id,
                why=why,
                at=now,
            )
        )
        _say_called(
            session,
            clock,
            person_id,
            now,
            is_their_mentor=clock.stage == Stage.MENTOR and why != CHOSE_THE_THREAD,
            by_id=by_id,
        )
    session.flush()
    return new


def _here(session: Session, clock: ReplyClock, now: datetime) -> set[int]:
    newcomer = session.get_one(User, clock.newcomer_id)
    return mentors_here(session, now, example=newcomer.is_example)


def _moderators(session: Session, clock: ReplyClock, now: datetime) -> Sequence[int]:
    newcomer = session.get_one(User, clock.newcomer_id)
    return session.scalars(
        select(UserRole.user_id)
        .join(User, User.id == UserRole.user_id)
        .where(
            UserRole.role == Role.MODERATOR,
            User.is_example.is_(newcomer.is_example),
            ~is_silenced(User.id, now),
        )
    ).all()
