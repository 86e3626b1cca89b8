"""Reading who waits for an answer, and for whom it is to give one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import load_people
from forum.conversations.lookup import is_shown
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import alias_of, db
from forum.text import excerpt
from forum.welcome.desk_pages import WaitingNewcomer
from forum.welcome.goal import current_goal
from forum.welcome.models import ClockStep, Mentorship, ReplyClock
from forum.welcome.on_duty import looks_after
from forum.welcome.queries import is_on_desk, waiting_posts
from forum.welcome.replyclock import (
    Goal,
    Stage,
    desk_stages,
    in_words,
    next_stage,
    waking_time,
)
from forum.welcome.wording import TO_YOU, WHY

WAITING_LIMIT = 20

# Whom a wait is for, as it is sorted: somebody who was called, every mentor, or others.
_CALLED, _FOR_ALL, _FOR_OTHERS = 2, 1, 0


def waiting_newcomers(
    actor: Actor, now: datetime, here: Collection[int], *, has_done_plenty: bool = False
) -> Sequence[WaitingNewcomer]:
    """Newcomers who wait: those whom this mentor was called for first, and each time the longest wait.

    Once other mentors were called, a wait is for whoever looks in, unless they have done plenty of late.
    """
    called = alias_of(ClockStep, "called")
    theirs = and_(
        Mentorship.newcomer_id == ReplyClock.newcomer_id,
        Mentorship.ended_at.is_(None),
        looks_after(actor.id, here),
    )
    for_you = case(
        (or_(called.id.is_not(None), Mentorship.id.is_not(None)), _CALLED),
        (
            and_(
                ReplyClock.stage.in_(desk_stages(has_done_plenty=has_done_plenty)),
                # The example community's newcomers are called for among its own.
                _is_example(ReplyClock.newcomer_id) == _is_example(actor.id),
            ),
            _FOR_ALL,
        ),
        else_=_FOR_OTHERS,
    )
    rows = db.session.execute(
        waiting_posts(
            select(
                Post.id,
                Post.thread_id,
                Post.author_id,
                Post.published_at,
                Thread.title,
                Thread.welcome_flagged_at,
                PostRevision.html,
                ReplyClock.started_at,
                ReplyClock.stage,
                called.why,
                for_you.label("for_you"),
            )
        )
        .join(PostRevision, is_shown())
        .outerjoin(called, (called.clock_id == ReplyClock.id) & (called.called_id == actor.id))
        .outerjoin(Mentorship, theirs)
        .where(is_on_desk(actor, now))
        .order_by(for_you.desc(), ReplyClock.started_at, ReplyClock.id)
        .limit(WAITING_LIMIT)
    ).all()
    people = load_people({row.author_id for row in rows})
    goal = current_goal(db.session())
    return [_waiting(row, people[row.author_id], goal, now) for row in rows]


def _waiting(row: Any, author: Any, goal: Goal, now: datetime) -> WaitingNewcomer:
    waited = waking_time(row.started_at, now, goal.night)
    return WaitingNewcomer(
        post_id=row.id,
        thread_id=row.thread_id,
        thread_title=row.title,
        is_welcome=row.welcome_flagged_at is not None,
        author=author,
        excerpt=excerpt(row.html, 220),
        published_at=row.published_at,
        clock=in_words(waited, goal),
        left=goal.time - waited,
        is_for_you=row.for_you != _FOR_OTHERS,
        why=TO_YOU.get(WHY[Stage.MENTORS] if row.for_you == _FOR_ALL else row.why, ""),
        may_hand_over=row.for_you == _CALLED and next_stage(Stage(row.stage)) is not None,
    )


def _is_example(user_id: Any) -> ColumnElement[bool]:
    return select(User.is_example).where(User.id == user_id).scalar_subquery()
