"""Whose an appeal in the queue is: what `forum.appeals.rules.judges_of` says, for a query. A test compares the two."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User, UserRole
from forum.moderation.models import ReviewItem
from forum.sanctions.lookup import is_shut_out
from forum.wiring import clock


def may_look_again(actor: Actor) -> ColumnElement[bool]:
    """Whether this person may decide on the appeal that an item is about.

    Another moderator than whoever decided, or an admin where there is none; with what goes to admins first it is the
    other way round.
    """
    ways: list[ColumnElement[bool]] = []
    if actor.is_moderator:
        ways += [~ReviewItem.admins_first, ~_is_there_another(Role.ADMIN)]
    if actor.is_admin:
        ways += [ReviewItem.admins_first.is_(True), ~_is_there_another(Role.MODERATOR)]
    is_unconcerned = and_(
        ReviewItem.about_id != actor.id,
        or_(ReviewItem.decided_by_id.is_(None), ReviewItem.decided_by_id != actor.id),
    )
    return and_(is_unconcerned, or_(false(), *ways))


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
            ~is_shut_out(User.id, clock().now()),
            UserRole.user_id != ReviewItem.about_id,
            or_(ReviewItem.decided_by_id.is_(None), UserRole.user_id != ReviewItem.decided_by_id),
        )
        .correlate(ReviewItem)
    )
