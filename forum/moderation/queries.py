"""Reading what moderation has to say of a post to its author, and how much waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select

from forum.accounts.actor import Actor
from forum.community.citing import CitedRule, cited, places_of
from forum.community.models import Rule
from forum.conversations.lifecycle import PostAction
from forum.conversations.models import PostRevision
from forum.conversations.progress import HeldBecause
from forum.database import db
from forum.moderation.marks import Piece, marked
from forum.moderation.models import Decision, ReviewItem, ReviewReason
from forum.moderation.order import waits_for
from forum.moderation.ranking import ReasonKind
from forum.moderation.screened import screened
from forum.moderation.signing import signature_of
from forum.moderation.undo.models import not_undone
from forum.moderation.waits import UsualWait, usual, waited
from forum.moderation.wording import (
    HOW_DECIDED,
    TOLD_AUTHOR,
    TOLD_BY_MENTOR,
    TOLD_OF_EDIT,
    held_because,
)
from forum.screening.verdict import Part
from forum.wiring import clock

WAITS_SINCE = timedelta(days=30)
# Enough for a fair figure, and a bound on what a page has to read.
MOST_WAITS = 1_000


@dataclass(frozen=True, kw_only=True)
class AuthorDecision:
    """A decision as the post's author reads it. `signature` is under whose name (`moderation.signing`).

    `note` is the moderator's words to the author; empty where there are none.
    """

    id: int
    action: PostAction
    is_edit: bool
    rule: CitedRule | None
    note: str
    decided_at: datetime
    by_automation: bool
    as_mentor: bool
    signature: str
    how: str

    @property
    def sentence(self) -> str:
        """What was decided, in words."""
        if self.as_mentor:
            return TOLD_BY_MENTOR
        return (TOLD_OF_EDIT if self.is_edit else TOLD_AUTHOR)[self.action]


def count_open_items(actor: Actor | None = None) -> int:
    """How many items wait; with somebody, how many of them wait for this person."""
    waits = waits_for(actor) if actor is not None else (ReviewItem.closed_at.is_(None),)
    query = select(func.count()).select_from(ReviewItem).where(*waits)
    return db.session.scalar(query) or 0


def decisions_for_author(post_id: int) -> Sequence[AuthorDecision]:
    """What was decided about a post, newest first. The caller has made sure that its author is asking."""
    rows = db.session.execute(
        select(
            Decision.id,
            Decision.action,
            Decision.note,
            Decision.decided_at,
            Decision.decided_by_automation,
            Decision.as_mentor,
            signature_of(Decision.decided_by_id, Decision.is_signed).label("signature"),
            Decision.rule_id,
            Rule.title,
            Rule.text,
            ReviewItem.is_edit,
            set_aside_by_the_screen().label("by_screen"),
        )
        .outerjoin(Rule, Rule.id == Decision.rule_id)
        .outerjoin(ReviewItem, ReviewItem.id == Decision.item_id)
        .where(
            Decision.post_id == post_id,
            Decision.action.in_(sorted(TOLD_AUTHOR)),
            not_undone(),
        )
        .order_by(Decision.id.desc())
    ).all()
    places = places_of(row.rule_id for row in rows)
    return [
        AuthorDecision(
            id=row.id,
            action=PostAction(row.action),
            is_edit=bool(row.is_edit) and PostAction(row.action) in TOLD_OF_EDIT,
            rule=cited(row.rule_id, row.title, row.text, places),
            note=row.note,
            decided_at=row.decided_at,
            by_automation=row.decided_by_automation,
            as_mentor=row.as_mentor,
            signature="" if row.as_mentor or row.decided_by_automation else row.signature,
            how=HOW_DECIDED[bool(row.by_screen)],
        )
        for row in rows
    ]


def set_aside_by_the_screen() -> ColumnElement[bool]:
    """For a query that reads decisions: whether what was decided on had been set aside by the screen."""
    return exists().where(
        ReviewReason.item_id == Decision.item_id, ReviewReason.kind == ReasonKind.SCREENING
    )


def usual_wait() -> UsualWait | None:
    """How long posts have waited for a person in the last 30 days; None where there were too few to say."""
    rows = db.session.execute(
        select(ReviewItem.opened_at, Decision.decided_at)
        .join(ReviewItem, ReviewItem.id == Decision.item_id)
        .where(Decision.decided_at >= clock().now() - WAITS_SINCE, ended_a_wait(), not_undone())
        .order_by(Decision.id.desc())
        .limit(MOST_WAITS)
    )
    return usual([waited(row.opened_at, row.decided_at) for row in rows])


def ended_a_wait() -> ColumnElement[bool]:
    """For a query that reads decisions with their items: only those for which somebody had waited in the queue.

    What puts right what was decided on a change names the change's item, which had been closed long before.
    """
    return or_(ReviewItem.closed_at.is_(None), ReviewItem.closed_at >= Decision.decided_at)


def marked_for_author(post_id: int, number: int, text: str) -> Sequence[Piece]:
    """A version's text, cut where the screen pointed at it when it set it aside; empty where it pointed at nothing."""
    revision_id = db.session.scalar(
        select(PostRevision.id).where(
            PostRevision.post_id == post_id, PostRevision.number == number
        )
    )
    result = screened([revision_id]).get(revision_id) if revision_id is not None else None
    found = marked(text, Part.TEXT, [one for one in result.findings if one.holds] if result else ())
    return found if any(piece.marked for piece in found) else ()


def why_held(post_id: int) -> HeldBecause:
    """Why a post, or its waiting edit, is held. The caller knows that it is."""
    kinds = set(
        db.session.scalars(
            select(ReviewReason.kind)
            .join(ReviewItem, ReviewItem.id == ReviewReason.item_id)
            .where(ReviewItem.post_id == post_id, ReviewItem.closed_at.is_(None))
        )
    )
    if ReasonKind.SCREENER_FAILED in kinds:
        return HeldBecause.UNREAD
    return HeldBecause.READ_FIRST if ReasonKind.READ_FIRST in kinds else HeldBecause.SET_ASIDE


def hold_reasons_for_author(post_id: int) -> Sequence[str]:
    """Why the screen set a post, or its waiting edit, aside: whole sentences for its author, without score or label.

    Empty where it set nothing aside.
    """
    revision_id = db.session.scalar(
        select(ReviewItem.revision_id)
        .join(ReviewReason, ReviewReason.item_id == ReviewItem.id)
        .where(
            ReviewItem.post_id == post_id,
            ReviewItem.closed_at.is_(None),
            # What others said of it, or a moderator thinks of it, is not among the screen's reasons.
            ReviewReason.kind == ReasonKind.SCREENING,
        )
        .limit(1)
    )
    if revision_id is None:
        return []
    result = screened([revision_id]).get(revision_id)
    return [f"It {because}." for because in held_because(result.findings if result else [])]
