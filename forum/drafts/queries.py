"""Reading one's own drafts. There is no way to anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select

from forum.accounts.actor import Actor
from forum.conversations.lifecycle import PostAction, PostState, possible_actions
from forum.conversations.models import Category, Post, Thread
from forum.conversations.rows import Rows
from forum.database import read
from forum.drafts.models import Draft
from forum.drafts.places import Place
from forum.permissions.visibility import ReaderKind, kind_of, thread_title
from forum.privately.lookup import takes_words
from forum.privately.models import PrivateConversation
from forum.welcome.models import Mentorship

EXCERPT = 120


@dataclass(frozen=True, kw_only=True)
class KeptDraft:
    """A draft, for the box in which it goes on.

    `goes_on` names it, for the form of that box. `based_on` is the number of the version of which it is a change, if it
    is one. `has_others` is whether more drafts wait in the same place.
    """

    id: int
    goes_on: str
    title: str
    text: str
    saved_at: datetime
    based_on: int | None
    has_others: bool


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """A draft in a list. `key` names it as it stands there.

    `where` is the thread's title or the category's name; empty for a thread that went out of sight. For a thread that
    takes answers `thread_id` is set, and `answers_id` where one post is answered; `slug` is a category's. `private_id`
    is set for a private conversation, `changes_id` for a change to a post of their own in the thread. `is_open` is
    whether anything new can be said there, or the post can be changed. `words` are all of it, where `excerpt` is only
    the beginning; else empty.
    """

    id: int
    key: str
    where: str
    thread_id: int | None
    answers_id: int | None
    slug: str
    private_id: int | None
    changes_id: int | None
    is_open: bool
    excerpt: str
    words: str
    saved_at: datetime


_KEPT = (
    select(
        Draft.id,
        Draft.key.label("goes_on"),
        Draft.title,
        Draft.text,
        Draft.saved_at,
        Draft.based_on,
    )
    .where(Draft.user_id == bindparam("reader_id"), Draft.place == bindparam("place"))
    .order_by(Draft.id != bindparam("chosen"), Draft.saved_at.desc(), Draft.id.desc())
    .limit(2)
)


def draft_at(actor: Actor, place: Place, chosen: int | None = None) -> KeptDraft | None:
    """What this person has begun to write in this place, if anything: the draft that they chose, else the newest."""
    if not actor.is_signed_in:
        return None
    values = {"reader_id": actor.id, "place": place.key, "chosen": chosen or 0}
    rows = read(_KEPT, values).all()
    return KeptDraft(**rows[0]._mapping, has_others=len(rows) > 1) if rows else None


def drafts_of(actor: Actor, limit: int = 50) -> Sequence[DraftRow]:
    """A person's own drafts, the newest first."""
    rows = read(_drafts(kind_of(actor)), {"reader_id": actor.id, "most": limit})
    return [_row(row) for row in rows]


def _row(row: Any) -> DraftRow:
    words = "\n\n".join(part for part in (row.title, row.text) if part)
    beginning = _beginning(words)
    takes_answers = row.is_published and row.locked_at is None
    return DraftRow(
        id=row.id,
        key=row.key,
        where=(row.name if row.slug is not None else row.thread_title) or "",
        thread_id=row.thread_id if takes_answers else None,
        answers_id=row.answers_id,
        slug=row.slug or "",
        private_id=row.private_id,
        changes_id=row.changes_id,
        is_open=_is_open(row, takes_answers=takes_answers),
        excerpt=beginning,
        words=words if beginning != " ".join(words.split()) else "",
        saved_at=row.saved_at,
    )


def _is_open(row: Any, *, takes_answers: bool) -> bool:
    if row.changes_id is not None:
        return PostAction.REVISE in possible_actions(PostState(row.state))
    if row.private_id is not None:
        return bool(row.private_is_open)
    return row.thread_id is None or takes_answers


@cache
def _drafts(reader: ReaderKind) -> Rows:
    return (
        select(
            Draft.id,
            Draft.key,
            Draft.thread_id,
            Draft.answers_id,
            Draft.private_id,
            Draft.changes_id,
            Draft.title,
            Draft.text,
            Draft.saved_at,
            thread_title(reader).label("thread_title"),
            Thread.published_at.is_not(None).label("is_published"),
            Thread.locked_at,
            takes_words().label("private_is_open"),
            Post.state,
            Category.name,
            Category.slug,
        )
        .outerjoin(Post, Post.id == Draft.changes_id)
        .outerjoin(Thread, Thread.id == func.coalesce(Draft.thread_id, Post.thread_id))
        .outerjoin(Category, Category.id == Draft.category_id)
        .outerjoin(Mentorship, Mentorship.id == Draft.private_id)
        .outerjoin(PrivateConversation, PrivateConversation.id == Mentorship.id)
        .where(Draft.user_id == reader.user_id)
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
        .limit(bindparam("most"))
    )


def _beginning(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= EXCERPT else f"{plain[:EXCERPT].rsplit(' ', 1)[0]}…"
