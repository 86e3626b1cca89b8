"""Giving and taking roles. Somebody always remains who can look after the place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.confirmation import require_confirmed
from forum.accounts.models import Role, User, UserRole
from forum.accounts.sessions import end_all_sessions
from forum.clock import Clock
from forum.database import emit, transaction
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.events import RoleChanged, RoleLaidDown
from forum.leaving.rules import has_left
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions.lookup import restriction_of

LAST_ADMIN = (
    "This is the last admin. Please make somebody else an admin first, so that "
    "somebody can still look after this place."
)


def give_role(actor: Actor, user_id: int, role: Role, clock: Clock) -> None:
    """Give a role to a person. Giving one that they have changes nothing.

    Raises:
        NotAllowedError: not an admin.
        NotConfirmedError: the admin has not typed the password lately.
        NotFoundError: there is no such person.
        ConflictError: they can't sign in for now.
    """
    require(actor, Action.MANAGE_ROLES)
    require_confirmed(actor, clock.now())
    with transaction() as session:
        require_still_admin(session, actor)
        _lock_person(session, user_id)
        _require_not_shut_out(session, user_id, clock.now())
        grant(session, user_id, role, by_id=actor.id, now=clock.now())


def take_role(actor: Actor, user_id: int, role: Role, clock: Clock) -> None:
    """Take a role from a person, and end their sessions. Taking one that they don't have changes nothing.

    Raises:
        NotAllowedError: not an admin.
        NotConfirmedError: the admin has not typed the password lately.
        NotFoundError: there is no such person.
        ConflictError: they are the last admin.
    """
    require(actor, Action.MANAGE_ROLES)
    require_confirmed(actor, clock.now())
    with transaction() as session:
        require_still_admin(session, actor)
        _lock_person(session, user_id)
        _take(session, user_id, role, actor.id, clock.now())


def change_role_as_operator(username: str, role: Role, clock: Clock, *, given: bool) -> None:
    """Give or take a role from the machine's own command line.

    Raises:
        NotFoundError: there is nobody of that name.
        ConflictError: they are the last admin.
    """
    with transaction() as session:
        _lock_admins(session)
        user = session.scalar(select(User).where(User.username == username).with_for_update())
        if user is None:
            raise NotFoundError(f"There is nobody called {username}.")
        if given:
            grant(session, user.id, role, by_id=None, now=clock.now())
        else:
            _take(session, user.id, role, None, clock.now())


def lay_down_role(actor: Actor, role: Role, clock: Clock) -> None:
    """Give up one's own role, and be signed out everywhere, as whoever loses one is.

    Raises:
        NotAllowedError: for a visitor.
        ConflictError: they do not have it any more.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    with transaction() as session:
        now = clock.now()
        _lock_person(session, actor.id)
        held = session.get(UserRole, (actor.id, role))
        if held is None:
            raise ConflictError("You have laid this down already.")
        session.delete(held)
        end_all_sessions(session, actor.id, now=now)
        session.flush()
        emit(session, RoleLaidDown(actor_id=actor.id, at=now, user_id=actor.id, role=role))


def lay_down_all(session: Session, user_id: int, now: datetime) -> None:
    """Give up every role of one's own, for good. The caller holds the transaction.

    Raises:
        ConflictError: they are the last admin.
    """
    _lock_admins(session)
    _lock_person(session, user_id)
    held = session.scalars(select(UserRole).where(UserRole.user_id == user_id)).all()
    for one in held:
        if one.role == Role.ADMIN and not _another_admin(session, user_id):
            raise ConflictError(LAST_ADMIN)
        session.delete(one)
        session.flush()
        emit(session, RoleLaidDown(actor_id=user_id, at=now, user_id=user_id, role=one.role))


def is_last_admin(session: Session, user_id: int) -> bool:
    """Whether nobody else could look after the place."""
    held = session.get(UserRole, (user_id, Role.ADMIN))
    return held is not None and not _another_admin(session, user_id)


def require_still_admin(session: Session, actor: Actor) -> None:
    """Two admins who take each other's role in the same moment: the second one is no admin any more.

    Raises:
        NotAllowedError: the actor is none.
    """
    if actor.id not in _lock_admins(session):
        raise NotAllowedError


def _lock_admins(session: Session) -> set[int]:
    rows = session.scalars(
        select(UserRole.user_id)
        .where(UserRole.role == Role.ADMIN)
        .order_by(UserRole.user_id)
        .with_for_update()
    )
    return set(rows)


def _lock_person(session: Session, user_id: int) -> None:
    user = session.get(User, user_id, with_for_update=True)
    if user is None or has_left(user.username):
        raise NotFoundError


def _require_not_shut_out(session: Session, user_id: int, now: datetime) -> None:
    """Whoever is shut out could not do the work; and an admin can't be spoken to, so that it would never end."""
    restriction = restriction_of(session, user_id, now)
    if restriction is not None and restriction.shuts_out:
        raise ConflictError(
            "Their account rests for now, so they could not do anything with it. Please end that first."
        )


def grant(session: Session, user_id: int, role: Role, *, by_id: int | None, now: datetime) -> None:
    """Add a role, and say so. The caller holds the transaction and has asked who may."""
    if session.get(UserRole, (user_id, role)) is not None:
        return
    session.add(UserRole(user_id=user_id, role=role, given_by_id=by_id, given_at=now))
    emit(session, RoleChanged(actor_id=by_id, at=now, user_id=user_id, role=role, given=True))


def _take(session: Session, user_id: int, role: Role, by_id: int | None, now: datetime) -> None:
    held = session.get(UserRole, (user_id, role))
    if held is None:
        return
    if role is Role.ADMIN and not _another_admin(session, user_id):
        raise ConflictError(LAST_ADMIN)
    session.delete(held)
    end_all_sessions(session, user_id, now=now)
    emit(session, RoleChanged(actor_id=by_id, at=now, user_id=user_id, role=role, given=False))


def _another_admin(session: Session, user_id: int) -> bool:
    # People of the example community can't sign in.
    other = session.scalar(
        select(UserRole.user_id)
        .join(User, User.id == UserRole.user_id)
        .where(UserRole.role == Role.ADMIN, User.id != user_id, User.password_hash != "")
        .limit(1)
    )
    return other is not None
