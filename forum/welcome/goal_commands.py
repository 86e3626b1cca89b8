"""An admin sets how soon newcomers shall be answered."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import db, emit, transaction, tried_again
from forum.errors import InvalidInputError
from forum.events import CommunityChanged
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.welcome.models import WelcomeSettings


@dataclass(frozen=True, kw_only=True)
class GoalChoices:
    """What an admin chooses. `primary_share` is a percentage; the night goes from one full hour to another."""

    goal_minutes: int = 120
    primary_share: int = 25
    time_zone: str = "UTC"
    night_pauses: bool = False
    night_from: int = 22
    night_to: int = 7


def goal_choices() -> GoalChoices:
    """The settings in force."""
    row = db.session.get(WelcomeSettings, 1)
    if row is None:
        return GoalChoices()
    return GoalChoices(
        goal_minutes=row.goal_minutes,
        primary_share=row.primary_share,
        time_zone=row.time_zone,
        night_pauses=row.night_pauses,
        night_from=row.night_from,
        night_to=row.night_to,
    )


@tried_again
def set_goal(actor: Actor, chosen: GoalChoices, clock: Clock) -> None:
    """Aim at this from now on. Clocks that run already take it up with their next step.

    Raises:
        NotAllowedError: not an admin.
        InvalidInputError: there is no such time zone.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    if chosen.time_zone not in available_timezones():
        raise InvalidInputError(
            "We don’t know this time zone. They are written like Europe/Berlin.", "time_zone"
        )
    with transaction() as session:
        row = session.get(WelcomeSettings, 1, with_for_update=True)
        if row is None:
            row = WelcomeSettings(id=1)
            session.add(row)
        row.goal_minutes, row.primary_share = chosen.goal_minutes, chosen.primary_share
        row.time_zone, row.night_pauses = chosen.time_zone, chosen.night_pauses
        row.night_from, row.night_to = chosen.night_from, chosen.night_to
        emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what="welcome"))
