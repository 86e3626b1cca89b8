"""What a post or a thread is, as permissions ask about it, and which version of a post's text is which."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.permissions.subjects import PostFacts, ThreadFacts


def facts_of(post: Post) -> PostFacts:
    """A post as permissions see it."""
    return PostFacts(
        author_id=post.author_id,
        state=PostState(post.state),
        thread_is_open=post.thread.published_at is not None,
    )


def facts_of_thread(thread: Thread) -> ThreadFacts:
    """A thread as permissions see it."""
    return ThreadFacts(
        author_id=thread.author_id,
        is_open=thread.published_at is not None,
        is_locked=thread.locked_at is not None,
    )


def latest_version(session: Session, post_id: int) -> PostRevision:
    """The newest version of a post, which may still be waiting."""
    return session.scalars(
        select(PostRevision).join(Post, is_latest()).where(Post.id == post_id)
    ).one()


def shown_version(session: Session, post_id: int) -> PostRevision:
    """The version that readers see, or saw; of what was never published, or went back to its author, the newest."""
    return session.scalars(
        select(PostRevision).join(Post, is_shown_else_latest()).where(Post.id == post_id)
    ).one()


def is_latest() -> ColumnElement[bool]:
    """For a query of `Post` and `PostRevision`: that this is the post's newest version."""
    return and_(PostRevision.post_id == Post.id, PostRevision.number == Post.latest_number)


def is_shown() -> ColumnElement[bool]:
    """For a query of `Post` and `PostRevision`: that this is the version that readers see, or saw."""
    return and_(PostRevision.post_id == Post.id, PostRevision.number == Post.shown_number)


def is_shown_else_latest(version: type[PostRevision] = PostRevision) -> ColumnElement[bool]:
    """For a query of `Post` and its versions: that this is the one that `shown_version` gives."""
    number = func.coalesce(Post.shown_number, Post.latest_number)
    return and_(version.post_id == Post.id, version.number == number)
