"""Whose an appeal in the queue is: what `forum.appeals.rules.judges_of` says, for a query. A test compares the two."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    bindparam,
    exists,
    false,
    or_,
    select,
)
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User, UserRole
from forum.appeals.models import Appeal
from forum.database import UtcDateTime, alias_of
from forum.moderation.models import Decision, Report, ReviewItem
from forum.moderation.text_models import TextDecision
from forum.sanctions.lookup import is_shut_out
from forum.sanctions.models import Sanction
from forum.wiring import clock

# The time is taken when the query runs, not when it was put together.
_WHEN_ASKED = bindparam(
    "when_asked", callable_=lambda: clock().now(), type_=UtcDateTime(), unique=True
)


def may_look_again(actor: Actor) -> ColumnElement[bool]:
    """Whether this person may decide on the appeal that an item is about.

    Another moderator than whoever decided, or an admin where there is none; with what goes to admins first it is the
    other way round. Nobody who had told us of it.
    """
    return _may_look_again(actor.id, is_moderator=actor.is_moderator, is_admin=actor.is_admin)


# Every page of a moderator counts what waits for them: putting this together takes longer than asking it.
@lru_cache(maxsize=256)
def _may_look_again(user_id: int, *, is_moderator: bool, is_admin: bool) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    if is_moderator:
        ways += [~ReviewItem.admins_first, ~_is_there_another(Role.ADMIN)]
    if is_admin:
        ways += [ReviewItem.admins_first.is_(True), ~_is_there_another(Role.MODERATOR)]
    is_unconcerned = and_(
        ReviewItem.about_id != user_id,
        or_(ReviewItem.decided_by_id.is_(None), ReviewItem.decided_by_id != user_id),
        ~_had_told_us(user_id),
    )
    return and_(is_unconcerned, or_(false(), *ways))


def who_told_us(
    session: Session,
    *,
    post_id: int | None = None,
    item_id: int | None = None,
    private_id: int | None = None,
) -> frozenset[int]:
    """Who has reported a post, what an item was about, or something in a private conversation."""
    about = {"post_id": post_id, "id": item_id, "private_id": private_id}
    wanted = [
        getattr(ReviewItem, name) == number for name, number in about.items() if number is not None
    ]
    if not wanted:
        return frozenset()
    found = select(Report.reporter_id).join(ReviewItem, ReviewItem.id == Report.item_id)
    return frozenset(session.scalars(found.where(or_(*wanted))))


def told_of_appealed() -> ColumnElement[bool]:
    """For a query that joins reports with what appeals are about: whether a report told us of that very thing.

    It is what `who_told_us` asks for each kind of thing that can be appealed.
    """
    told = alias_of(ReviewItem, "told")
    return exists().where(
        told.id == Report.item_id,
        or_(
            told.post_id == Decision.post_id,
            told.post_id == Sanction.post_id,
            told.id == TextDecision.item_id,
            told.private_id == TextDecision.private_id,
        ),
    )


def _had_told_us(user_id: int | SQLColumnExpression[Any]) -> ColumnElement[bool]:
    found = (
        select(Report.id)
        .select_from(Appeal)
        .outerjoin(Decision, Decision.id == Appeal.decision_id)
        .outerjoin(TextDecision, TextDecision.id == Appeal.text_decision_id)
        .outerjoin(Sanction, Sanction.id == Appeal.sanction_id)
        .join(Report, Report.reporter_id == user_id)
        .where(Appeal.id == ReviewItem.appeal_id, told_of_appealed())
        .correlate(ReviewItem, UserRole)
    )
    return exists(found)


def _is_there_another(role: Role) -> ColumnElement[bool]:
    """Whether somebody with this role could look who is not concerned.

    Nobody of the example community can sign in, nor can whoever is shut out.
    """
    return (
        exists()
        .where(
            UserRole.role == role,
            User.id == UserRole.user_id,
            ~User.is_example,
            ~is_shut_out(User.id, _WHEN_ASKED),
            UserRole.user_id != ReviewItem.about_id,
            or_(ReviewItem.decided_by_id.is_(None), UserRole.user_id != ReviewItem.decided_by_id),
            ~_had_told_us(UserRole.user_id),
        )
        .correlate(ReviewItem)
    )
