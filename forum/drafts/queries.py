"""Reading one's own drafts. There is no way to anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.actor import Actor
from forum.conversations.models import Category, Thread
from forum.conversations.rows import Rows
from forum.database import read
from forum.drafts.models import Draft
from forum.drafts.places import Place
from forum.permissions.visibility import ReaderKind, kind_of, thread_title

EXCERPT = 120


@dataclass(frozen=True, kw_only=True)
class KeptDraft:
    """A draft, for the box in which it goes on."""

    id: int
    title: str
    text: str
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """A draft in a list.

    `where` is the thread's title or the category's name; empty for a thread that went out of sight. For a thread that
    takes answers `thread_id` is set, and `answers_id` where one post is answered; `slug` is a category's. `private_id`
    is set for a private conversation. `words` are all of it, where `excerpt` is only the beginning; else empty.
    """

    id: int
    where: str
    thread_id: int | None
    answers_id: int | None
    slug: str
    private_id: int | None
    excerpt: str
    words: str
    saved_at: datetime


_KEPT = select(Draft.id, Draft.title, Draft.text, Draft.saved_at).where(
    Draft.user_id == bindparam("reader_id"), Draft.place == bindparam("place")
)


def draft_at(actor: Actor, place: Place) -> KeptDraft | None:
    """What this person has begun to write in this place, if anything."""
    if not actor.is_signed_in:
        return None
    row = read(_KEPT, {"reader_id": actor.id, "place": place.key}).one_or_none()
    return KeptDraft(**row._mapping) if row is not None else None


def drafts_of(actor: Actor, limit: int = 50) -> Sequence[DraftRow]:
    """A person's own drafts, the newest first."""
    rows = read(_drafts(kind_of(actor)), {"reader_id": actor.id, "most": limit})
    return [_row(row) for row in rows]


def _row(row: Any) -> DraftRow:
    words = "\n\n".join(part for part in (row.title, row.text) if part)
    beginning = _beginning(words)
    takes_answers = row.is_open and row.locked_at is None
    return DraftRow(
        id=row.id,
        where=(row.thread_title if row.thread_id is not None else row.name) or "",
        thread_id=row.thread_id if takes_answers else None,
        answers_id=row.answers_id,
        slug=row.slug or "",
        private_id=row.private_id,
        excerpt=beginning,
        words=words if beginning != " ".join(words.split()) else "",
        saved_at=row.saved_at,
    )


@cache
def _drafts(reader: ReaderKind) -> Rows:
    return (
        select(
            Draft.id,
            Draft.thread_id,
            Draft.answers_id,
            Draft.private_id,
            Draft.title,
            Draft.text,
            Draft.saved_at,
            thread_title(reader).label("thread_title"),
            Thread.published_at.is_not(None).label("is_open"),
            Thread.locked_at,
            Category.name,
            Category.slug,
        )
        .outerjoin(Thread, Thread.id == Draft.thread_id)
        .outerjoin(Category, Category.id == Draft.category_id)
        .where(Draft.user_id == reader.user_id)
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
        .limit(bindparam("most"))
    )


def _beginning(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= EXCERPT else f"{plain[:EXCERPT].rsplit(' ', 1)[0]}…"
