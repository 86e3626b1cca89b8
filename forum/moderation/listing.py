"""Reading the review queue: what waits, in which order, and why it stands where it does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import PersonView, load_people
from forum.conversations.introductions import is_introduction
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import alias_of, db
from forum.moderation.desk_pages import Passed
from forum.moderation.desk_queries import InHand, passed
from forum.moderation.holding import CLAIM_LASTS, is_still
from forum.moderation.models import Report, ReviewItem, ReviewReason
from forum.moderation.order import Part, in_order, of_part, waits_for
from forum.moderation.queue_pages import Queue, QueueRow
from forum.moderation.ranking import (
    Gravity,
    Told,
    Waiting,
    gravity_of_reports,
    question_of,
    rank,
)
from forum.moderation.screened import Screened, screened
from forum.moderation.wording import Kind, waits_for_an_answer, what_it_is, why_here
from forum.pagination import make_page
from forum.permissions.visibility import thread_title
from forum.screened_fields.queries import held_fields
from forum.screening.verdict import Finding
from forum.welcome.models import ReplyClock
from forum.wiring import clock
from forum.words import how_long

ITEMS_PER_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which items are wanted: of one part of the queue, and by or about one person (part of a name; empty for all)."""

    part: Part = Part.ALL
    person: str = ""


def queue_page(actor: Actor, wanted: Wanted, page: int, make_url: Callable[[int], str]) -> Queue:
    """A page of the queue, in the order in which it should be read, and how much is in each part of it.

    Raises:
        NotFoundError: there is no such page.
    """
    now = clock().now()
    here = (*waits_for(actor), of_part(wanted.part), *_by_or_about(wanted.person))
    # First which ones, from the items' own table; only then what it takes to name them.
    first = (
        select(ReviewItem.id)
        .where(*here)
        .order_by(*in_order(now))
        .limit(ITEMS_PER_PAGE)
        .offset((page - 1) * ITEMS_PER_PAGE)
    )
    ids = db.session.scalars(first).all()
    described = _described(actor).where(ReviewItem.id.in_(ids)).order_by(*in_order(now))
    rows = db.session.execute(described).all()
    counts = _counts(actor)
    total = counts[wanted.part] if not wanted.person else _count(here)
    return Queue(
        items=make_page(_rows(actor, rows, now), page, ITEMS_PER_PAGE, total, make_url),
        counts=counts,
    )


def _by_or_about(person: str) -> Sequence[ColumnElement[bool]]:
    if not person:
        return ()
    named = select(User.id).where(
        or_(
            User.username.icontains(person, autoescape=True),
            User.display_name.icontains(person, autoescape=True),
        )
    )
    return (ReviewItem.about_id.in_(named),)


def _counts(actor: Actor) -> Mapping[Part, int]:
    """How much is in each part; one query."""
    parts = [func.sum(case((of_part(part), 1), else_=0)).label(part) for part in Part]
    row = db.session.execute(select(*parts).where(*waits_for(actor))).one()
    return {part: row._mapping[part] or 0 for part in Part}


def _count(here: Sequence[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(func.count()).select_from(ReviewItem).where(*here)) or 0


def _rows(actor: Actor, rows: Sequence[Any], now: datetime) -> Sequence[QueueRow]:
    people = load_people(
        {
            id_
            for row in rows
            for id_ in (row.author_id, spoken_to(row), _claimed_by(actor, row, now))
            if id_
        }
    )
    results = screened({row.revision_id for row in rows if row.revision_id is not None})
    ids = {row.item_id for row in rows}
    kinds, told = reason_kinds(ids), told_us(ids)
    between = passed(actor, [_in_hand(row) for row in rows], now)
    held: dict[int, list[Finding]] = defaultdict(list)
    for field in held_fields({row.person_id for row in rows if row.person_id is not None}):
        held[field.author_id] += field.findings
    return [
        _row(
            row,
            people,
            results.get(row.revision_id),
            why=(kinds[row.item_id], told[row.item_id], held.get(row.person_id, [])),
            read_by=people.get(_claimed_by(actor, row, now) or 0),
            between=between[row.item_id],
            now=now,
        )
        for row in rows
    ]


def _in_hand(row: Any) -> InHand:
    return InHand(
        id=row.item_id,
        escalated_at=row.escalated_at,
        asked_by_id=row.asked_by_id,
        first_for_id=row.first_for_id,
        first_for_until=row.first_for_until,
    )


def _claimed_by(actor: Actor, row: Any, now: datetime) -> int | None:
    """Who else has it open."""
    claimed = is_still(row.claimed_until, CLAIM_LASTS, now)
    return row.claimed_by_id if claimed and row.claimed_by_id != actor.user_id else None


def _described(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Items with what it takes to name them."""
    answered = alias_of(Post, "answered")
    return (
        select(
            ReviewItem.id.label("item_id"),
            ReviewItem.revision_id,
            ReviewItem.is_edit,
            ReviewItem.opened_at,
            ReviewItem.person_id,
            ReviewItem.private_id,
            ReviewItem.appeal_id,
            ReviewItem.clock_id,
            ReviewItem.gravity,
            ReviewItem.from_newcomer,
            ReviewItem.claimed_by_id,
            ReviewItem.claimed_until,
            ReviewItem.escalated_at,
            ReviewItem.asked_by_id,
            ReviewItem.first_for_id,
            ReviewItem.first_for_until,
            ReviewItem.about_id.label("author_id"),
            Post.by_newcomer,
            Post.is_opening,
            is_introduction().label("is_introduction"),
            thread_title(actor).label("thread_title"),
            Thread.author_id.label("thread_author_id"),
            PostRevision.title,
            answered.author_id.label("answered_author_id"),
        )
        .outerjoin(ReplyClock, ReplyClock.id == ReviewItem.clock_id)
        .outerjoin(Post, Post.id == func.coalesce(ReviewItem.post_id, ReplyClock.post_id))
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(PostRevision, PostRevision.id == ReviewItem.revision_id)
        .outerjoin(answered, answered.id == Post.answers_id)
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


def told_us(item_ids: Collection[int]) -> Mapping[int, Told]:
    """What people reported of the targets of items, and how much each of it weighs, by item; one query."""
    told: dict[int, list[tuple[str, float]]] = defaultdict(list)
    rows = db.session.execute(
        select(Report.item_id, Report.reason, Report.weight)
        .where(Report.item_id.in_(item_ids))
        .order_by(Report.item_id, Report.reason, Report.id)
    )
    for row in rows:
        told[row.item_id].append((row.reason, row.weight))
    return told


def readers(told: Told) -> Mapping[str, int]:
    """How many people gave each reason."""
    return Counter(reason for reason, _ in told)


def _row(
    row: Any,
    people: Mapping[int, PersonView],
    result: Screened | None,
    *,
    why: tuple[Collection[str], Told, Sequence[Finding]],
    read_by: PersonView | None,
    between: Passed,
    now: datetime,
) -> QueueRow:
    to = spoken_to(row)
    speaks_to = people[to] if to is not None else None
    # The title of a new thread is part of what is held, and may be as hard to read as the rest.
    is_hard = (result is not None and result.is_severe) or (
        gravity_of_reports(why[1]) is Gravity.SEVERE
    )
    folded = row.is_opening and is_hard
    because = why_here(why[0], result.findings if result is not None else why[2], readers(why[1]))
    waits = how_long(now - row.opened_at)
    return QueueRow(
        item_id=row.item_id,
        what=_what(row, speaks_to),
        because=waits_for_an_answer(waits) if row.clock_id is not None else because,
        ranked=rank(waiting(row, why[1]), now).why,
        opened_at=row.opened_at,
        waits=waits,
        author=people[row.author_id],
        speaks_to=speaks_to,
        thread_title="" if folded else row.title or row.thread_title or "",
        is_profile=row.person_id is not None,
        is_post=row.thread_author_id is not None,
        read_by=read_by,
        passed=between,
    )


def waiting(row: Any, told: Told = ()) -> Waiting:
    """What ranking has to know of an item's row."""
    return Waiting(
        id=row.item_id,
        gravity=Gravity(row.gravity),
        from_newcomer=row.from_newcomer,
        since=row.opened_at,
        is_escalated=row.escalated_at is not None,
        question=question_of(appeal_id=row.appeal_id, clock_id=row.clock_id),
        told=told,
    )


def _what(row: Any, speaks_to: PersonView | None) -> str:
    if row.person_id is not None:
        return "A profile"
    if row.private_id is not None:
        return "Something said in private"
    if row.appeal_id is not None:
        return "An appeal"
    named = what_it_is(
        Kind(
            by_newcomer=row.by_newcomer,
            to_newcomer=speaks_to is not None and speaks_to.is_newcomer,
            is_edit=row.is_edit,
            is_opening=row.is_opening,
            is_introduction=bool(row.is_introduction),
        )
    )
    return f"{named} without an answer" if row.clock_id is not None else named
