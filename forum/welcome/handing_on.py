"""Whoever goes away hands on who waits for them: nobody is left to wait until the time of somebody absent is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.database import ROW_LOCK
from forum.welcome.answerable import can_be_answered
from forum.welcome.calling import call_next
from forum.welcome.models import ClockStep, ReplyClock
from forum.welcome.on_duty import mentors_here
from forum.welcome.replyclock import Stage

# Later everybody has been called, and who looks in answers.
_ONE_PERSONS = (Stage.MENTOR, Stage.BACKUP)


def hand_on(session: Session, mentor_id: int, now: datetime) -> int:
    """Call the next people wherever a newcomer waits for this mentor and for nobody else who is here.

    The mentor has to be away already in the caller's transaction.

    Returns:
        How many newcomers were handed on.
    """
    waits = session.scalars(
        select(ReplyClock)
        .where(
            ReplyClock.stopped_at.is_(None),
            ReplyClock.stage.in_(_ONE_PERSONS),
            exists().where(
                ClockStep.clock_id == ReplyClock.id,
                ClockStep.stage == ReplyClock.stage,
                ClockStep.called_id == mentor_id,
            ),
        )
        .order_by(ReplyClock.id)
        .with_for_update(**ROW_LOCK)
    ).all()
    handed_on = 0
    for clock in waits:
        if can_be_answered(session, clock, now) and not _waits_for_another(session, clock, now):
            handed_on += call_next(session, clock, now, mentor_id)
    return handed_on


def _waits_for_another(session: Session, clock: ReplyClock, now: datetime) -> bool:
    called = session.scalars(
        select(ClockStep.called_id).where(
            ClockStep.clock_id == clock.id, ClockStep.stage == clock.stage
        )
    )
    newcomer = session.get_one(User, clock.newcomer_id)
    return not mentors_here(session, now, example=newcomer.is_example).isdisjoint(called)
