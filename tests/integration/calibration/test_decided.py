"""Decided posts, with whose limits applied when they were read."""

from __future__ import annotations

from sqlalchemy import inspect, select

from forum.accounts.models import Role
from forum.calibration.decided import decided_cases
from forum.conversations.models import ScreeningResult, Thread
from forum.database import db, transaction
from forum.screening.thresholds import Audience
from forum.welcome.commands import set_welcome_flag
from tests.factories import KIND, World
from tests.support.clock import FakeClock


def audiences(world: World) -> list[Audience]:
    db.session.rollback()
    return [case.post.audience for case in decided_cases(world.clock.now(), with_text=False)]


def introduced(world: World, clock: FakeClock) -> Thread:
    """A welcome thread with an introduction that nobody has said anything against for long."""
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    world.reply(world.newcomer(), thread, KIND)
    clock.advance(days=60)
    return thread


def test_an_introduction_stays_one_when_the_welcome_is_over(world: World, clock: FakeClock) -> None:
    thread = introduced(world, clock)
    before = audiences(world)
    assert Audience.INTRODUCTION in before
    mentor = world.person(Role.MENTOR)
    set_welcome_flag(mentor, thread.id, flagged=False, reason="", clock=world.clock)
    assert audiences(world) == before


def test_what_was_read_before_that_was_written_down_is_told_by_the_flag(
    world: World, clock: FakeClock
) -> None:
    introduced(world, clock)
    columns = {one.key for one in inspect(ScreeningResult).column_attrs} - {"id"}
    with transaction() as session:
        for result in session.scalars(select(ScreeningResult)).all():
            as_it_was = {name: getattr(result, name) for name in columns}
            session.add(ScreeningResult(**as_it_was | {"in_welcome_thread": None}))
    assert Audience.INTRODUCTION in audiences(world)
