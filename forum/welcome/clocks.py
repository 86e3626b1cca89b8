"""Reply clocks start with a newcomer's post and stop with the first answer by another person.

A reply that is held has not appeared yet, so the clock goes on; one that is taken down again has answered nobody. Locks
come last here: whoever holds a clock's lock takes no other afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from forum.accounts.blocks import is_blocked_by
from forum.accounts.models import User
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, Thread
from forum.database import ROW_LOCK, alias_of, emit
from forum.events import (
    Event,
    NewcomerGraduated,
    PersonBlocked,
    PersonCameBack,
    PersonLeaving,
    PersonUnblocked,
    PostMoved,
    SanctionGiven,
    SanctionLifted,
    ThreadChanged,
    ThreadWelcomeChanged,
    WaitEnded,
)
from forum.moderation.holding import SKEW
from forum.moderation.options import ModeratorAction
from forum.sanctions.kinds import SHUTS_OUT
from forum.welcome.answerable import can_be_answered, look_again_at
from forum.welcome.calling import begin_calling, go_on_calling
from forum.welcome.hoping import (
    answer_to,
    has_been_met,
    hopes_for_an_answer,
    was_answered_before,
    why_no_more,
)
from forum.welcome.models import ReplyClock, StoppedWhy
from forum.welcome.replyclock import Stage

M = ModeratorAction


def follow_post(session: Session, happened: Event) -> None:
    """A post appeared or went out of sight: clocks start, stop, or go on."""
    if not isinstance(happened, PostMoved) or happened.before == happened.after:
        return
    post = session.get_one(Post, happened.post_id)
    if post.is_opening:
        _call_or_call_off(session, _is_in(post.thread_id), happened.at)
    if happened.after == PostState.PUBLISHED:
        _start(session, post, happened.at)
        _take_as_answer(session, post, happened.at)
    elif happened.before == PostState.PUBLISHED:
        _stop(
            session,
            _running(session, ReplyClock.post_id == post.id),
            StoppedWhy.OUT_OF_SIGHT,
            happened.at,
        )
        _take_no_longer_as_answer(session, post, happened.at)


def follow_graduation(session: Session, happened: Event) -> None:
    """Whoever is a member now, and has been answered once, waits no longer. Whoever never was goes on waiting."""
    if isinstance(happened, NewcomerGraduated) and has_been_met(session, happened.user_id):
        theirs = _running(session, ReplyClock.newcomer_id == happened.user_id)
        _stop(session, theirs, StoppedWhy.GRADUATED, happened.at)


def follow_leaving(session: Session, happened: Event) -> None:
    """Nobody is called for a newcomer who has left, and everybody again for one who came back."""
    if isinstance(happened, PersonLeaving):
        theirs = _running(session, ReplyClock.newcomer_id == happened.user_id)
        _stop(session, theirs, StoppedWhy.AUTHOR_LEFT, happened.at)
    elif isinstance(happened, PersonCameBack):
        stopped = _locked(
            session,
            ReplyClock.newcomer_id == happened.user_id,
            ReplyClock.stopped_why == StoppedWhy.AUTHOR_LEFT,
        )
        for clock in stopped:
            _go_on(session, clock, happened.at)


def follow_block(session: Session, happened: Event) -> None:
    """An answer by somebody whom a newcomer then blocks is no answer: they wait on, and others are called."""
    if not isinstance(happened, PersonBlocked) or happened.actor_id is None:
        return
    if session.get_one(User, happened.actor_id).graduated_at is not None:
        return
    answered = _locked(
        session,
        ReplyClock.newcomer_id == happened.actor_id,
        ReplyClock.stopped_by_id == happened.user_id,
        ReplyClock.stopped_why == StoppedWhy.ANSWERED,
    )
    for clock in answered:
        _go_on(session, clock, happened.at)


def follow_unblock(session: Session, happened: Event) -> None:
    """What was no answer because of a block is one once it is taken back: nobody is called for it any more."""
    if not isinstance(happened, PersonUnblocked):
        return
    for clock in _running(session, ReplyClock.newcomer_id == happened.actor_id):
        answer = answer_to(session, session.get_one(Post, clock.post_id))
        if answer is not None:
            _stop_at(session, clock, answer, happened.at)


def follow_thread(session: Session, happened: Event) -> None:
    """Nobody is called into a thread that is closed, and everybody again when it is open."""
    if isinstance(happened, ThreadChanged) and happened.action in {M.LOCK, M.UNLOCK}:
        _call_or_call_off(session, _is_in(happened.thread_id), happened.at)


def follow_sanction(session: Session, happened: Event) -> None:
    """Nobody is called for a newcomer who is shut out and reads no answer, and everybody again once that is lifted."""
    if isinstance(happened, SanctionGiven | SanctionLifted) and happened.kind in SHUTS_OUT:
        theirs = ReplyClock.newcomer_id == happened.user_id
        _call_or_call_off(session, theirs, happened.at)


def follow_flag(session: Session, happened: Event) -> None:
    """Newcomers who had written in a thread before it became a welcome thread, unanswered, wait from now on."""
    if not isinstance(happened, ThreadWelcomeChanged) or not happened.flagged:
        return
    posts = session.scalars(
        select(Post)
        .join(User, User.id == Post.author_id)
        .where(
            Post.thread_id == happened.thread_id,
            Post.by_newcomer,
            Post.state == PostState.PUBLISHED,
            # What is told afterwards, as of an example community, may have been flagged before it was written: what
            # appears later starts its clock itself, and who is new has a mentor by then. A worker's clock may be ahead.
            Post.published_at <= happened.at + SKEW,
            User.graduated_at.is_(None),
            ~exists().where(ReplyClock.post_id == Post.id),
        )
        .order_by(Post.id)
    ).all()
    for post in posts:
        _start(session, post, happened.at)


def _start(session: Session, post: Post, at: datetime) -> None:
    if not post.by_newcomer:
        return
    known = session.scalars(
        select(ReplyClock).where(ReplyClock.post_id == post.id).with_for_update(**ROW_LOCK)
    ).one_or_none()
    if known is not None:
        # It was out of sight meanwhile, and an answer may have appeared then.
        if why_no_more(session, post.author_id) is None:
            _go_on(session, known, at)
        return
    answer = answer_to(session, post)
    if not hopes_for_an_answer(session, post) or was_answered_before(answer, at):
        return
    clock = ReplyClock(
        post_id=post.id, newcomer_id=post.author_id, started_at=at, stage=Stage.MENTOR
    )
    session.add(clock)
    session.flush()
    if answer is not None:
        # Somebody answered in the seconds in which its publication could still be undone.
        _stop_at(session, clock, answer, at)
        return
    begin_calling(session, clock, session.get_one(Thread, post.thread_id), at)


def _call_or_call_off(session: Session, whose: ColumnElement[bool], at: datetime) -> None:
    """Some who wait can be answered again, or by nobody for now. They wait on, so their clocks run on."""
    for clock in _running(session, whose):
        if can_be_answered(session, clock, at):
            go_on_calling(session, clock, at)
        else:
            clock.next_step_at = look_again_at(session, clock, at)
            emit(session, WaitEnded(actor_id=None, at=at, post_id=clock.post_id))


def _is_in(thread_id: int) -> ColumnElement[bool]:
    return ReplyClock.post_id.in_(select(Post.id).where(Post.thread_id == thread_id))


def _take_as_answer(session: Session, post: Post, at: datetime) -> None:
    first = alias_of(Post, "first")
    opens_here = select(first.id).where(first.thread_id == post.thread_id, first.is_opening)
    answered = _running(
        session,
        ReplyClock.newcomer_id != post.author_id,
        ~is_blocked_by(ReplyClock.newcomer_id, post.author_id),
        or_(ReplyClock.post_id == post.answers_id, ReplyClock.post_id.in_(opens_here)),
    )
    for clock in answered:
        clock.stopped_by_id, clock.stopped_by_post_id = post.author_id, post.id
    _stop(session, answered, StoppedWhy.ANSWERED, at)
    asked = alias_of(Post, "asked")
    heard = session.scalars(
        select(ReplyClock)
        .join(asked, asked.id == ReplyClock.post_id)
        .where(
            ReplyClock.newcomer_id == post.author_id,
            ReplyClock.stopped_why == StoppedWhy.ANSWERED,
            ReplyClock.answered_back_at.is_(None),
            asked.thread_id == post.thread_id,
        )
        .order_by(ReplyClock.id)
        .with_for_update(of=ReplyClock, **ROW_LOCK)
    ).all()
    for clock in heard:
        clock.answered_back_at = at


def _take_no_longer_as_answer(session: Session, post: Post, at: datetime) -> None:
    stopped = _locked(
        session,
        ReplyClock.stopped_by_post_id == post.id,
        ReplyClock.stopped_why == StoppedWhy.ANSWERED,
    )
    for clock in stopped:
        _go_on(session, clock, at)


def _go_on(session: Session, clock: ReplyClock, at: datetime) -> None:
    """Run again, or stand still: at the answer that is left, or because its author waits no more."""
    post = session.get_one(Post, clock.post_id)
    other = answer_to(session, post)
    if other is not None:
        clock.stopped_by_id, clock.stopped_by_post_id = other.author_id, other.id
        clock.stopped_at, clock.stopped_why = other.published_at, StoppedWhy.ANSWERED
        return
    is_on_show = post.state == PostState.PUBLISHED
    why = why_no_more(session, post.author_id) if is_on_show else StoppedWhy.OUT_OF_SIGHT
    clock.stopped_at, clock.stopped_why = at if why is not None else None, why
    clock.stopped_by_id = clock.stopped_by_post_id = clock.answered_back_at = None
    if why is None:
        go_on_calling(session, clock, at)


def _locked(session: Session, *where: ColumnElement[bool]) -> Sequence[ReplyClock]:
    """Clocks that nobody else changes meanwhile, always in the same order."""
    return session.scalars(
        select(ReplyClock).where(*where).order_by(ReplyClock.id).with_for_update(**ROW_LOCK)
    ).all()


def _running(session: Session, *where: ColumnElement[bool]) -> Sequence[ReplyClock]:
    return _locked(session, ReplyClock.stopped_at.is_(None), *where)


def _stop_at(session: Session, clock: ReplyClock, answer: Post, at: datetime) -> None:
    clock.stopped_by_id, clock.stopped_by_post_id = answer.author_id, answer.id
    _stop(session, [clock], StoppedWhy.ANSWERED, answer.published_at or at)


def _stop(session: Session, clocks: Iterable[ReplyClock], why: StoppedWhy, at: datetime) -> None:
    for clock in clocks:
        clock.stopped_at, clock.stopped_why, clock.next_step_at = at, why, None
        emit(session, WaitEnded(actor_id=clock.stopped_by_id, at=at, post_id=clock.post_id))
