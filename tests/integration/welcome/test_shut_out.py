"""A newcomer who is suspended or banned can't read an answer: nobody is called for them until they can again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Post
from forum.database import db
from forum.errors import ConflictError
from forum.moderation.models import ReviewItem
from forum.moderation.thread_commands import lock_thread, unlock_thread
from forum.notifications.models import Notification
from forum.sanctions.commands import lift_sanction
from forum.welcome.answerable import can_be_answered
from forum.welcome.calling import run_due_steps
from forum.welcome.desk_commands import hand_over
from forum.welcome.models import ClockStep, ReplyClock
from forum.welcome.queries import count_waiting, waits_for_answer
from tests.factories import UNKIND, World
from tests.integration.sanctions.giving import give
from tests.support.clock import FakeClock


@pytest.fixture
def mo(world: World) -> Actor:
    return world.person(Role.MENTOR, name="Mo")


@pytest.fixture
def jo(world: World, mo: Actor) -> Actor:
    return world.person(Role.MENTOR, name="Jo")


@pytest.fixture
def ada(world: World) -> Actor:
    return world.person(Role.ADMIN, Role.MODERATOR, name="Ada")


@pytest.fixture
def ana(world: World) -> Actor:
    return world.newcomer("Ana")


@pytest.fixture(autouse=True)
def post(world: World, mo: Actor, jo: Actor, ada: Actor, ana: Actor) -> Post:
    """A hello for which one of two mentors has been called."""
    return world.reply(ana, world.thread(world.person(), welcome=True))


def calls() -> int:
    db.session.rollback()
    return db.session.query(ClockStep).filter(ClockStep.called_id.is_not(None)).count()


def lines() -> int:
    """How many were told, and have not looked yet."""
    db.session.rollback()
    kinds = Notification.kind.in_(["mentee_waits", "newcomer_waits"])
    return db.session.query(Notification).filter(kinds, Notification.read_at.is_(None)).count()


def on_the_badge() -> int:
    """As a mentor sees it whom nobody calls."""
    return count_waiting(Actor(user_id=4_711, roles=frozenset({Role.MENTOR})))


def pass_hours(clock: FakeClock, hours: int) -> None:
    for _ in range(hours * 2):
        clock.advance(minutes=30)
        run_due_steps(clock)


@pytest.mark.parametrize("kind", ["suspend", "ban"])
def test_nobody_is_called_for_somebody_who_is_shut_out(
    world: World, clock: FakeClock, ada: Actor, ana: Actor, post: Post, kind: str
) -> None:
    assert (calls(), lines(), on_the_badge()) == (1, 1, 1)
    give(world, ada, ana, kind)
    pass_hours(clock, 12)
    assert (calls(), lines(), on_the_badge()) == (1, 0, 0)
    assert db.session.query(ReviewItem).filter_by(closed_at=None).count() == 0
    with pytest.raises(ConflictError):
        hand_over(world.person(Role.MENTOR), post.id, clock)


@pytest.mark.parametrize("kind", ["message", "warning", "pre_moderate", "silence"])
def test_whoever_can_still_read_is_answered(
    world: World, clock: FakeClock, ada: Actor, ana: Actor, kind: str
) -> None:
    give(world, ada, ana, kind)
    assert (lines(), on_the_badge()) == (1, 1)
    pass_hours(clock, 1)
    assert calls() == 2


@pytest.mark.parametrize("hours", [0, 30])
def test_once_it_was_lifted_whoever_was_called_is_told_anew_and_the_next_are_called(
    world: World, clock: FakeClock, ada: Actor, ana: Actor, hours: int
) -> None:
    number = give(world, ada, ana, "ban")
    pass_hours(clock, hours)
    lift_sanction(ada, number, "We were wrong.", clock)
    assert (calls(), lines(), on_the_badge()) == (1, 1, 1)
    pass_hours(clock, 12)
    assert calls() == lines() == 3


def test_when_it_is_over_they_are_called_for_again(
    world: World, clock: FakeClock, ada: Actor, ana: Actor
) -> None:
    give(world, ada, ana, "suspend", days=1)
    clock.advance(days=1, seconds=-1)
    run_due_steps(clock)
    assert (calls(), lines(), on_the_badge()) == (1, 0, 0)
    clock.advance(seconds=1)
    run_due_steps(clock)
    assert (calls(), lines(), on_the_badge()) == (1, 1, 1)
    pass_hours(clock, 12)
    assert calls() == lines() == 3


def test_one_that_ends_while_another_lasts_changes_nothing(
    world: World, clock: FakeClock, ada: Actor, ana: Actor
) -> None:
    give(world, ada, ana, "suspend", days=1)
    ban = give(world, ada, ana, "ban")
    pass_hours(clock, 30)
    assert (calls(), lines()) == (1, 0)
    give(world, ada, ana, "suspend", days=3)
    lift_sanction(ada, ban, "We were wrong.", clock)
    assert (calls(), lines()) == (1, 0)
    clock.advance(days=3)
    run_due_steps(clock)
    assert (calls(), lines()) == (1, 1)


def test_a_thread_that_is_opened_again_calls_nobody_for_them(
    world: World, clock: FakeClock, ada: Actor, ana: Actor, post: Post
) -> None:
    give(world, ada, ana, "suspend", days=1)
    lock_thread(ada, post.thread_id, "A new one is open.", clock)
    unlock_thread(ada, post.thread_id, clock)
    pass_hours(clock, 20)
    assert (calls(), lines()) == (1, 0)
    lock_thread(ada, post.thread_id, "A new one is open.", clock)
    pass_hours(clock, 10)
    assert (calls(), lines()) == (1, 0)
    unlock_thread(ada, post.thread_id, clock)
    assert (calls(), lines()) == (1, 1)


def test_a_hello_that_is_let_through_meanwhile_waits_until_they_are_back(
    world: World, clock: FakeClock, ada: Actor, post: Post
) -> None:
    ben = world.newcomer("Ben")
    held = world.reply(ben, world.fresh(post).thread, UNKIND)
    ban = give(world, ada, ben, "ban")
    world.decide(ada, held, "approve")
    assert (calls(), on_the_badge()) == (1, 1)
    lift_sanction(ada, ban, "We were wrong.", clock)
    run_due_steps(clock)
    assert (calls(), on_the_badge()) == (2, 2)


def test_who_can_be_answered_is_the_same_in_sql(
    world: World, clock: FakeClock, ada: Actor, ana: Actor
) -> None:
    give(world, ada, ana, "suspend", days=1)
    for hours in (0, 23, 1, 1):
        clock.advance(hours=hours)
        db.session.rollback()
        found = db.session.query(ReplyClock).one()
        asked = db.session.scalar(select(waits_for_answer(ana.id)))
        assert asked is can_be_answered(db.session(), found, clock.now())
