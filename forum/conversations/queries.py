"""Reading the lists of conversations: categories, and threads in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import func, select

from forum.accounts.people import load_people
from forum.conversations.models import Category, Thread
from forum.conversations.pages import (
    CategoryView,
    FrontPage,
    ThreadRow,
)
from forum.conversations.rows import Rows, count
from forum.database import db
from forum.errors import NotFoundError
from forum.pagination import Page, make_page
from forum.permissions.visibility import (
    listed_threads,
)
from forum.text import slugify

THREADS_PER_PAGE = 25
FRONT_THREADS = 12
FRONT_WELCOME_THREADS = 4

# Putting a query together costs more than running it: what they have in common is put together once.
_LISTED: Rows = (
    select(
        Thread.id,
        Thread.title,
        Thread.author_id,
        Thread.reply_count,
        Thread.last_posted_at,
        Thread.welcome_flagged_at,
        Category.name.label("category"),
    )
    .join(Category, Category.id == Thread.category_id)
    .where(listed_threads())
)


def categories() -> Sequence[CategoryView]:
    """All categories, in their order."""
    rows = db.session.execute(
        select(Category.id, Category.name, Category.slug, Category.description).order_by(
            Category.position, Category.id
        )
    )
    return [CategoryView(**row._mapping) for row in rows]


def category_by_slug(slug: str) -> CategoryView:
    """One category.

    Raises:
        NotFoundError: there is none of that name.
    """
    row = db.session.execute(
        select(Category.id, Category.name, Category.slug, Category.description).where(
            Category.slug == slug
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return CategoryView(**row._mapping)


def front_page() -> FrontPage:
    """Where to begin, and what is being talked about."""
    return FrontPage(
        categories=categories(),
        welcome_threads=welcome_threads(limit=FRONT_WELCOME_THREADS),
        threads=_thread_rows(
            _LISTED
            # Welcome threads have their own place on the page.
            .where(Thread.welcome_flagged_at.is_(None))
            .order_by(Thread.last_posted_at.desc(), Thread.id.desc())
            .limit(FRONT_THREADS)
        ),
    )


def welcome_threads(limit: int = 20) -> Sequence[ThreadRow]:
    """Welcome threads, the liveliest first."""
    return _thread_rows(
        _LISTED.where(Thread.welcome_flagged_at.is_not(None))
        .order_by(Thread.last_posted_at.desc(), Thread.id.desc())
        .limit(limit)
    )


def threads_in_category(
    category: CategoryView, page: int, make_url: Callable[[int], str]
) -> Page[ThreadRow]:
    """A page of a category's threads, the most recently active first.

    Raises:
        NotFoundError: there is no such page.
    """
    here = (Thread.category_id == category.id, listed_threads())
    total = count(select(func.count()).select_from(Thread).where(*here))
    rows = _thread_rows(
        _LISTED.where(Thread.category_id == category.id)
        .order_by(Thread.last_posted_at.desc(), Thread.id.desc())
        .limit(THREADS_PER_PAGE)
        .offset((page - 1) * THREADS_PER_PAGE)
    )
    return make_page(rows, page, THREADS_PER_PAGE, total, make_url)


def _thread_rows(query: Rows) -> Sequence[ThreadRow]:
    rows = db.session.execute(query).all()
    people = load_people({row.author_id for row in rows})
    return [
        ThreadRow(
            id=row.id,
            slug=slugify(row.title),
            title=row.title,
            author=people[row.author_id],
            category=row.category,
            reply_count=row.reply_count,
            last_activity_at=row.last_posted_at,
            is_welcome=row.welcome_flagged_at is not None,
        )
        for row in rows
    ]
