"""Reading the lists of conversations: categories, and threads in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select

from forum.accounts.models import User
from forum.accounts.people import byline_columns, byline_of
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Category, Post, Thread
from forum.conversations.pages import (
    CategoryView,
    FrontPage,
    ThreadRow,
)
from forum.conversations.rows import Rows
from forum.database import read
from forum.errors import NotFoundError
from forum.pagination import Page, make_page
from forum.permissions.visibility import (
    listed_threads,
)
from forum.text import slugify

THREADS_PER_PAGE = 25
FRONT_THREADS = 12
FRONT_WELCOME_THREADS = 4

_CATEGORIES = select(Category.id, Category.name, Category.slug, Category.description)
_IN_ORDER = _CATEGORIES.order_by(Category.position, Category.id)
_BY_SLUG = _CATEGORIES.where(Category.slug == bindparam("slug"))
_LISTED: Rows = (
    select(
        Thread.id,
        Thread.title,
        Thread.reply_count,
        Thread.last_posted_at,
        Thread.welcome_flagged_at.is_not(None).label("is_welcome"),
        Category.name.label("category"),
        Category.slug.label("category_slug"),
        *byline_columns(),
    )
    .join(Category, Category.id == Thread.category_id)
    .join(User, User.id == Thread.author_id)
    .where(listed_threads())
    .order_by(Thread.last_posted_at.desc(), Thread.id.desc())
)
# Welcome threads have their own place on the front page. While one is closed it is a thread like others: nobody who is
# new shall be led to where nobody can answer.
_LATEST = _LISTED.where(
    or_(Thread.welcome_flagged_at.is_(None), Thread.locked_at.is_not(None))
).limit(FRONT_THREADS)
_WELCOME = _LISTED.where(Thread.welcome_flagged_at.is_not(None), Thread.locked_at.is_(None)).limit(
    bindparam("most")
)
# Those about something that somebody likes to talk about first; and whether they are in the conversation already.
_WELCOME_FITTING = (
    _WELCOME.add_columns(
        exists()
        .where(
            Post.thread_id == Thread.id,
            Post.author_id == bindparam("reader_id"),
            Post.state.in_((PostState.SUBMITTED, PostState.HELD, PostState.PUBLISHED)),
        )
        .label("takes_part")
    )
    .order_by(None)
    .order_by(
        Category.slug.in_(bindparam("topics", expanding=True)).desc(),
        Thread.last_posted_at.desc(),
        Thread.id.desc(),
    )
)
_IN_CATEGORY = (
    _LISTED.where(Thread.category_id == bindparam("category_id"))
    .limit(THREADS_PER_PAGE)
    .offset(bindparam("skipped"))
)
_NUMBER_IN_CATEGORY = (
    select(func.count())
    .select_from(Thread)
    .where(Thread.category_id == bindparam("category_id"), listed_threads())
)


def categories() -> Sequence[CategoryView]:
    """All categories, in their order."""
    return [CategoryView(**row._mapping) for row in read(_IN_ORDER)]


def category_by_slug(slug: str) -> CategoryView:
    """One category.

    Raises:
        NotFoundError: there is none of that name.
    """
    row = read(_BY_SLUG, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFoundError
    return CategoryView(**row._mapping)


def front_page() -> FrontPage:
    """Where to begin, and what is being talked about."""
    return FrontPage(
        categories=categories(),
        welcome_threads=welcome_threads(limit=FRONT_WELCOME_THREADS),
        threads=_thread_rows(_LATEST),
    )


def welcome_threads(limit: int = 20) -> Sequence[ThreadRow]:
    """Welcome threads in which one can say hello, the liveliest first."""
    return _thread_rows(_WELCOME, most=limit)


def fitting_welcome_threads(
    reader_id: int, topics: Collection[str], limit: int
) -> Sequence[tuple[ThreadRow, bool]]:
    """Welcome threads, each with whether this person has written in it, or waits to.

    Those in the categories named by their slugs come first, the liveliest first among each.
    """
    asked = {"reader_id": reader_id, "topics": sorted(topics), "most": limit}
    return [(_thread_row(row), row.takes_part) for row in read(_WELCOME_FITTING, asked)]


def threads_in_category(
    category: CategoryView, page: int, make_url: Callable[[int], str]
) -> Page[ThreadRow]:
    """A page of a category's threads, the most recently active first.

    Raises:
        NotFoundError: there is no such page.
    """
    total = read(_NUMBER_IN_CATEGORY, {"category_id": category.id}).scalar_one()
    rows = _thread_rows(
        _IN_CATEGORY, category_id=category.id, skipped=(page - 1) * THREADS_PER_PAGE
    )
    return make_page(rows, page, THREADS_PER_PAGE, total, make_url)


def _thread_rows(query: Rows, **values: Any) -> Sequence[ThreadRow]:
    return [_thread_row(row) for row in read(query, values)]


def _thread_row(row: Any) -> ThreadRow:
    return ThreadRow(
        id=row.id,
        slug=slugify(row.title),
        title=row.title,
        author=byline_of(row),
        category=row.category,
        category_slug=row.category_slug,
        reply_count=row.reply_count,
        last_activity_at=row.last_posted_at,
        is_welcome=row.is_welcome,
    )
