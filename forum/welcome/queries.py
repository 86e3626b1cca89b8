"""Reading for welcome: how many wait for a first reply."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, Thread
from forum.conversations.rows import Rows
from forum.database import db
from forum.permissions.visibility import listed_threads
from forum.welcome.models import ReplyClock


def count_waiting() -> int:
    """How many newcomers' posts wait for a first reply."""
    return db.session.scalar(waiting_posts(select(func.count(ReplyClock.id)))) or 0


def waiting_posts(query: Rows) -> Rows:
    """Restrict to posts whose reply clock runs and that stand on show."""
    return (
        query.select_from(ReplyClock)
        .join(Post, Post.id == ReplyClock.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            ReplyClock.stopped_at.is_(None),
            # Few wait and nearly every post is published: SQLite, which knows neither, would begin with all posts.
            func.coalesce(Post.state, "") == PostState.PUBLISHED,
            listed_threads(),
        )
    )
