"""What somebody is about to send, described for the screener as if it were saved already. Nothing is stored."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.conversations.describing import Described, ThreadSetting, Written, describe
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.errors import NotFoundError


def intended_thread(actor: Actor, title: str, text: str) -> Described:
    """A new thread."""
    return describe(
        db.session(),
        Written(text=text, title=title, author_id=actor.id, by=actor.standing, is_opening=True),
    )


def intended_reply(
    actor: Actor, thread_id: int, text: str, answers_id: int | None = None
) -> Described:
    """An answer in a thread, or to one post in it.

    Raises:
        NotFoundError: there is no such thread.
    """
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        raise NotFoundError
    written = Written(
        text=text,
        title=None,
        author_id=actor.id,
        by=actor.standing,
        is_opening=False,
        answers_id=answers_id,
        thread=ThreadSetting.of(thread),
    )
    return describe(db.session(), written)


def intended_version(actor: Actor, post_id: int, title: str | None, text: str) -> Described:
    """A new version of one's own post.

    Raises:
        NotFoundError: there is no such post of theirs.
    """
    post = db.session.scalar(select(Post).where(Post.id == post_id, Post.author_id == actor.id))
    if post is None:
        raise NotFoundError
    written = Written(
        text=text,
        title=title if post.is_opening else None,
        author_id=actor.id,
        by=actor.standing,
        is_opening=post.is_opening,
        answers_id=post.answers_id,
        post_id=post.id,
        thread=ThreadSetting.of(post.thread),
    )
    return describe(db.session(), written)
