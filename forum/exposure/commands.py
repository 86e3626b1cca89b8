"""Moderators say how they want to read, and take pauses; admins set the bounds. One intention, one transaction.

What a moderator chooses for themselves is in no log: it is theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction, tried_again
from forum.errors import InvalidInputError
from forum.events import CommunityChanged
from forum.exposure.dose import PAUSE_LASTS, Bounds, choose_budget, day_of
from forum.exposure.ledger import chosen_by
from forum.exposure.models import ExposureBounds, Pause, ReadingSettings
from forum.exposure.topics import known
from forum.permissions.actions import Action
from forum.permissions.check import require

# Nobody means a larger number.
MOST_POINTS = 1_000


@dataclass(frozen=True, kw_only=True)
class ReadingChoices:
    """What a moderator chooses. `budget` is in points a day, None for the usual."""

    budget: int | None
    opted_out: Collection[str]
    keys_on: bool
    name_shown: bool = False


def save_choices(actor: Actor, wanted: ReadingChoices, clock: Clock) -> None:
    """Read like this from now on; a larger budget holds from tomorrow.

    Raises:
        NotAllowedError: not a moderator.
        InvalidInputError: the budget is outside the admin's bounds.
    """
    require(actor, Action.SEE_REVIEW_QUEUE)
    with transaction() as session:
        _lock_self(session, actor)
        chosen = chosen_by(session, actor.id)
        bounds = chosen.bounds
        if wanted.budget is not None and not bounds.least <= wanted.budget <= bounds.most:
            raise InvalidInputError(
                f"Please use a number from {bounds.least} to {bounds.most}.", "budget"
            )
        budget = choose_budget(
            chosen.budget, wanted.budget, bounds, day_of(clock.now(), chosen.zone)
        )
        row = session.get(ReadingSettings, actor.id) or ReadingSettings(user_id=actor.id)
        row.budget, row.later_budget, row.later_from = budget.now, budget.later, budget.later_from
        row.opted_out, row.keys_on = known(wanted.opted_out), wanted.keys_on
        row.name_shown = wanted.name_shown
        session.add(row)


def take_pause(actor: Actor, clock: Clock) -> datetime:
    """Be served nothing for a while. What is open stays open. Returns until when."""
    return _note_pause(actor, clock, PAUSE_LASTS)


def go_on(actor: Actor, clock: Clock) -> None:
    """Not now, or no longer: the next pause is offered when as much has been read again."""
    _note_pause(actor, clock, timedelta(0))


@tried_again
def set_bounds(actor: Actor, bounds: Bounds, clock: Clock) -> None:
    """Say between which budgets moderators may choose. Holds at once.

    Raises:
        NotAllowedError: not an admin.
        InvalidInputError: the usual budget is not within the bounds.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    if not 0 < bounds.least <= bounds.usual <= bounds.most <= MOST_POINTS:
        raise InvalidInputError(
            "The usual budget has to lie between the least and the most.", "usual"
        )
    with transaction() as session:
        row = session.get(ExposureBounds, 1, with_for_update=True) or ExposureBounds(id=1)
        row.least, row.most, row.usual = bounds.least, bounds.most, bounds.usual
        session.add(row)
        emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what="reading"))


def _note_pause(actor: Actor, clock: Clock, lasts: timedelta) -> datetime:
    require(actor, Action.SEE_REVIEW_QUEUE)
    with transaction() as session:
        now = clock.now()
        session.add(Pause(moderator_id=actor.id, at=now, until=now + lasts))
        return now + lasts


def _lock_self(session: Session, actor: Actor) -> None:
    """So that the same form, sent twice at once, makes one row."""
    session.scalars(select(User.id).where(User.id == actor.id).with_for_update(**ROW_LOCK)).one()
