"""Reading one thread and its posts. Every look-up goes through the visibility rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import byline_columns, byline_of
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.lookup import is_shown_else_latest
from forum.conversations.models import Category, Post, PostRevision, Thread
from forum.conversations.own_actions import own_actions
from forum.conversations.pages import (
    Answered,
    CategoryView,
    PostView,
    ThreadView,
)
from forum.conversations.rows import Rows, count
from forum.database import db, read
from forum.errors import NotFoundError
from forum.pagination import Page, make_page
from forum.permissions.subjects import PostFacts, ThreadFacts
from forum.permissions.visibility import (
    ReaderKind,
    kind_of,
    posts_shown_in_thread,
    reads_thread,
    shown_besides,
    visible_posts,
)
from forum.text import slugify

POSTS_PER_PAGE = 20

_ANSWERED, _ANSWERED_AUTHOR = aliased(Post), aliased(User)
_POSTS: Rows = (
    select(
        Post.id,
        Post.author_id,
        Post.state,
        func.coalesce(Post.published_at, Post.created_at).label("at"),
        Post.latest_number,
        Post.shown_number,
        PostRevision.html,
        # A moment costs more to read than anything else here, and most posts are never changed. What was changed before
        # others read it never was for them, and tells nobody that it had to wait.
        case(
            (
                and_(Post.shown_number > 1, PostRevision.created_at > Post.published_at),
                PostRevision.created_at,
            )
        ).label("edited_at"),
        Post.answers_id,
        _ANSWERED.state.label("answered_state"),
        _ANSWERED_AUTHOR.display_name.label("answered_name"),
        *byline_columns(),
    )
    .join(User, User.id == Post.author_id)
    .join(
        PostRevision,
        # Readers see the version on show; where there is none yet, only its author gets here, and sees the newest.
        is_shown_else_latest(),
    )
    .outerjoin(_ANSWERED, _ANSWERED.id == Post.answers_id)
    .outerjoin(_ANSWERED_AUTHOR, _ANSWERED_AUTHOR.id == _ANSWERED.author_id)
)
_HEAD: Rows = (
    select(
        Thread.id,
        Thread.title,
        Thread.author_id,
        Thread.published_at.is_not(None).label("is_open"),
        Thread.reply_count,
        Thread.welcome_flagged_at.is_not(None).label("is_welcome"),
        Thread.welcome_reason,
        Thread.locked_at.is_not(None).label("is_locked"),
        Thread.lock_reason,
        User.display_name.label("welcomed_by"),
        Category.id.label("category_id"),
        Category.name,
        Category.slug,
        Category.description,
    )
    .join(Category, Category.id == Thread.category_id)
    .join(Post, (Post.thread_id == Thread.id) & Post.is_opening)
    .outerjoin(User, User.id == Thread.welcome_flagged_by_id)
    .where(Thread.id == bindparam("thread_id"))
)


@cache
def _head(reader: ReaderKind) -> Rows:
    return _HEAD.where(visible_posts(reader))


@cache
def _page(reader: ReaderKind, *, is_open: bool) -> Rows:
    other = aliased(Post)
    besides = (
        select(func.count())
        .select_from(other)
        .where(
            other.thread_id == bindparam("thread_id"),
            shown_besides(reader, other, thread_is_open=is_open),
        )
    )
    return (
        _POSTS.add_columns(besides.scalar_subquery().label("besides"))
        .where(
            Post.thread_id == bindparam("thread_id"),
            posts_shown_in_thread(reader, thread_is_open=is_open),
        )
        .order_by(Post.id)
        .limit(POSTS_PER_PAGE)
        .offset(bindparam("skipped"))
    )


def thread_view(actor: Actor, thread_id: int) -> ThreadView:
    """The head of a thread's page.

    Raises:
        NotFoundError: no such thread, or this person may not know of it.
    """
    row = read(
        _head(kind_of(actor)), {"thread_id": thread_id, "reader_id": actor.user_id}
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return ThreadView(
        id=row.id,
        slug=slugify(row.title),
        title=row.title,
        category=CategoryView(
            id=row.category_id, name=row.name, slug=row.slug, description=row.description
        ),
        reply_count=row.reply_count,
        is_welcome=row.is_welcome,
        welcome_reason=row.welcome_reason,
        welcomed_by=row.welcomed_by,
        lock_reason=row.lock_reason,
        facts=ThreadFacts(author_id=row.author_id, is_open=row.is_open, is_locked=row.is_locked),
    )


def posts_in_thread(
    actor: Actor, thread: ThreadView, page: int, make_url: Callable[[int], str]
) -> Page[PostView]:
    """A page of a thread's posts, oldest first, with this person's own that are on their way.

    Raises:
        NotFoundError: there is no such page.
    """
    rows = read(
        _page(kind_of(actor), is_open=thread.facts.is_open),
        {
            "thread_id": thread.id,
            "reader_id": actor.user_id,
            "skipped": (page - 1) * POSTS_PER_PAGE,
        },
    ).all()
    is_open = thread.facts.is_open
    posts = [_post(actor, row, thread_is_open=is_open) for row in rows]
    reads_all = reads_thread(actor, thread_is_open=thread.facts.is_open)
    published = thread.reply_count + thread.facts.is_open if reads_all else 0
    total = published + rows[0].besides if rows else 0
    return make_page(posts, page, POSTS_PER_PAGE, total, make_url)


def page_of_post(actor: Actor, thread: ThreadView, post_id: int) -> int:
    """On which page of its thread a post stands for this person."""
    before = count(
        select(func.count())
        .select_from(Post)
        .where(
            Post.thread_id == thread.id,
            Post.id < post_id,
            posts_shown_in_thread(actor, thread_is_open=thread.facts.is_open),
        )
    )
    return before // POSTS_PER_PAGE + 1


def post_view(actor: Actor, thread: ThreadView, post_id: int) -> PostView:
    """One post of a thread, to be answered.

    Raises:
        NotFoundError: it is not on show there.
    """
    row = db.session.execute(
        _POSTS.where(
            Post.id == post_id,
            Post.thread_id == thread.id,
            Post.state == PostState.PUBLISHED,
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return _post(actor, row, thread_is_open=thread.facts.is_open)


def own_in_place(actor: Actor, post_id: int) -> PostView:
    """One's own post, whatever became of it, as it stands in its thread.

    Raises:
        NotFoundError: no such post of theirs.
    """
    row = db.session.execute(
        _POSTS.add_columns(Thread.published_at.is_not(None).label("is_open"))
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id == post_id, Post.author_id == actor.id)
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return _post(actor, row, thread_is_open=row.is_open)


def locate_post(actor: Actor, post_id: int) -> tuple[int, bool]:
    """The thread a post belongs to, and whether it is this person's own.

    Raises:
        NotFoundError: no such post, or this person may not know of it.
    """
    row = db.session.execute(
        select(Post.thread_id, Post.author_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id == post_id, visible_posts(actor))
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return row.thread_id, row.author_id == actor.user_id


def _post(actor: Actor, row: Any, *, thread_is_open: bool) -> PostView:
    state = PostState(row.state)
    is_own = row.author_id == actor.user_id
    facts = PostFacts(author_id=row.author_id, state=state, thread_is_open=thread_is_open)
    offered = own_actions(actor, facts) if is_own else frozenset()
    # A post that went out of sight, maybe with its thread, is not named by those that answer it.
    is_there = row.answered_state == PostState.PUBLISHED and reads_thread(
        actor, thread_is_open=thread_is_open
    )
    answers = Answered(id=row.answers_id, author_name=row.answered_name) if is_there else None
    return PostView(
        id=row.id,
        author=byline_of(row),
        at=row.at,
        edited_at=row.edited_at,
        state=state,
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(row.html),  # noqa: S704
        is_own=is_own,
        may_revise=PostAction.REVISE in offered,
        may_withdraw=PostAction.WITHDRAW in offered,
        edit_waits=is_own and row.shown_number is not None and row.shown_number < row.latest_number,
        answers=answers,
        facts=facts,
    )
