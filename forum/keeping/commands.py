"""An admin chooses how long things are kept."""

from __future__ import annotations

from collections.abc import Mapping

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import emit, transaction, tried_again
from forum.errors import InvalidInputError
from forum.events import KeepingChanged
from forum.keeping.models import KeepingPeriod
from forum.keeping.periods import PERIODS, Kind, is_allowed
from forum.permissions.actions import Action
from forum.permissions.check import require


@tried_again
def choose_periods(actor: Actor, chosen: Mapping[Kind, int], clock: Clock) -> None:
    """Keep things for so many days from now on. What is due by that goes with the next housekeeping.

    Raises:
        NotAllowedError: not an admin.
        InvalidInputError: a period outside its bounds.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    for kind, days in chosen.items():
        if not is_allowed(kind, days):
            period = PERIODS[kind]
            raise InvalidInputError(
                f"Please choose {period.fewest} to {period.most} days.", kind.value
            )
    with transaction() as session:
        for kind, days in chosen.items():
            row = session.get(KeepingPeriod, kind.value, with_for_update=True)
            before = row.days if row is not None else PERIODS[kind].days
            if days == before:
                continue
            if row is None:
                session.add(KeepingPeriod(kind=kind.value, days=days))
            else:
                row.days = days
            emit(
                session,
                KeepingChanged(
                    actor_id=actor.id, at=clock.now(), kind=kind, days=days, before=before
                ),
            )
