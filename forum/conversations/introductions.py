"""What an introduction is: a newcomer's first post in a welcome thread that answers nobody in particular."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session

from forum.conversations.models import Post, Thread
from forum.database import alias_of
from forum.screening import Standing


def introduces(
    session: Session,
    author_id: int,
    by: Standing,
    *,
    in_welcome_thread: bool,
    answers_id: int | None,
    post_id: int | None,
) -> bool:
    """Whether a text is one. `by` is what its author is by now; `post_id` is None while it has not been sent."""
    if by is not Standing.NEWCOMER or answers_id is not None or not in_welcome_thread:
        return False
    earlier, before = _in_welcome_threads()
    before = before.where(earlier.author_id == author_id)
    if post_id is not None:
        before = before.where(earlier.id < post_id)
    return session.scalar(before.limit(1)) is None


def is_introduction() -> ColumnElement[bool]:
    """The same of a post, for a query that joins `Post` and its `Thread`; by what its author was when sending it."""
    earlier, before = _in_welcome_threads()
    before = before.where(earlier.author_id == Post.author_id, earlier.id < Post.id)
    return and_(
        Post.by_newcomer,
        Post.answers_id.is_(None),
        Thread.welcome_flagged_at.is_not(None),
        ~exists(before).correlate(Post),
    )


def _in_welcome_threads() -> tuple[type[Post], Select[tuple[int]]]:
    """Posts in welcome threads, to ask which came before; the posts stand under a name of their own."""
    earlier, its_thread = alias_of(Post, "earlier"), alias_of(Thread, "its_thread")
    return earlier, (
        select(earlier.id)
        .join(its_thread, its_thread.id == earlier.thread_id)
        .where(its_thread.welcome_flagged_at.is_not(None))
    )
