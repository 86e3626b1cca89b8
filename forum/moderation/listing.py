"""Reading the review queue: what waits, in which order, and why it stands where it does.

Newcomers' own posts come first, because a newcomer who hears nothing goes away; within each half, what has waited
longest comes first, so that nothing starves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.moderation.models import ReviewItem, ReviewReason
from forum.moderation.pages import QueueRow
from forum.moderation.queries import count_open_items
from forum.moderation.screened import Screened, screened
from forum.moderation.wording import Kind, held_in_words, how_long, what_it_is
from forum.pagination import Page, make_page
from forum.permissions.visibility import thread_title
from forum.wiring import clock

ITEMS_PER_PAGE = 20
_ORDER = (Post.by_newcomer.desc(), ReviewItem.opened_at, ReviewItem.id)


def queue_page(actor: Actor, page: int, make_url: Callable[[int], str]) -> Page[QueueRow]:
    """A page of the queue, in the order in which it should be read.

    Raises:
        NotFoundError: there is no such page.
    """
    rows = db.session.execute(
        _described(actor)
        .where(ReviewItem.closed_at.is_(None))
        .order_by(*_ORDER)
        .limit(ITEMS_PER_PAGE)
        .offset((page - 1) * ITEMS_PER_PAGE)
    ).all()
    people = load_people({id_ for row in rows for id_ in (row.author_id, spoken_to(row)) if id_})
    results = screened({row.revision_id for row in rows})
    kinds = reason_kinds({row.item_id for row in rows})
    items = [
        _row(actor, row, people, results.get(row.revision_id), kinds[row.item_id]) for row in rows
    ]
    return make_page(items, page, ITEMS_PER_PAGE, count_open_items(), make_url)


def first_item_for(actor: Actor) -> int | None:
    """The item that this person should read next; never one of their own posts."""
    return db.session.scalar(
        select(ReviewItem.id)
        .join(Post, Post.id == ReviewItem.post_id)
        .where(ReviewItem.closed_at.is_(None), Post.author_id != actor.id)
        .order_by(*_ORDER)
        .limit(1)
    )


def _described(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Items with what it takes to name them."""
    answered = aliased(Post)
    return (
        select(
            ReviewItem.id.label("item_id"),
            ReviewItem.revision_id,
            ReviewItem.is_edit,
            ReviewItem.opened_at,
            Post.author_id,
            Post.by_newcomer,
            Post.is_opening,
            is_introduction().label("is_introduction"),
            thread_title(actor).label("thread_title"),
            Thread.author_id.label("thread_author_id"),
            PostRevision.title,
            answered.author_id.label("answered_author_id"),
        )
        .join(Post, Post.id == ReviewItem.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(PostRevision, PostRevision.id == ReviewItem.revision_id)
        .outerjoin(answered, answered.id == Post.answers_id)
    )


def is_introduction() -> ColumnElement[bool]:
    """A newcomer's first post in a welcome thread that answers nobody in particular."""
    earlier, its_thread = aliased(Post), aliased(Thread)
    came_before = exists(
        select(earlier.id)
        .join(its_thread, its_thread.id == earlier.thread_id)
        .where(
            earlier.author_id == Post.author_id,
            earlier.id < Post.id,
            its_thread.welcome_flagged_at.is_not(None),
        )
    ).correlate(Post)
    return (
        Post.by_newcomer
        & Post.answers_id.is_(None)
        & Thread.welcome_flagged_at.is_not(None)
        & ~came_before
    )


def spoken_to(row: Any) -> int | None:
    """The person a post speaks to: whom it answers, else who began the thread; None for everybody."""
    to = row.answered_author_id or row.thread_author_id
    return to if to != row.author_id and not row.is_opening else None


def reason_kinds(item_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Why items are there, by item; one query."""
    kinds: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(ReviewReason.item_id, ReviewReason.kind).where(ReviewReason.item_id.in_(item_ids))
    )
    for row in rows:
        kinds[row.item_id].append(row.kind)
    return kinds


def _row(
    actor: Actor,
    row: Any,
    people: Mapping[int, PersonView],
    result: Screened | None,
    kinds: Collection[str],
) -> QueueRow:
    to = spoken_to(row)
    speaks_to = people[to] if to is not None else None
    # The title of a new thread is part of what is held, and may be as hard to read as the rest.
    folded = row.is_opening and result is not None and result.is_severe
    return QueueRow(
        item_id=row.item_id,
        what=what_it_is(
            Kind(
                by_newcomer=row.by_newcomer,
                to_newcomer=speaks_to is not None and speaks_to.is_newcomer,
                is_edit=row.is_edit,
                is_opening=row.is_opening,
                is_introduction=bool(row.is_introduction),
            )
        ),
        because=held_in_words(kinds, result.findings if result is not None else []),
        opened_at=row.opened_at,
        waits=how_long(clock().now() - row.opened_at),
        author=people[row.author_id],
        speaks_to=speaks_to,
        thread_title="" if folded else row.title or row.thread_title,
        is_own=row.author_id == actor.user_id,
    )
