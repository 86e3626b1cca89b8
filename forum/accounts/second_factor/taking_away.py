"""Taking away a second factor that somebody has lost, so that they can sign in and set up another one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.confirmation import require_confirmed
from forum.accounts.models import User
from forum.accounts.roles import require_still_admin
from forum.accounts.second_factor.changes import FactorChange
from forum.accounts.second_factor.commands import forget_factors
from forum.accounts.second_factor.half_sign_ins import has_second_factor
from forum.accounts.sessions import end_all_sessions
from forum.clock import Clock
from forum.database import emit, transaction
from forum.errors import ConflictError, NotFoundError
from forum.events import SecondFactorChanged
from forum.permissions.actions import Action
from forum.permissions.check import require


def take_away(actor: Actor, user_id: int, clock: Clock) -> None:
    """An admin takes a lost factor away. The person is signed out everywhere, and told in the forum and by mail.

    Raises:
        NotAllowedError: not an admin.
        NotConfirmedError: the admin has not typed the password lately.
        NotFoundError: there is no such person.
        ConflictError: they have no second factor.
    """
    require(actor, Action.RESET_SECOND_FACTOR)
    require_confirmed(actor, clock.now())
    with transaction() as session:
        require_still_admin(session, actor)
        _take(session, session.get(User, user_id, with_for_update=True), actor.id, clock.now())


def take_away_as_operator(username: str, clock: Clock) -> None:
    """The same from the machine's own command line.

    Raises:
        NotFoundError: there is nobody of that name.
        ConflictError: they have no second factor.
    """
    with transaction() as session:
        wanted = select(User).where(User.username == username).with_for_update()
        user = session.scalar(wanted)
        if user is None:
            raise NotFoundError(f"There is nobody called {username}.")
        _take(session, user, None, clock.now())


def _take(session: Session, user: User | None, by_id: int | None, now: datetime) -> None:
    if user is None:
        raise NotFoundError
    if not has_second_factor(session, user.id):
        raise ConflictError(
            f"{user.display_name} has no second step at sign-in, so there is nothing to take away."
        )
    forget_factors(session, user.id)
    end_all_sessions(session, user.id, now=now)
    change = FactorChange.TAKEN_AWAY
    emit(session, SecondFactorChanged(actor_id=by_id, at=now, user_id=user.id, change=change))
