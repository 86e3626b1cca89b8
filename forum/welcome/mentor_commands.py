"""How a mentor wants to work: as much as they like, away for a while, or no longer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.accounts.roles import lay_down_role
from forum.clock import Clock
from forum.database import ROW_LOCK, db, transaction, tried_again
from forum.errors import InvalidInputError
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.screened_fields.commands import offer
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.queries import OwnField, own_fields
from forum.welcome.days import start_of
from forum.welcome.goal import community_zone
from forum.welcome.handing_on import hand_on
from forum.welcome.models import MentorSettings
from forum.welcome.on_duty import day_back, is_away, settings_to_change
from forum.welcome.pairing import Weight

MOST_MENTEES = 500


@dataclass(frozen=True, kw_only=True)
class MentorChoices:
    """What a mentor chooses. `back_on` is the day on which somebody away is back; empty until they say so.

    `introduction_waits` is set where an introduction of theirs waits to be read, or was declined.
    """

    weight: Weight = Weight.NORMAL
    most_mentees: int = 25
    is_away: bool = False
    back_on: date | None = None
    languages: Collection[str] = ()
    topics: Collection[str] = ()
    introduction: str = ""
    introduction_waits: OwnField | None = None


def mentor_choices(actor: Actor, now: datetime) -> MentorChoices:
    """How a mentor works at the moment."""
    session = db.session()
    row = session.get(MentorSettings, actor.id)
    if row is None:
        return MentorChoices()
    written = [one for one in own_fields(actor.id) if one.kind is FieldKind.INTRODUCTION]
    waiting = written[0] if written else None
    away = is_away(row, now)
    return MentorChoices(
        weight=Weight(row.weight),
        most_mentees=row.most_mentees,
        is_away=away,
        back_on=day_back(row, community_zone(session)) if away else None,
        languages=row.languages,
        topics=row.topics,
        introduction=waiting.text if waiting is not None and waiting.waits else row.introduction,
        introduction_waits=waiting,
    )


@tried_again
def save_choices(actor: Actor, chosen: MentorChoices, clock: Clock) -> int:
    """Work like this from now on. Whoever goes away hands on the newcomers who wait for them.

    Returns:
        How many were handed on.

    Raises:
        NotAllowedError: not a mentor.
        InvalidInputError: the day on which they are back has passed, or is too far.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    now = clock.now()
    with transaction() as session:
        until = _morning_of(chosen.back_on, community_zone(session)) if chosen.is_away else None
        if until is not None and until <= now:
            raise InvalidInputError("Please choose a day that is still to come.", "back_on")
        # A text of theirs is locked after the person that it belongs to.
        session.get_one(User, actor.id, with_for_update=ROW_LOCK)
        row = settings_to_change(session, actor.id)
        if chosen.is_away and not is_away(row, now):
            row.away_since = now
        elif not chosen.is_away:
            row.away_since = None
        row.away_until = until
        row.weight, row.most_mentees = chosen.weight, chosen.most_mentees
        row.languages, row.topics = sorted(chosen.languages), sorted(chosen.topics)
        offer(
            session,
            FieldKind.INTRODUCTION,
            chosen.introduction,
            author_id=actor.id,
            shown=row.introduction or "",
            now=now,
        )
        session.flush()
        return hand_on(session, actor.id, now) if is_away(row, now) else 0


@tried_again
def come_back(actor: Actor) -> None:
    """Be there again: one's mentees are one's own again. Harmless for whoever is there.

    Raises:
        NotAllowedError: not a mentor.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    with transaction() as session:
        row = settings_to_change(session, actor.id)
        row.away_since = row.away_until = row.asked_at = None


def stop_mentoring(actor: Actor, clock: Clock) -> None:
    """Be a mentor no longer. Every mentee goes to their backup, in the same transaction.

    Raises:
        NotAllowedError: not a mentor.
    """
    require(actor, Action.SEE_MENTORS_DESK)
    lay_down_role(actor, Role.MENTOR, clock)


def _morning_of(day: date | None, zone: ZoneInfo) -> datetime | None:
    return start_of(day, zone, "back_on") if day is not None else None
