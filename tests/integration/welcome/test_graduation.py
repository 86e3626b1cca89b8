"""A newcomer becomes a member by taking part, or by time; and is told so."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User
from forum.appeals.commands import About, Judgement, judge, make_appeal
from forum.appeals.rules import AppealState
from forum.database import db
from forum.leaving.coming_back import come_back_to_the_door
from forum.measures.queries import measures_page
from forum.notifications.models import Notification
from forum.welcome.graduation import graduate_by_time
from tests.factories import World
from tests.integration.leaving.conftest import Leaving
from tests.integration.welcome.arriving import newcomer_who_can_leave
from tests.support.clock import FakeClock


def has_graduated(person: Actor) -> bool:
    db.session.rollback()
    return db.session.get_one(User, person.id).graduated_at is not None


def test_the_third_published_post_makes_a_member(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    world.reply(ana, thread, "One.")
    world.reply(ana, thread, "Two.")
    assert not has_graduated(ana)
    world.reply(ana, thread, "Three.")
    assert has_graduated(ana)
    kinds = db.session.scalars(
        select(Notification.kind).where(Notification.user_id == ana.id)
    ).all()
    assert kinds == ["graduated"]


def test_so_do_fourteen_days(world: World, clock: FakeClock) -> None:
    ana = world.newcomer()
    clock.advance(days=13, hours=23)
    graduate_by_time(clock)
    assert not has_graduated(ana)
    clock.advance(hours=1)
    graduate_by_time(clock)
    assert has_graduated(ana)


def test_who_has_left_becomes_no_member_and_counts_as_none(
    app: Flask, world: World, clock: FakeClock
) -> None:
    leaving = Leaving(app, world, clock)
    ana = newcomer_who_can_leave(leaving)
    leaving.go(ana)
    clock.advance(days=14)
    graduate_by_time(clock)
    assert not has_graduated(ana)
    assert db.session.query(Notification).filter_by(user_id=ana.id).count() == 0
    (cohort,) = [one for one in measures_page(clock.now()).cohorts if one.newcomers]
    assert cohort.graduation_rate == 0


def test_who_comes_back_in_time_becomes_one_after_all(
    app: Flask, world: World, clock: FakeClock
) -> None:
    leaving = Leaving(app, world, clock)
    ana = newcomer_who_can_leave(leaving)
    clock.advance(days=10)
    leaving.leave(ana)
    clock.advance(days=5)
    graduate_by_time(clock)
    assert not has_graduated(ana)
    come_back_to_the_door(ana.id, clock)
    graduate_by_time(clock)
    assert has_graduated(ana)


def test_a_removal_starts_the_days_anew(world: World, clock: FakeClock) -> None:
    ana, moderator = world.newcomer(), world.person(Role.MODERATOR)
    post = world.reply(ana, world.thread(world.person()))
    clock.advance(days=10)
    world.decide(moderator, post, "remove", note="Not like this.", rule=world.rule_id())
    clock.advance(days=5)
    graduate_by_time(clock)
    assert not has_graduated(ana)
    clock.advance(days=9)
    graduate_by_time(clock)
    assert has_graduated(ana)


def test_a_removal_that_was_overturned_does_not_count(world: World, clock: FakeClock) -> None:
    ana, mira, jo = world.newcomer(), *(world.person(Role.MODERATOR) for _ in range(2))
    post = world.reply(ana, world.thread(world.person()))
    clock.advance(days=10)
    removed = world.decide(mira, post, "remove", note="Not like this.", rule=world.rule_id())
    appeal = make_appeal(ana, About(decision_id=removed), "I was quoting.", clock)
    clock.advance(days=4, hours=1)
    graduate_by_time(clock)
    # While nobody has looked again, the removal stands.
    assert not has_graduated(ana)
    answer = Judgement(outcome=AppealState.OVERTURNED, answer="You are right. We are sorry.")
    judge(jo, appeal, answer, clock)
    graduate_by_time(clock)
    assert has_graduated(ana)


def test_a_removal_that_was_upheld_does(world: World, clock: FakeClock) -> None:
    ana, mira, jo = world.newcomer(), *(world.person(Role.MODERATOR) for _ in range(2))
    post = world.reply(ana, world.thread(world.person()))
    clock.advance(days=10)
    removed = world.decide(mira, post, "remove", note="Not like this.", rule=world.rule_id())
    appeal = make_appeal(ana, About(decision_id=removed), "I was quoting.", clock)
    clock.advance(days=4, hours=1)
    judge(jo, appeal, Judgement(outcome=AppealState.UPHELD, answer="It stands."), clock)
    graduate_by_time(clock)
    assert not has_graduated(ana)
