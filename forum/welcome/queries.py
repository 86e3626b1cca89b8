"""Reading for welcome: who waits for a first reply, and who keeps away from whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from forum.accounts.actor import Actor
from forum.accounts.models import Block
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, Thread
from forum.conversations.rows import Rows
from forum.database import alias_of, db
from forum.permissions.visibility import listed_threads
from forum.sanctions.lookup import is_shut_out
from forum.welcome.models import ReplyClock, Snooze
from forum.wiring import clock


def count_waiting(actor: Actor) -> int:
    """How many newcomers' posts wait for a first reply that this mentor finds on their desk."""
    waiting = waiting_posts(select(func.count(ReplyClock.id)))
    return db.session.scalar(waiting.where(is_on_desk(actor, clock().now()))) or 0


def is_on_desk(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """For a query that reads reply clocks: whether a mentor finds the wait on their desk, if it can be answered."""
    is_put_aside = exists().where(
        Snooze.mentor_id == actor.id, Snooze.clock_id == ReplyClock.id, Snooze.until > now
    )
    return and_(
        # Whoever became a mentor before they were answered answers others, and not themselves.
        ReplyClock.newcomer_id != actor.id,
        ~is_put_aside,
        ~blocked_between(actor, ReplyClock.newcomer_id),
    )


def waiting_posts(query: Rows, now: datetime | ColumnElement[datetime] | None = None) -> Rows:
    """Restrict to posts whose reply clock runs and that can be answered: the twin of `answerable.can_be_answered`.

    A query that is put together once and run again and again brings its own `now`.
    """
    return (
        query.select_from(ReplyClock)
        .join(Post, Post.id == ReplyClock.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            ReplyClock.stopped_at.is_(None),
            # Few wait and nearly every post is published: SQLite, which knows neither, would begin with all posts.
            func.coalesce(Post.state, "") == PostState.PUBLISHED,
            listed_threads(),
            Thread.locked_at.is_(None),
            ~is_shut_out(ReplyClock.newcomer_id, clock().now() if now is None else now),
        )
    )


def waits_for_answer(newcomer_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """Whether a newcomer waits for a first answer that somebody can give."""
    return (
        waiting_posts(select(ReplyClock.id)).where(ReplyClock.newcomer_id == newcomer_id).exists()
    )


def is_first_clock() -> ColumnElement[bool]:
    """For a query that reads reply clocks: only the first of each newcomer."""
    earlier = alias_of(ReplyClock, "earlier")
    return ~exists().where(
        earlier.newcomer_id == ReplyClock.newcomer_id, earlier.id < ReplyClock.id
    )


def blocked_between(actor: Actor, other: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """Whether one of the two has blocked the other."""
    return exists().where(
        or_(
            and_(Block.blocker_id == actor.id, Block.blocked_id == other),
            and_(Block.blocker_id == other, Block.blocked_id == actor.id),
        )
    )
