"""Reading for welcome: who waits for a first reply, and what a newcomer finds at home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, func, select, union_all
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.accounts.people import load_people
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.own_queries import own_posts
from forum.conversations.queries import welcome_threads
from forum.conversations.rows import Rows
from forum.database import db, read
from forum.permissions.visibility import listed_threads
from forum.text import excerpt
from forum.welcome.goal import current_goal
from forum.welcome.models import ReplyClock
from forum.welcome.pages import AnswerToYou, Home, WaitingNewcomer
from forum.welcome.replyclock import in_words, waking_time

DESK_LIMIT = 50
_ON_THE_WAY = (
    PostState.SUBMITTED,
    PostState.HELD,
    PostState.CHANGES_REQUESTED,
    PostState.HIDDEN,
    PostState.DECLINED,
)


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


def newcomers_home(actor: Actor) -> Home:
    """All that the newcomer's home shows."""
    own = own_posts(actor, 10)
    return Home(
        on_the_way=[post for post in own if post.state in _ON_THE_WAY],
        answers=_answers_to(actor),
        welcome_threads=welcome_threads(limit=4),
        has_posted=bool(own),
    )


@cache
def _answers() -> Rows:
    mine = aliased(Post)
    # Two short lists, each by its own index. As one condition with OR it would read every post there is.
    to_you = union_all(
        select(Post.id)
        .join(mine, mine.id == Post.answers_id)
        .where(mine.author_id == bindparam("reader_id")),
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Thread.author_id == bindparam("reader_id"), ~Post.is_opening),
    )
    return (
        select(Post.id, Post.author_id, Post.published_at, Thread.title, PostRevision.html)
        .join(Thread, Thread.id == Post.thread_id)
        .join(
            PostRevision,
            (PostRevision.post_id == Post.id) & (PostRevision.number == Post.shown_number),
        )
        .where(
            Post.id.in_(to_you),
            Post.state == PostState.PUBLISHED,
            listed_threads(),
            Post.author_id != bindparam("reader_id"),
        )
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(bindparam("most"))
    )


def _answers_to(actor: Actor, limit: int = 6) -> Sequence[AnswerToYou]:
    rows = read(_answers(), {"reader_id": actor.id, "most": limit}).all()
    people = load_people({row.author_id for row in rows})
    return [
        AnswerToYou(
            post_id=row.id,
            author=people[row.author_id],
            thread_title=row.title,
            excerpt=excerpt(row.html, 160),
            at=row.published_at,
        )
        for row in rows
    ]
