"""What mentors say to newcomers is read before newcomers read it."""

from __future__ import annotations

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Thread
from forum.database import db
from forum.screening import Standing
from forum.welcome.commands import set_welcome_flag
from forum.welcome.mentor_commands import MentorChoices, mentor_choices, save_choices
from forum.welcome.models import MentorSettings
from tests.factories import KIND, UNKIND, World
from tests.integration.screened_fields.conftest import Names


class TestWhatMentorsSay:
    def test_an_introduction_is_read_as_words_to_newcomers(self, names: Names) -> None:
        mentor = names.world.person(Role.MENTOR)
        save_choices(mentor, MentorChoices(introduction=KIND), names.world.clock)
        assert db.session.get_one(MentorSettings, mentor.id).introduction == ""
        names.world.screen()
        assert names.world.screener.seen[-1].to is Standing.NEWCOMER
        assert db.session.get_one(MentorSettings, mentor.id).introduction == KIND

    def test_a_held_one_is_seen_by_its_mentor_alone(self, names: Names) -> None:
        mentor = names.world.person(Role.MENTOR)
        save_choices(mentor, MentorChoices(introduction=UNKIND), names.world.clock)
        names.world.screen()
        assert db.session.get_one(MentorSettings, mentor.id).introduction == ""
        own = mentor_choices(mentor, names.world.clock.now())
        assert own.introduction == UNKIND
        assert own.introduction_waits is not None
        assert own.introduction_waits.is_held
        assert names.item(mentor) is not None

    def test_the_words_about_a_welcome_thread_are_shown_once_read(self, names: Names) -> None:
        mentor = names.world.person(Role.MENTOR)
        thread = names.world.thread(names.world.person())
        flag(mentor, thread.id, KIND, names.world)
        assert reason_shown(thread.id) == ""
        names.world.screen()
        assert reason_shown(thread.id) == KIND

    def test_they_are_dropped_with_the_welcome(self, names: Names) -> None:
        mentor = names.world.person(Role.MENTOR)
        thread = names.world.thread(names.world.person())
        flag(mentor, thread.id, UNKIND, names.world)
        names.world.screen()
        assert names.item(mentor) is not None
        other = names.world.person(Role.MENTOR)
        set_welcome_flag(other, thread.id, flagged=False, reason="", clock=names.world.clock)
        assert names.newest().state == "withdrawn"
        assert names.item(mentor) is None
        assert reason_shown(thread.id) == ""


def flag(mentor: Actor, thread_id: int, reason: str, world: World) -> None:
    set_welcome_flag(mentor, thread_id, flagged=True, reason=reason, clock=world.clock)


def reason_shown(thread_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Thread, thread_id).welcome_reason
