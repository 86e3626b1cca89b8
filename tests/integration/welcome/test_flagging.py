"""Mentors flag the threads that newcomers are led to."""

from __future__ import annotations

import pytest

from forum.accounts.models import Role
from forum.conversations.models import Thread
from forum.conversations.queries import welcome_threads
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation.models import AuditEntry
from forum.welcome.commands import set_welcome_flag
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


def test_the_second_of_two_mentors_hears_that_it_is_done(world: World) -> None:
    thread = world.thread(world.person())
    for mentor, faster in ((world.person(Role.MENTOR), True), (world.person(Role.MENTOR), False)):
        if faster:
            set_welcome_flag(mentor, thread.id, flagged=True, reason="Yes.", clock=world.clock)
        else:
            with pytest.raises(ConflictError):
                set_welcome_flag(
                    mentor, thread.id, flagged=True, reason="Me too.", clock=world.clock
                )


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
