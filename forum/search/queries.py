"""Finding posts that everybody may read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, ColumnElement, bindparam, select

from forum.accounts.actor import VISITOR, Actor
from forum.accounts.models import User
from forum.accounts.people import Byline, byline_columns, byline_of
from forum.conversations.hiding import is_hidden_from
from forum.conversations.lookup import is_shown
from forum.conversations.models import Category, Post, PostRevision, Thread
from forum.conversations.rows import Rows
from forum.database import db, read
from forum.pagination import Page, make_page
from forum.permissions.visibility import visible_posts
from forum.search.asked import Asked
from forum.search.index import matches
from forum.search.snippets import Piece, marked, snippet
from forum.text import plain_text

FOUND_PER_PAGE = 20
#: Whoever finds so many asks for something narrower; more would cost much and be read by nobody.
MOST_FOUND = 200


class Order(StrEnum):
    """What comes first."""

    FITTING = "fitting"
    NEWEST = "newest"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A post in which the words stand: its thread's title and a piece of its text, with the words marked."""

    post_id: int
    title: Sequence[Piece]
    words: Sequence[Piece]
    author: Byline
    category: str
    at: datetime
    is_welcome: bool


@dataclass(frozen=True, kw_only=True)
class Results:
    """What was found. `in_part` is whether no post has all the words, so that these have some of them."""

    page: Page[Found]
    in_part: bool

    @property
    def is_cut(self) -> bool:
        """Whether there may be more."""
        return self.page.total == MOST_FOUND


_SHOWN: Rows = (
    select(
        Post.id,
        Post.published_at,
        Thread.title,
        Thread.welcome_flagged_at.is_not(None).label("is_welcome"),
        PostRevision.html,
        Category.name.label("category"),
        *byline_columns(),
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(Category, Category.id == Thread.category_id)
    .join(PostRevision, is_shown())
    .join(User, User.id == Post.author_id)
    .where(Post.id.in_(bindparam("ids", expanding=True)))
)


def find_posts(
    actor: Actor,
    asked: Asked,
    page: int,
    make_url: Callable[[int], str],
    *,
    order: Order = Order.FITTING,
    category: str = "",
) -> Results:
    """Posts in which the words stand, as everybody reads them: what is held or gone is found by nobody.

    What this person has hidden is left out. Where no post has all the words, those that have some of them come.

    Args:
        actor: whoever looks.
        asked: what for; not nothing.
        page: from 1.
        make_url: the address of a page.
        order: what comes first.
        category: the slug of the only one to look in.

    Raises:
        NotFoundError: there is no such page.
    """
    found = _ids(actor, asked, order, category, all_words=True)
    in_part = not found and len(asked.wanted) > 1
    if in_part:
        found = _ids(actor, asked, order, category, all_words=False)
    first = (page - 1) * FOUND_PER_PAGE
    shown = _shown(found[first : first + FOUND_PER_PAGE], asked)
    return Results(
        page=make_page(shown, page, FOUND_PER_PAGE, len(found), make_url),
        in_part=in_part and bool(found),
    )


def _ids(
    actor: Actor, asked: Asked, order: Order, category: str, *, all_words: bool
) -> Sequence[int]:
    """The posts, `MOST_FOUND` at most, in their order."""
    found = matches(db.engine.dialect.name, asked, all_words=all_words)
    query = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(PostRevision, is_shown())
        .join(found, found.c.revision_id == PostRevision.id)
        # The same for everybody: what is on show to staff or its author alone has places of its own.
        .where(visible_posts(VISITOR))
        .order_by(_first(order, found), Post.id.desc())
        .limit(MOST_FOUND)
    )
    if actor.is_signed_in:
        query = query.where(~is_hidden_from(actor.id))
    if category:
        query = query.join(Category, Category.id == Thread.category_id).where(
            Category.slug == category
        )
    return db.session.scalars(query).all()


def _first(order: Order, found: CTE) -> ColumnElement[Any]:
    return found.c.rank if order is Order.FITTING else Post.published_at.desc()


def _shown(ids: Sequence[int], asked: Asked) -> Sequence[Found]:
    rows = {row.id: row for row in read(_SHOWN, {"ids": ids})} if ids else {}
    # What went out of sight since is left out.
    return [_found(rows[number], asked) for number in ids if number in rows]


def _found(row: Any, asked: Asked) -> Found:
    return Found(
        post_id=row.id,
        title=marked(row.title, asked.wanted),
        words=snippet(plain_text(row.html), asked.wanted),
        author=byline_of(row),
        category=row.category,
        at=row.published_at,
        is_welcome=row.is_welcome,
    )
