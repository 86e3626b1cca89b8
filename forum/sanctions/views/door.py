"""Somebody who is shut out has shown that it is them, and may see their own standing. Nothing else opens for them.

The browser's signed session remembers that for half an hour. It is no sign-in: no session of theirs exists.
"""

from __future__ import annotations

from flask import session

from forum.accounts.actor import Actor
from forum.sanctions.queries import person_at_the_door
from forum.web.actor import current_actor, forget_actor
from forum.wiring import clock

_AT_THE_DOOR = "at_the_door"
_STAYS_SECONDS = 30 * 60


def let_to_the_door(user_id: int) -> None:
    """Remember in this browser who has just shown who they are, and nothing of what it held before."""
    session.clear()
    session[_AT_THE_DOOR] = [user_id, int(clock().now().timestamp())]
    forget_actor()


def whose_standing() -> Actor:
    """Whoever is signed in, or stands at the door; else a visitor."""
    actor = current_actor()
    remembered = session.get(_AT_THE_DOOR)
    if actor.is_signed_in or not isinstance(remembered, list):
        return actor
    user_id, since = remembered
    now = clock().now()
    if now.timestamp() - since > _STAYS_SECONDS:
        return actor
    return person_at_the_door(user_id, now) or actor
