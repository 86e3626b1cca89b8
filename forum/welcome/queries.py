"""Reading for welcome: who waits for a first reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.people import load_people
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.rows import Rows
from forum.database import db
from forum.permissions.visibility import listed_threads
from forum.text import excerpt
from forum.welcome.goal import current_goal
from forum.welcome.models import ReplyClock
from forum.welcome.pages import WaitingNewcomer
from forum.welcome.replyclock import in_words, waking_time

DESK_LIMIT = 50


def count_waiting() -> int:
    """How many newcomers' posts wait for a first reply."""
    return db.session.scalar(waiting_posts(select(func.count(ReplyClock.id)))) or 0


def waiting_newcomers(now: datetime) -> Sequence[WaitingNewcomer]:
    """Newcomers' posts without a reply by another person, the longest wait first."""
    goal = current_goal(db.session())
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
            )
        )
        .join(
            PostRevision,
            (PostRevision.post_id == Post.id) & (PostRevision.number == Post.shown_number),
        )
        .order_by(ReplyClock.started_at, ReplyClock.id)
        .limit(DESK_LIMIT)
    ).all()
    people = load_people({row.author_id for row in rows})
    return [
        WaitingNewcomer(
            post_id=row.id,
            thread_id=row.thread_id,
            thread_title=row.title,
            is_welcome=row.welcome_flagged_at is not None,
            author=people[row.author_id],
            excerpt=excerpt(row.html, 220),
            published_at=row.published_at,
            clock=in_words(waking_time(row.started_at, now, goal.night), goal),
        )
        for row in rows
    ]


def waiting_posts(query: Rows) -> Rows:
    """Restrict to posts whose reply clock runs and that stand on show."""
    return (
        query.select_from(ReplyClock)
        .join(Post, Post.id == ReplyClock.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(ReplyClock.stopped_at.is_(None), Post.state == PostState.PUBLISHED, listed_threads())
    )
