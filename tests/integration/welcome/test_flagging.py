"""Mentors flag the threads that newcomers are led to."""

from __future__ import annotations

from datetime import date

import pytest

from forum.accounts.models import Role
from forum.audit.models import AuditEntry
from forum.conversations.models import Thread
from forum.conversations.queries import welcome_threads
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.welcome.commands import set_welcome_flag
from forum.welcome.models import WelcomeSettings
from tests.factories import UNKIND, World


def test_a_mentor_flags_a_thread_and_newcomers_are_led_there(world: World) -> None:
    mentor, thread = world.person(Role.MENTOR), world.thread(world.person(), title="Hello!")
    set_welcome_flag(mentor, thread.id, flagged=True, reason="Gentle.", clock=world.clock)
    assert [row.title for row in welcome_threads()] == ["Hello!"]
    entry = db.session.query(AuditEntry).filter_by(action="thread.welcome_flag").one()
    assert (entry.actor_id, entry.subject_id) == (mentor.id, thread.id)


def test_unflagging_keeps_what_was_said(world: World) -> None:
    mentor = world.person(Role.MENTOR)
    thread = world.thread(mentor, welcome=True)
    world.reply(world.newcomer(), thread)
    set_welcome_flag(mentor, thread.id, flagged=False, reason="", clock=world.clock)
    assert welcome_threads() == []
    assert db.session.get_one(Thread, thread.id).reply_count == 1


def test_it_takes_a_reason(world: World) -> None:
    thread = world.thread(world.person())
    with pytest.raises(InvalidInputError):
        set_welcome_flag(
            world.person(Role.MENTOR), thread.id, flagged=True, reason="", clock=world.clock
        )


@pytest.mark.parametrize(
    ("is_another", "said"),
    [
        (True, "Another mentor was faster: this is a welcome thread already."),
        (False, "This is a welcome thread already."),
    ],
)
def test_whoever_flags_it_a_second_time_hears_that_it_is_done(
    world: World, is_another: bool, said: str
) -> None:
    thread, first = world.thread(world.person()), world.person(Role.MENTOR)
    second = world.person(Role.MENTOR) if is_another else first
    set_welcome_flag(first, thread.id, flagged=True, reason="Yes.", clock=world.clock)

    with pytest.raises(ConflictError) as refused:
        set_welcome_flag(second, thread.id, flagged=True, reason="Me too.", clock=world.clock)

    assert refused.value.message == said


@pytest.mark.parametrize("was_flagged", [False, True])
def test_unflagging_what_is_an_ordinary_thread_says_so_and_blames_nobody(
    world: World, was_flagged: bool
) -> None:
    mentor = world.person(Role.MENTOR)
    thread = world.thread(mentor, welcome=was_flagged)
    if was_flagged:
        set_welcome_flag(mentor, thread.id, flagged=False, reason="", clock=world.clock)

    with pytest.raises(ConflictError) as refused:
        set_welcome_flag(mentor, thread.id, flagged=False, reason="", clock=world.clock)

    assert refused.value.message == "This is an ordinary thread already."


def test_members_and_moderators_may_not(world: World) -> None:
    thread = world.thread(world.person())
    for person in (world.person(), world.person(Role.MODERATOR), world.newcomer()):
        with pytest.raises(NotAllowedError):
            set_welcome_flag(person, thread.id, flagged=True, reason="x", clock=world.clock)


def test_a_thread_out_of_sight_is_not_there_to_be_flagged(world: World) -> None:
    thread = world.thread(world.newcomer(), text=UNKIND)
    with pytest.raises(NotFoundError):
        set_welcome_flag(
            world.person(Role.MENTOR), thread.id, flagged=True, reason="x", clock=world.clock
        )


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Honolulu"])
@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date.max, "Please choose a day before the year 3000."),
        (date(3000, 1, 1), "Please choose a day before the year 3000."),
        (date.min, "Please choose a day that is still to come."),
    ],
)
def test_a_last_day_is_one_that_can_come(world: World, zone: str, day: date, said: str) -> None:
    thread, mentor = world.thread(world.person()), world.person(Role.MENTOR)
    with transaction() as session:
        session.add(WelcomeSettings(id=1, time_zone=zone))

    with pytest.raises(InvalidInputError) as refused:
        set_welcome_flag(
            mentor, thread.id, flagged=True, reason="Gentle.", clock=world.clock, last_day=day
        )

    assert (refused.value.field, refused.value.message) == ("last_day", said)
