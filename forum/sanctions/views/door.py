"""Somebody who is shut out has shown that it is them, and may see their own standing. Nothing else opens for them.

The browser's signed session remembers that for half an hour, or until their password is changed: that ends it like
any session. It is no sign-in: no session of theirs exists.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import session

from forum.accounts.actor import Actor
from forum.accounts.lifetimes import is_confirmed
from forum.accounts.signing_in import password_mark
from forum.sanctions.queries import person_at_the_door
from forum.web.actor import current_actor, forget_actor
from forum.wiring import clock

_AT_THE_DOOR = "at_the_door"
_STAYS_SECONDS = 30 * 60


def let_to_the_door(user_id: int) -> None:
    """Remember in this browser who has just shown who they are, and nothing of what it held before."""
    session.clear()
    session[_AT_THE_DOOR] = [user_id, int(clock().now().timestamp()), password_mark(user_id)]
    forget_actor()


def whose_standing() -> Actor:
    """Whoever is signed in, or stands at the door; else a visitor."""
    actor, found = current_actor(), _at_the_door()
    if actor.is_signed_in or found is None:
        return actor
    user_id, _ = found
    return person_at_the_door(user_id, clock().now()) or actor


def has_just_shown() -> bool:
    """Whether somebody at the door has typed the password lately enough for what asks for it again."""
    found = _at_the_door()
    return found is not None and is_confirmed(confirmed_at=found[1], now=clock().now())


def _at_the_door() -> tuple[int, datetime] | None:
    """Who, and since when."""
    match session.get(_AT_THE_DOOR):
        case [int(user_id), int(since), str(mark)]:
            is_over = clock().now().timestamp() - since > _STAYS_SECONDS
            if is_over or mark != password_mark(user_id):
                return None
            return user_id, datetime.fromtimestamp(since, UTC)
        case _:
            return None
