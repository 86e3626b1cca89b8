"""Reading one thread and its posts. Every look-up goes through the visibility rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.conversations.lifecycle import PostAction, PostState, possible_actions
from forum.conversations.models import Category, Post, PostRevision, Thread
from forum.conversations.pages import (
    Answered,
    CategoryView,
    PostView,
    ThreadView,
)
from forum.conversations.rows import Rows, count
from forum.database import db
from forum.errors import NotFoundError
from forum.pagination import Page, make_page
from forum.permissions.subjects import PostFacts, ThreadFacts
from forum.permissions.visibility import (
    posts_shown_in_thread,
    visible_posts,
)
from forum.text import slugify

POSTS_PER_PAGE = 20

# Putting a query together costs more than running it: what they have in common is put together once.
_ANSWERED = aliased(Post)
_POSTS: Rows = (
    select(
        Post.id,
        Post.author_id,
        Post.state,
        Post.created_at,
        Post.published_at,
        Post.latest_number,
        Post.shown_number,
        PostRevision.html,
        PostRevision.number,
        PostRevision.created_at.label("revised_at"),
        Post.answers_id,
        _ANSWERED.author_id.label("answered_author_id"),
        _ANSWERED.state.label("answered_state"),
    )
    .join(
        PostRevision,
        # Readers see the version on show; where there is none yet, only its author gets here, and sees the newest.
        (PostRevision.post_id == Post.id)
        & (PostRevision.number == func.coalesce(Post.shown_number, Post.latest_number)),
    )
    .outerjoin(_ANSWERED, _ANSWERED.id == Post.answers_id)
)
_HEAD: Rows = (
    select(
        Thread.id,
        Thread.title,
        Thread.author_id,
        Thread.published_at,
        Thread.reply_count,
        Thread.welcome_flagged_by_id,
        Thread.welcome_flagged_at,
        Thread.welcome_reason,
        Category.id.label("category_id"),
        Category.name,
        Category.slug,
        Category.description,
    )
    .join(Category, Category.id == Thread.category_id)
    .join(Post, (Post.thread_id == Thread.id) & Post.is_opening)
)


def thread_view(actor: Actor, thread_id: int) -> ThreadView:
    """The head of a thread's page.

    Raises:
        NotFoundError: no such thread, or this person may not know of it.
    """
    row = db.session.execute(
        _HEAD.where(Thread.id == thread_id, visible_posts(actor))
    ).one_or_none()
    if row is None:
        raise NotFoundError
    mentor_id = row.welcome_flagged_by_id
    mentor = load_people([mentor_id]).get(mentor_id) if mentor_id is not None else None
    return ThreadView(
        id=row.id,
        slug=slugify(row.title),
        title=row.title,
        category=CategoryView(
            id=row.category_id, name=row.name, slug=row.slug, description=row.description
        ),
        reply_count=row.reply_count,
        is_welcome=row.welcome_flagged_at is not None,
        welcome_reason=row.welcome_reason,
        welcomed_by=mentor,
        facts=ThreadFacts(author_id=row.author_id, is_open=row.published_at is not None),
    )


def posts_in_thread(
    actor: Actor, thread: ThreadView, page: int, make_url: Callable[[int], str]
) -> Page[PostView]:
    """A page of a thread's posts, oldest first, with this person's own that are on their way.

    Raises:
        NotFoundError: there is no such page.
    """
    shown = (Post.thread_id == thread.id, posts_shown_in_thread(actor))
    total = (
        count(select(func.count()).select_from(Post).where(*shown))
        if actor.is_signed_in
        else thread.reply_count + 1
    )
    posts = _post_views(
        actor,
        thread,
        *shown,
        limit=POSTS_PER_PAGE,
        offset=(page - 1) * POSTS_PER_PAGE,
    )
    return make_page(posts, page, POSTS_PER_PAGE, total, make_url)


def page_of_post(actor: Actor, thread_id: int, post_id: int) -> int:
    """On which page of its thread a post stands for this person."""
    before = count(
        select(func.count())
        .select_from(Post)
        .where(Post.thread_id == thread_id, Post.id < post_id, posts_shown_in_thread(actor))
    )
    return before // POSTS_PER_PAGE + 1


def post_view(actor: Actor, thread: ThreadView, post_id: int) -> PostView:
    """One post of a thread, to be answered.

    Raises:
        NotFoundError: it is not on show there.
    """
    found = _post_views(
        actor, thread, Post.id == post_id, Post.thread_id == thread.id,
        Post.state == PostState.PUBLISHED, limit=1, offset=0,
    )  # fmt: skip
    if not found:
        raise NotFoundError
    return found[0]


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


def _post_views(
    actor: Actor, thread: ThreadView, *where: ColumnElement[bool], limit: int, offset: int
) -> Sequence[PostView]:
    rows = db.session.execute(
        _POSTS.where(*where).order_by(Post.id).limit(limit).offset(offset)
    ).all()
    people = load_people(
        {row.author_id for row in rows}
        | {row.answered_author_id for row in rows if row.answered_author_id is not None}
    )
    return [_post(actor, thread, row, people) for row in rows]


def _post(actor: Actor, thread: ThreadView, row: Any, people: Mapping[int, PersonView]) -> PostView:
    state = PostState(row.state)
    is_own = row.author_id == actor.user_id
    possible = possible_actions(state) if is_own else frozenset()
    # A post that went out of sight is not named by those that answer it.
    answers = (
        Answered(id=row.answers_id, author=people[row.answered_author_id])
        if row.answered_state == PostState.PUBLISHED
        else None
    )
    return PostView(
        id=row.id,
        author=people[row.author_id],
        at=row.published_at or row.created_at,
        edited_at=row.revised_at if row.number > 1 and row.shown_number else None,
        state=state,
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(row.html),  # noqa: S704
        is_own=is_own,
        may_revise=PostAction.REVISE in possible,
        may_withdraw=PostAction.WITHDRAW in possible,
        edit_waits=is_own and row.shown_number is not None and row.shown_number < row.latest_number,
        answers=answers,
        facts=PostFacts(author_id=row.author_id, state=state, thread_is_open=thread.facts.is_open),
    )
