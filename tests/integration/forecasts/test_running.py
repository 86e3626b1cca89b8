"""A forecast is asked for, made by the worker from real rows, and made anew if the worker was killed."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from forum.accounts.models import Role, User
from forum.audit.queries import AuditFilter, audit_page
from forum.database import db, transaction
from forum.errors import NotAllowedError
from forum.forecasts.commands import ask_forecast
from forum.forecasts.models import Forecast
from forum.forecasts.queries import forecast_page
from forum.forecasts.reading import observe
from forum.forecasts.running import run_due_forecasts
from forum.welcome.mentor_commands import MentorChoices, save_choices
from forum.welcome.pairing import Weight
from tests.factories import World, everyone
from tests.integration.sanctions.giving import give
from tests.support.clock import FakeClock
from tests.support.statements import statements


def meet(world: World, clock: FakeClock, number: int) -> None:
    """Newcomers who say hello and are answered half an hour later."""
    mentor = world.person(Role.MENTOR, name="Mo")
    thread = world.thread(mentor, welcome=True)
    for _ in range(number):
        hello = world.reply(world.newcomer(), thread)
        clock.advance(minutes=30)
        world.reply(mentor, thread, answers=hello)


def test_it_is_made_from_the_communitys_own_rows(world: World, clock: FakeClock) -> None:
    meet(world, clock, 3)
    ada = world.person(Role.ADMIN, name="Ada")
    ask_forecast(ada, clock)
    steps: list[int] = []

    def look() -> None:
        page = forecast_page().under_way
        assert page is not None
        steps.append(page.done)
        db.session.rollback()

    run_due_forecasts(clock, in_between=look)
    page = forecast_page()
    assert page.report is not None
    assert steps == list(range(len(page.report.tried)))
    assert page.under_way is None
    assert page.report.mentors == 1
    assert page.report.today is not None
    assert page.report.stands_on[0].startswith("Only 3 newcomers")
    (line,) = audit_page(AuditFilter(action="community.forecast"), 1, str).items
    assert line.sentence == "Ada (admin) asked how many mentors the community needs."


def test_what_is_read_is_what_happened(world: World, clock: FakeClock) -> None:
    meet(world, clock, 2)
    clock.advance(days=91)
    meet(world, clock, 1)
    seen = observe(db.session(), clock.now())
    assert len(seen.first_posts) == 1
    assert sorted(len(posts) for posts in seen.posts.values()) == [2]
    assert [(one.by_them, one.answered_at) for one in seen.calls if one.by_them] == [
        (True, clock.now())
    ]
    assert seen.mentors == 2


def test_mentors_count_as_they_work_whether_or_not_they_ever_chose_how(
    world: World, clock: FakeClock
) -> None:
    few, none, _ = (world.person(Role.MENTOR) for _ in range(3))
    save_choices(few, MentorChoices(weight=Weight.LOW, most_mentees=2), clock)
    save_choices(none, MentorChoices(weight=Weight.NONE), clock)
    seen = observe(db.session(), clock.now())
    assert (seen.weights, seen.rooms) == ([Weight.LOW, Weight.NORMAL], [2, 25])
    assert seen.mentors == 2, "whoever takes no newcomers is none of those to whom they go"


def test_whoever_is_shut_out_is_no_mentor_and_no_moderator_of_today(
    world: World, clock: FakeClock
) -> None:
    for role in (Role.MENTOR, Role.MODERATOR):
        world.person(role)
        give(world, world.person(Role.ADMIN), world.person(role), "suspend", days=7)
    seen = observe(db.session(), clock.now())
    assert (seen.mentors, seen.moderators) == (1, 1)
    clock.advance(days=8)
    seen = observe(db.session(), clock.now())
    assert (seen.mentors, seen.moderators) == (2, 2)


def test_people_of_the_example_community_count_nowhere(world: World, clock: FakeClock) -> None:
    meet(world, clock, 2)
    world.person(Role.MODERATOR)
    with transaction() as session:
        session.execute(update(User).values(is_example=True))
    meet(world, clock, 1)
    seen = observe(db.session(), clock.now())
    assert (len(seen.first_posts), seen.mentors, seen.moderators) == (1, 1, 0)
    assert [len(posts) for posts in seen.posts.values()] == [2]
    assert len(seen.calls) == 1


def test_while_one_is_under_way_there_is_no_second(world: World, clock: FakeClock) -> None:
    ada = world.person(Role.ADMIN)
    assert ask_forecast(ada, clock) == ask_forecast(ada, clock)
    assert len(db.session.scalars(select(Forecast.id)).all()) == 1


def test_a_worker_that_was_killed_loses_nothing(world: World, clock: FakeClock) -> None:
    ask_forecast(world.person(Role.ADMIN), clock)

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_due_forecasts(clock, in_between=killed)
    db.session.rollback()
    assert forecast_page().report is None
    run_due_forecasts(clock)
    assert forecast_page().report is not None


def test_only_admins_ask(world: World, clock: FakeClock) -> None:
    for kind, actor in everyone(world).items():
        if kind != "admin":
            with pytest.raises(NotAllowedError):
                ask_forecast(actor, clock)


def test_the_number_of_queries_stays_the_same(world: World, clock: FakeClock) -> None:
    meet(world, clock, 1)
    with statements(db.engine) as few:
        observe(db.session(), clock.now())
    meet(world, clock, 4)
    with statements(db.engine) as many:
        observe(db.session(), clock.now())
    assert len(many) == len(few)
