"""What stands before and after an item in the queue, for going through it one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, literal, select, tuple_

from forum.accounts.actor import Actor
from forum.database import db
from forum.moderation.models import ReviewItem
from forum.moderation.order import is_free, place, waits_for, wants
from forum.moderation.profiles import waiting_of
from forum.moderation.ranking import rank
from forum.wiring import clock


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """The items before and after another one that this person could take; None at either end."""

    before: int | None
    after: int | None


def neighbours(actor: Actor, item_id: int, opted_out: Collection[str]) -> Neighbours:
    """What stands around an item that waits. Constant queries, however long the queue is."""
    now = clock().now()
    where = rank(waiting_of(db.session.get_one(ReviewItem, item_id)), now).place
    here = tuple_(*[literal(value) for value in where])
    served = (*waits_for(actor), is_free(actor, now), wants(opted_out))
    place_of = tuple_(*place(now))
    return Neighbours(
        before=_first(now, served, place_of < here, lambda column: column.desc()),
        after=_first(now, served, place_of > here, lambda column: column.asc()),
    )


def _first(
    now: datetime,
    served: Sequence[ColumnElement[bool]],
    where: ColumnElement[bool],
    direction: Callable[[SQLColumnExpression[object]], ColumnElement[object]],
) -> int | None:
    return db.session.scalar(
        select(ReviewItem.id)
        .where(*served, where)
        .order_by(*[direction(column) for column in place(now)])
        .limit(1)
    )
