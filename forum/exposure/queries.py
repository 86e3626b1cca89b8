"""Reading how much was read: one's own days for a moderator, and for admins nothing but sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, case, func, or_, select

from forum.accounts.actor import Actor
from forum.accounts.models import Role, UserRole
from forum.database import db
from forum.exposure.dose import Bounds, Step, day_of
from forum.exposure.ledger import Reading, chosen_by, reading_of
from forum.exposure.models import Exposure, ReadingSettings
from forum.exposure.topics import IN_WORDS, known, who_is_left
from forum.moderation.models import ReviewItem
from forum.moderation.order import is_of, waits_for
from forum.sanctions.lookup import who_serves_as
from forum.wiring import clock

_DAYS_SHOWN = 14
# What nobody may decide on, by how many moderators there are.
_WHOSE = (
    "All of it: there is no moderator",
    "About the only moderator",
    "Said in private between the only two moderators",
)
# A sum over fewer people would tell what one of them has read.
FEWEST_READERS = 3


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """What a moderator has read on a day: how many texts, and their points."""

    day: date
    texts: int
    points: int


@dataclass(frozen=True, kw_only=True)
class SumOfDay:
    """What all moderators have read on a day; `points` is None where that would tell what one of them has."""

    day: date
    points: int | None


@dataclass(frozen=True, kw_only=True)
class LeftAlone:
    """What waits of a kind that no moderator wants to be served."""

    what: str
    items: int


def own_reading(actor: Actor) -> Reading:
    """How this person's day goes."""
    return reading_of(db.session(), actor.id, clock().now())


def own_days(actor: Actor) -> Sequence[OwnDay]:
    """What this person has read on each of the latest days, newest first. Nobody else is ever shown this."""
    rows = db.session.execute(
        select(
            Exposure.day,
            # Each text is opened once a day.
            func.sum(case((Exposure.step == Step.OPENED, 1), else_=0)).label("texts"),
            func.sum(Exposure.points).label("points"),
        )
        .where(Exposure.moderator_id == actor.id)
        .group_by(Exposure.day)
        .order_by(Exposure.day.desc())
        .limit(_DAYS_SHOWN)
    )
    return [OwnDay(day=row.day, texts=row.texts, points=row.points) for row in rows]


def count_left_to_others(actor: Actor, reading: Reading) -> int:
    """How many things wait that are not served to this person because they have asked for that."""
    opted_out = reading.chosen.opted_out
    if not opted_out:
        return 0
    query = select(func.count()).select_from(ReviewItem)
    return db.session.scalar(query.where(*waits_for(actor), is_of(opted_out))) or 0


def bounds_in_force(actor: Actor) -> Bounds:
    """Between which budgets moderators may choose."""
    return chosen_by(db.session(), actor.id).bounds


def sums_of_days(actor: Actor) -> Sequence[SumOfDay]:
    """What all moderators together have read on each of the latest days, newest first."""
    first = day_of(clock().now(), chosen_by(db.session(), actor.id).zone) - timedelta(_DAYS_SHOWN)
    rows = db.session.execute(
        select(
            Exposure.day,
            func.sum(Exposure.points).label("points"),
            func.count(Exposure.moderator_id.distinct()).label("readers"),
        )
        .where(Exposure.day > first)
        .group_by(Exposure.day)
        .order_by(Exposure.day.desc())
    )
    return [
        SumOfDay(day=row.day, points=row.points if row.readers >= FEWEST_READERS else None)
        for row in rows
    ]


def left_alone() -> Sequence[LeftAlone]:
    """What waits and is served to nobody: all who could read it have asked not to be, or it is about all there are.

    Two or three queries.
    """
    moderators = _opted_out()
    return [*_unwanted(moderators), *_nobody_elses(moderators)]


def _nobody_elses(moderators: Mapping[int, Sequence[str]]) -> Sequence[LeftAlone]:
    """What no moderator may decide on, since nobody decides on their own. An appeal is an admin's then."""
    # What was said in private is about two people, and everything else about one.
    if len(moderators) > 2:
        return []
    theirs = [or_(ReviewItem.about_id == who, ReviewItem.with_id == who) for who in moderators]
    items = db.session.scalar(
        select(func.count())
        .select_from(ReviewItem)
        .where(
            ReviewItem.closed_at.is_(None),
            ReviewItem.appeal_id.is_(None),
            *theirs,
        )
    )
    return [LeftAlone(what=_WHOSE[len(moderators)], items=items)] if items else []


def _unwanted(moderators: Mapping[int, Sequence[str]]) -> Sequence[LeftAlone]:
    left = who_is_left(moderators)
    none_left = [
        and_(ReviewItem.label == label, ReviewItem.about_id.in_(who))
        if who
        else ReviewItem.label == label
        # Whoever alone is left is not served what is their own.
        for label, who in left.items()
        if len(who) <= 1 and not (who and len(moderators) == 1)
    ]
    if not none_left:
        return []
    counts: Mapping[str, int] = {
        row.label: row.items
        for row in db.session.execute(
            select(ReviewItem.label, func.count().label("items"))
            .where(ReviewItem.closed_at.is_(None), or_(*none_left))
            .group_by(ReviewItem.label)
        )
    }
    return [LeftAlone(what=IN_WORDS[label], items=counts[label]) for label in known(counts)]


def _opted_out() -> Mapping[int, Sequence[str]]:
    """Every moderator who can sign in, and what they have asked not to be served."""
    rows = db.session.execute(
        select(UserRole.user_id, ReadingSettings.opted_out)
        .outerjoin(ReadingSettings, ReadingSettings.user_id == UserRole.user_id)
        .where(UserRole.user_id.in_(who_serves_as(Role.MODERATOR, clock().now())))
        .where(UserRole.role == Role.MODERATOR)
    )
    return {row.user_id: row.opted_out or () for row in rows}
