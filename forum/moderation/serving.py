"""Whom an item is served to: the rule in Python, and its twin in SQL next to it. A test holds the two together.

It decides only what "the next one" is. Whoever reads the queue finds everything in it, and may open it.

- What somebody put aside is not served to them again for a while; what they asked a second opinion on, not before there
  is one, or a day has passed.
- What admins are asked about is theirs for a day; then anybody's, so that nothing starves.
- What comes back from its author is kept for a while for whoever asked for the change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.actor import Actor
from forum.moderation.holding import KEPT_FOR, SKEW, is_still
from forum.moderation.models import ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.ranking import Gravity
from forum.moderation.step_models import ReviewStep

PUT_ASIDE_FOR = timedelta(hours=8)
ASKED_FOR = timedelta(days=1)
ADMINS_FOR = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Served:
    """What has to be known of an item. `put_aside_at` is when this very person put it aside last."""

    put_aside_at: datetime | None = None
    asked_by_id: int | None = None
    asked_at: datetime | None = None
    escalated_at: datetime | None = None
    first_for_id: int | None = None
    first_for_until: datetime | None = None


def is_served(actor: Actor, item: Served, now: datetime) -> bool:
    """Whether this item may be somebody's next one."""
    if _lately(item.put_aside_at, PUT_ASIDE_FOR, now):
        return False
    if item.asked_by_id == actor.user_id and _lately(item.asked_at, ASKED_FOR, now):
        return False
    if not actor.is_admin and _lately(item.escalated_at, ADMINS_FOR, now):
        return False
    is_kept = is_still(item.first_for_until, KEPT_FOR, now)
    return not is_kept or item.first_for_id == actor.user_id


def _lately(at: datetime | None, lasts: timedelta, now: datetime) -> bool:
    # A moment that lies ahead comes from a clock that was wrong: it must not hide anything for longer than it should.
    return at is not None and now - lasts < at <= now + SKEW


def served_to(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """The same as `is_served`, for a query of items."""
    put_aside = exists().where(
        ReviewStep.item_id == ReviewItem.id,
        ReviewStep.by_id == actor.id,
        ReviewStep.action == ModeratorAction.SKIP,
        ReviewStep.at > now - PUT_ASIDE_FOR,
        ReviewStep.at <= now + SKEW,
    )
    asked = and_(
        ReviewItem.asked_by_id.is_not_distinct_from(actor.id),
        ReviewItem.asked_at > now - ASKED_FOR,
        ReviewItem.asked_at <= now + SKEW,
    )
    with_admins = and_(
        ReviewItem.escalated_at.is_not(None),
        ReviewItem.escalated_at > now - ADMINS_FOR,
        ReviewItem.escalated_at <= now + SKEW,
    )
    return and_(
        ~put_aside,
        or_(ReviewItem.asked_at.is_(None), ~asked),
        or_(literal(actor.is_admin), ReviewItem.escalated_at.is_(None), ~with_admins),
        or_(
            ~still(ReviewItem.first_for_until, KEPT_FOR, now),
            ReviewItem.first_for_id == actor.id,
        ),
    )


def still(
    until: InstrumentedAttribute[datetime | None], lasts: timedelta, now: datetime
) -> ColumnElement[bool]:
    """The same as `holding.is_still`, for a query of items."""
    return and_(until.is_not(None), until > now, until <= now + lasts + SKEW)


def kept_first(actor: Actor) -> ColumnElement[int]:
    """What comes before the queue's own order for somebody: what came back to them, unless somebody may be in need."""
    urgent, theirs = ReviewItem.gravity >= Gravity.URGENT, ReviewItem.first_for_id == actor.id
    return case((urgent, 0), (theirs, 1), else_=2)
