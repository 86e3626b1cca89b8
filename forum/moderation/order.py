"""The order of the review queue, and which part of it is wanted, for the database.

What `forum.moderation.ranking` says of one item, said of all of them. Nothing here needs another table than the items'.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, case, exists, func, or_, select

from forum.accounts.actor import Actor
from forum.exposure.ledger import LastRead
from forum.moderation.holding import CLAIM_LASTS
from forum.moderation.models import ReviewItem, ReviewReason
from forum.moderation.ranking import MOVES_UP_AFTER, OF_HELD, Gravity, ReasonKind
from forum.moderation.second_looks import may_look_again
from forum.moderation.serving import still


class Part(StrEnum):
    """A part of the queue, as moderators choose it."""

    ALL = "all"
    HELD = "held"
    EDITS = "edits"
    REPORTS = "reports"
    PROFILES = "profiles"
    NEWCOMERS = "newcomers"
    ESCALATED = "escalated"
    ASKED = "asked"
    APPEALS = "appeals"
    WAITS = "waits"


def in_order(now: datetime) -> Sequence[SQLColumnExpression[Any]]:
    """The worst first, then what admins are asked about, then newcomers' own, then the oldest."""
    return place(now)


def place(now: datetime) -> tuple[SQLColumnExpression[Any], ...]:
    """Where an item stands, as `ranking.rank` says it: the smaller, the sooner."""
    moves_up = (ReviewItem.opened_at <= now - MOVES_UP_AFTER) & (
        ReviewItem.gravity < Gravity.SEVERE
    )
    return (
        -(ReviewItem.gravity + case((moves_up, 1), else_=0)),
        case((ReviewItem.escalated_at.is_not(None), -1), else_=0),
        case((ReviewItem.from_newcomer, -1), else_=0),
        ReviewItem.opened_at,
        ReviewItem.id,
    )


def put_off(last: LastRead | None) -> Sequence[SQLColumnExpression[Any]]:
    """What `ranking.is_put_off` says, to stand before any order: after something severe comes something else.

    Args:
        last: what this person has read last.
    """
    if last is None or not last.is_severe:
        return ()
    is_other = ReviewItem.id != (last.item_id or 0)
    return (case(((ReviewItem.gravity == Gravity.SEVERE) & is_other, 1), else_=0),)


def wants(opted_out: Collection[str]) -> ColumnElement[bool]:
    """What somebody is to be served who has asked not to be served these labels."""
    return ~is_of(opted_out)


def is_of(labels: Collection[str]) -> ColumnElement[bool]:
    """Whether an item is mainly about one of these."""
    return func.coalesce(ReviewItem.label, "").in_(sorted(labels))


def waits_for(actor: Actor) -> Sequence[ColumnElement[bool]]:
    """What waits for this person.

    What is their own is left out: nobody decides on it, or learns who reported them. Of appeals there are those that
    they may decide on.
    """
    is_for = or_(ReviewItem.appeal_id.is_(None), may_look_again(actor))
    return ReviewItem.closed_at.is_(None), not_of(actor.id), is_for


def not_of(user_id: int) -> ColumnElement[bool]:
    """Whether an item is not about this person, nor about what was said to them in private."""
    return (ReviewItem.about_id != user_id) & (
        ReviewItem.with_id.is_(None) | (ReviewItem.with_id != user_id)
    )


def is_free(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Whether nobody else has it open."""
    return or_(
        ~still(ReviewItem.claimed_until, CLAIM_LASTS, now), ReviewItem.claimed_by_id == actor.id
    )


def of_part(part: Part) -> ColumnElement[bool]:
    """Which items belong to a part of the queue."""
    return _PARTS[part]


def _has(*kinds: ReasonKind) -> ColumnElement[bool]:
    return exists(
        select(ReviewReason.id).where(
            ReviewReason.item_id == ReviewItem.id, ReviewReason.kind.in_(kinds)
        )
    ).correlate(ReviewItem)


_PARTS: Mapping[Part, ColumnElement[bool]] = MappingProxyType(
    {
        Part.ALL: ReviewItem.id.is_not(None),
        Part.HELD: ~ReviewItem.is_edit & _has(*OF_HELD),
        Part.EDITS: ReviewItem.is_edit.is_(True),
        Part.REPORTS: ReviewItem.person_id.is_(None) & _has(ReasonKind.REPORT),
        Part.PROFILES: ReviewItem.person_id.is_not(None),
        Part.NEWCOMERS: ReviewItem.from_newcomer.is_(True),
        Part.ESCALATED: ReviewItem.escalated_at.is_not(None),
        Part.ASKED: ReviewItem.asked_by_id.is_not(None),
        Part.APPEALS: ReviewItem.appeal_id.is_not(None),
        Part.WAITS: ReviewItem.clock_id.is_not(None),
    }
)
