"""Reading one's own posts, whatever became of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.lookup import is_latest
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.own_actions import own_actions
from forum.conversations.pages import (
    OwnPost,
    OwnPostRow,
)
from forum.conversations.rows import Rows
from forum.database import alias_of, db, read
from forum.errors import NotFoundError
from forum.permissions.subjects import PostFacts
from forum.permissions.visibility import ReaderKind, kind_of, thread_title
from forum.text import excerpt


def own_post(actor: Actor, post_id: int) -> OwnPost:
    """One's own post, whatever became of it.

    Raises:
        NotFoundError: no such post of theirs.
    """
    shown = alias_of(PostRevision, "shown")
    row = db.session.execute(
        select(
            Post,
            PostRevision,
            Thread,
            shown.html.label("shown_html"),
            shown.text.label("shown_text"),
            shown.title.label("shown_title"),
        )
        .join(PostRevision, is_latest())
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(
            shown,
            (shown.post_id == Post.id)
            & (shown.number == Post.shown_number)
            & (Post.shown_number != Post.latest_number),
        )
        .where(Post.id == post_id, Post.author_id == actor.id)
    ).one_or_none()
    if row is None:
        raise NotFoundError
    post, revision, thread = row[:3]
    shown_html: str | None = row.shown_html  # the outer join may find none
    offered = own_actions(actor, PostFacts(author_id=actor.id, state=PostState(post.state)))
    title, text = revision.title, revision.text
    if revision.erased_at is not None:
        # What others see is there to go on from; what stands in place of erased words is not.
        title, text = row.shown_title, row.shown_text or ""
    return OwnPost(
        id=post.id,
        thread_id=thread.id,
        is_opening=post.is_opening,
        state=post.state,
        at=post.created_at,
        title=title,
        text=text,
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(revision.html),  # noqa: S704
        number=revision.number,
        outcome=revision.outcome,
        shown_title=row.shown_title,
        shown_html=Markup(shown_html) if shown_html is not None else None,  # noqa: S704
        may_revise=PostAction.REVISE in offered,
        may_withdraw=PostAction.WITHDRAW in offered,
        in_welcome_thread=thread.welcome_flagged_at is not None,
        erased_at=revision.erased_at,
    )


def own_posts(actor: Actor, limit: int = 10, *states: PostState) -> Sequence[OwnPostRow]:
    """A person's own posts, newest first; only those in the given states, if any are given."""
    rows = read(_own_posts(kind_of(actor), states), {"reader_id": actor.id, "most": limit})
    return [
        OwnPostRow(
            id=row.id,
            thread_title=row.title,
            excerpt=excerpt(row.html, 120),
            state=row.state,
            at=row.created_at,
            replies=row.replies,
        )
        for row in rows
    ]


@lru_cache(maxsize=16)
def _own_posts(reader: ReaderKind, states: tuple[PostState, ...]) -> Rows:
    answers = aliased(Post)
    replies = (
        select(func.count())
        .select_from(answers)
        .where(answers.answers_id == Post.id, answers.state == PostState.PUBLISHED)
        .scalar_subquery()
    )
    wanted = (Post.state.in_(sorted(states)),) if states else ()
    return (
        select(
            Post.id, Post.state, Post.created_at, thread_title(reader).label("title"), PostRevision.html,
            replies.label("replies"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(PostRevision, is_latest())
        .where(Post.author_id == reader.user_id, *wanted)
        .order_by(Post.id.desc())
        .limit(bindparam("most"))
    )  # fmt: skip
