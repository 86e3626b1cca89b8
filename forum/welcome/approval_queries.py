"""Reading held introductions for mentors: those that the automatic screen alone holds, with low scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum.accounts.actor import Actor
from forum.accounts.blocks import blocked_either_way
from forum.accounts.models import User
from forum.accounts.people import PersonView, load_people
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.errors import NotFoundError
from forum.moderation.holding import CLAIM_LASTS
from forum.moderation.marks import Piece, marked
from forum.moderation.models import ReviewItem
from forum.moderation.ranking import Gravity
from forum.moderation.screened import Screened, screened
from forum.moderation.serving import still
from forum.moderation.wording import held_in_words
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.subjects import HeldFacts
from forum.sanctions.kinds import RESTRICTS
from forum.sanctions.lookup import in_force
from forum.sanctions.models import Sanction
from forum.screening.verdict import Part
from forum.text import excerpt
from forum.welcome.approval import HeldWords, may_be_welcomed
from forum.welcome.approval_facts import is_held_introduction

SHOWN = 10
_LOOKED_AT = 40


@dataclass(frozen=True, kw_only=True)
class HeldIntroduction:
    """An introduction that a mentor may welcome: why it is held, and its words with the marked ones among them."""

    post_id: int
    revision_id: int
    thread_id: int
    thread_title: str
    author: PersonView
    excerpt: str
    html: Markup
    pieces: Sequence[Piece]
    because: str
    since: datetime


def held_introductions(actor: Actor, now: datetime) -> Sequence[HeldIntroduction]:
    """What waits for a moderator and could as well be welcomed by this mentor, the longest wait first."""
    rows = db.session.execute(
        select(ReviewItem, Post, Thread.title, PostRevision)
        .join(Post, Post.id == ReviewItem.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(User, User.id == Post.author_id)
        .join(PostRevision, PostRevision.id == ReviewItem.revision_id)
        .options(selectinload(ReviewItem.reasons))
        .where(
            ReviewItem.closed_at.is_(None),
            ~ReviewItem.is_edit,
            ReviewItem.from_newcomer,
            ReviewItem.gravity <= Gravity.HURTFUL,
            ~still(ReviewItem.claimed_until, CLAIM_LASTS, now),
            is_held_introduction(),
        )
        .order_by(ReviewItem.opened_at, ReviewItem.id)
        .limit(_LOOKED_AT)
    ).all()
    if not rows:
        return []
    said = screened([row.PostRevision.id for row in rows])
    people = load_people({row.Post.author_id for row in rows})
    blocked = blocked_either_way(db.session(), actor.id)
    restricted = _restricted({row.Post.author_id for row in rows}, now)
    return [
        _introduction(row, people[row.Post.author_id], said[row.PostRevision.id])
        for row in rows
        if row.PostRevision.id in said
        and can(
            actor,
            Action.WELCOME_HELD,
            HeldFacts(
                author_id=row.Post.author_id,
                is_light=row.Post.author_id not in restricted
                and may_be_welcomed(_words(row.ReviewItem, said[row.PostRevision.id])),
                is_blocked=row.Post.author_id in blocked,
            ),
        )
    ][:SHOWN]


def held_introduction(actor: Actor, post_id: int, now: datetime) -> HeldIntroduction:
    """One of them.

    Raises:
        NotFoundError: it is none of those that this mentor may welcome.
    """
    for one in held_introductions(actor, now):
        if one.post_id == post_id:
            return one
    raise NotFoundError


def words_taken_back(actor: Actor, post_id: int) -> str:
    """What this mentor had answered to it last, and took back; empty if nothing."""
    return (
        db.session.scalar(
            select(PostRevision.text)
            .join(Post, Post.id == PostRevision.post_id)
            .where(
                Post.author_id == actor.id,
                Post.answers_id == post_id,
                Post.state == PostState.WITHDRAWN,
            )
            .order_by(PostRevision.id.desc())
            .limit(1)
        )
        or ""
    )


def _words(item: ReviewItem, result: Screened) -> HeldWords:
    return HeldWords(
        reasons=[reason.kind for reason in item.reasons],
        findings=result.findings,
        scores=result.scores,
    )


def _restricted(people: set[int], now: datetime) -> set[int]:
    """Of these people, those for whom a sanction is in force: a moderator reads what they write."""
    return set(
        db.session.scalars(
            select(Sanction.person_id).where(
                Sanction.person_id.in_(people), Sanction.kind.in_(sorted(RESTRICTS)), in_force(now)
            )
        )
    )


def _introduction(row: Any, author: PersonView, result: Screened) -> HeldIntroduction:
    item, post, title, revision = row
    return HeldIntroduction(
        post_id=post.id,
        revision_id=revision.id,
        thread_id=post.thread_id,
        thread_title=title,
        author=author,
        excerpt=excerpt(revision.html, 220),
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(revision.html),  # noqa: S704
        pieces=marked(revision.text, Part.TEXT, [one for one in result.findings if one.holds]),
        because=held_in_words([reason.kind for reason in item.reasons], result.findings),
        since=item.opened_at,
    )
