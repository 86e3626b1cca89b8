"""Leaving. One intention, one transaction: from then on others see nothing of the account any more."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User, UserSession
from forum.accounts.roles import lay_down_all
from forum.accounts.second_factor.half_sign_ins import has_second_factor
from forum.accounts.sessions import end_all_sessions
from forum.accounts.signing_in import check_again
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import PersonLeaving
from forum.leaving.models import Departure
from forum.leaving.rules import LEFT_NAME, Words, due_after, last_day, left_username
from forum.leaving.waiting import take_back_fields, take_back_posts
from forum.permissions.actions import Action
from forum.permissions.check import require

_TOKEN_BYTES = 12


def leave(actor: Actor, words: Words, password: str, clock: Clock) -> None:
    """Leave this place, with one's words or without. Signs out everywhere; signing in again in time calls it off.

    Somebody who is suspended or banned can leave, too: what is theirs is theirs.

    Raises:
        NotAllowedError: for a visitor.
        InvalidInputError: the password is another, or the second step was not shown in this session.
        TooManyAttemptsError: this was tried too often; nothing was checked.
        ConflictError: they are the last admin, or of the example community.
    """
    require(actor, Action.MANAGE_OWN_ACCOUNT)
    if actor.session_id is None and not is_shut_out(actor):
        raise NotFoundError
    check_again(actor, actor.session_id, password, "password", clock)
    with transaction() as session:
        now = clock.now()
        _require_second_step(session, actor)
        # Posts are locked before people.
        take_back_posts(session, actor.id, now)
        lay_down_all(session, actor.id, now)
        take_back_fields(session, actor.id, now)
        user = session.get_one(User, actor.id, with_for_update=ROW_LOCK)
        if user.is_example:
            raise ConflictError("People of the example community leave with the example.")
        if session.get(Departure, user.id) is not None:
            raise ConflictError("You have left already.")
        _go(session, user, words, now)


def is_shut_out(actor: Actor) -> bool:
    """Whether somebody who has shown who they are can't be signed in."""
    return actor.restriction is not None and actor.restriction.shuts_out


def _go(session: Session, user: User, words: Words, now: datetime) -> None:
    session.add(
        Departure(
            user_id=user.id,
            words=words,
            username=user.username,
            display_name=user.display_name,
            biography=user.biography,
            asked_at=now,
            due_at=due_after(now),
        )
    )
    user.username = left_username(secrets.token_hex(_TOKEN_BYTES))
    user.display_name, user.biography = LEFT_NAME, ""
    end_all_sessions(session, user.id, now=now)
    session.flush()
    until = last_day(now)
    emit(
        session,
        PersonLeaving(
            actor_id=user.id, at=now, user_id=user.id, until=f"{until.day} {until:%B %Y}"
        ),
    )


def _require_second_step(session: Session, actor: Actor) -> None:
    """Whoever has set up a second step has shown it where they are: a stolen old session is not enough."""
    if is_shut_out(actor):
        # They were let no further than to the door, and only after it.
        return
    here = session.get(UserSession, actor.session_id)
    if has_second_factor(session, actor.id) and (here is None or here.verified_at is None):
        raise InvalidInputError(
            "Please sign out and in again with your second step, and then come back to this page.",
            "password",
        )
