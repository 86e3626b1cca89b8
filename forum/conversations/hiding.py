"""What somebody does not want to see: single posts, or all that a person writes. Nobody else is told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, or_, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.conversations.models import Hide, Post
from forum.conversations.pages import PostView
from forum.database import read, transaction

# Asked on every page of a thread, so it is put together once. Nobody hides very much.
_HIDES = select(Hide.post_id, Hide.person_id).where(Hide.user_id == bindparam("reader_id"))


def hide(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    post_id: int | None = None,
    person_id: int | None = None,
) -> None:
    """Hide a post, or a person's posts, from this person. Harmless if it was before.

    The caller commits, and has locked the post or the person: that makes one row of two that are sent in one moment.
    """
    same = select(Hide.id).where(
        Hide.user_id == actor.id, Hide.post_id == post_id, Hide.person_id == person_id
    )
    if session.scalar(same) is None:
        session.add(Hide(user_id=actor.id, post_id=post_id, person_id=person_id, created_at=now))


def show_again(actor: Actor, post_id: int) -> None:
    """Stop hiding a post from oneself, and whatever else its author writes. Harmless if it was not hidden."""
    author = select(Post.author_id).where(Post.id == post_id).scalar_subquery()
    with transaction() as session:
        session.execute(
            delete(Hide).where(
                Hide.user_id == actor.id, or_(Hide.post_id == post_id, Hide.person_id == author)
            )
        )


def is_hidden_from(reader_id: Any) -> ColumnElement[bool]:
    """For a query that reads posts: whether somebody, given by their id, has hidden the post or its author."""
    return exists().where(
        Hide.user_id == reader_id,
        or_(Hide.post_id == Post.id, Hide.person_id == Post.author_id),
    )


def hidden_from(actor: Actor, posts: Collection[PostView]) -> Collection[int]:
    """Which of these posts this person has hidden; one query, and none for a visitor."""
    if not actor.is_signed_in:
        return frozenset()
    rows = read(_HIDES, {"reader_id": actor.id}).all()
    if not rows:
        return frozenset()
    people = {row.person_id for row in rows}
    singly = {row.post_id for row in rows}
    return frozenset(
        post.id
        for post in posts
        if post.id in singly or (post.facts.author_id in people and not post.is_own)
    )
