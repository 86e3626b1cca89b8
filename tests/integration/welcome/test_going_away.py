"""A mentor who goes away leaves nobody waiting for them."""

from __future__ import annotations

from datetime import date

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.welcome.desk_pages import Desk, MenteeSearch
from forum.welcome.desk_queries import desk
from forum.welcome.mentor_commands import MentorChoices, come_back, save_choices
from forum.welcome.models import ClockStep, ReplyClock
from forum.welcome.wording import HANDED_OVER
from tests.factories import World
from tests.integration.newcomers.test_home import pair
from tests.support.clock import FakeClock

AWAY = MentorChoices(is_away=True, back_on=date(2026, 6, 1))


@pytest.fixture
def mo(world: World) -> Actor:
    return world.person(Role.MENTOR, name="Mo")


@pytest.fixture
def bo(world: World) -> Actor:
    return world.person(Role.MENTOR, name="Bo")


@pytest.fixture
def thread(world: World, mo: Actor, bo: Actor) -> Thread:
    """A welcome thread that no mentor looks after: its mentor laid the role down."""
    return world.thread(world.person(), welcome=True)


def hello(world: World, thread: Thread, mentor: Actor, backup: Actor) -> Post:
    """The hello of somebody new who has these mentors."""
    ana = world.newcomer("Ana")
    pair(world, ana, mentor, backup)
    return world.reply(ana, thread)


def called(post: Post) -> list[int | None]:
    db.session.rollback()
    steps = db.session.query(ClockStep).join(ReplyClock, ReplyClock.id == ClockStep.clock_id)
    mine = steps.filter(ReplyClock.post_id == post.id).order_by(ClockStep.id)
    return [step.called_id for step in mine]


def desk_of(mentor: Actor, clock: FakeClock) -> Desk:
    db.session.rollback()
    return desk(mentor, MenteeSearch(), clock.now(), str)


def test_whoever_waits_for_them_is_handed_on_at_once(
    world: World, clock: FakeClock, mo: Actor, bo: Actor, thread: Thread
) -> None:
    post = hello(world, thread, mo, bo)
    assert called(post) == [mo.id]
    assert save_choices(mo, AWAY, clock) == 1
    assert called(post) == [mo.id, bo.id]
    step = db.session.query(ClockStep).order_by(ClockStep.id.desc()).first()
    assert step is not None
    assert (step.why, step.by_id) == (HANDED_OVER, mo.id)
    # What they change while they are away calls nobody else.
    assert save_choices(mo, AWAY, clock) == 0
    assert called(post) == [mo.id, bo.id]


def test_nobody_is_handed_on_by_who_is_here(
    world: World, clock: FakeClock, mo: Actor, bo: Actor, thread: Thread
) -> None:
    post = hello(world, thread, mo, bo)
    assert save_choices(mo, MentorChoices(introduction="I bake."), clock) == 0
    assert called(post) == [mo.id]


def test_nobody_is_handed_on_who_waits_for_somebody_else_as_well(
    world: World, clock: FakeClock, mo: Actor, bo: Actor
) -> None:
    post = hello(world, world.thread(bo, welcome=True), mo, world.person(Role.MENTOR))
    assert called(post) == [mo.id, bo.id], "whoever looks after the thread is called, too"
    assert save_choices(mo, AWAY, clock) == 0
    assert save_choices(bo, AWAY, clock) == 1


def test_nobody_is_handed_on_who_was_answered(
    world: World, clock: FakeClock, mo: Actor, bo: Actor, thread: Thread
) -> None:
    post = hello(world, thread, mo, bo)
    world.reply(world.person(), thread, answers=post)
    assert save_choices(mo, AWAY, clock) == 0
    assert called(post) == [mo.id]


def test_nothing_is_expected_of_them_meanwhile(
    world: World, clock: FakeClock, mo: Actor, bo: Actor, thread: Thread
) -> None:
    post = hello(world, thread, mo, bo)
    assert [one.post_id for one in desk_of(mo, clock).waiting] == [post.id]
    save_choices(mo, AWAY, clock)
    page = desk_of(mo, clock)
    assert (page.is_away, page.back_on) == (True, AWAY.back_on)
    assert page.waiting == []
    [other] = page.others
    assert (other.post_id, other.is_for_you, other.why) == (post.id, False, "")
    come_back(mo)
    assert [one.post_id for one in desk_of(mo, clock).waiting] == [post.id]
