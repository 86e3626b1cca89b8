"""Newcomers who wait for a first reply: who is on the mentor's desk, and who no longer is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from forum.accounts.blocks import block
from forum.accounts.models import Role, UserRole
from forum.conversations import commands
from forum.database import db, transaction
from forum.moderation.thread_commands import lock_thread, unlock_thread
from forum.welcome.desk_commands import snooze
from forum.welcome.desk_pages import WaitingNewcomer
from forum.welcome.graduation import graduate_by_time
from forum.welcome.on_duty import candidates, mentors_here
from forum.welcome.queries import count_waiting
from forum.welcome.waiting_queries import waiting_newcomers
from tests.factories import UNKIND, World
from tests.support.clock import FakeClock


def on_the_desk(world: World) -> Sequence[WaitingNewcomer]:
    """Everybody who waits, as a mentor sees it whom nobody has called."""
    now = world.clock.now()
    return waiting_newcomers(world.person(Role.MENTOR), now, mentors_here(db.session(), now))


def waiting(world: World) -> list[str]:
    return [row.author.display_name for row in on_the_desk(world)]


def test_the_longest_wait_comes_first(world: World, clock: FakeClock) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    for name in ("Ana", "Ben", "Cho"):
        world.reply(world.newcomer(name), thread)
        clock.advance(minutes=5)
    assert waiting(world) == ["Ana", "Ben", "Cho"]
    assert count_waiting(world.person(Role.MENTOR)) == 3


def test_the_wait_is_told_in_words(world: World, clock: FakeClock) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    for name in ("Ana", "Ben", "Cho"):
        world.reply(world.newcomer(name), thread)
        clock.advance(minutes=50)
    assert [row.clock for row in on_the_desk(world)] == [
        "overdue",
        "due soon",
        "fresh",
    ]


def test_a_reply_by_another_person_ends_the_wait(world: World) -> None:
    mentor = world.person(Role.MENTOR)
    thread = world.thread(mentor, welcome=True)
    ana = world.reply(world.newcomer("Ana"), thread)
    world.reply(world.newcomer("Ben"), thread)
    world.reply(mentor, thread, answers=ana)
    assert waiting(world) == ["Ben"]


def test_ones_own_second_post_does_not_end_it(world: World) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    ana = world.newcomer("Ana")
    first = world.reply(ana, thread)
    world.reply(ana, thread, answers=first)
    assert waiting(world) == ["Ana"]


def test_a_reply_that_is_itself_held_does_not_end_it(world: World) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    ana = world.reply(world.newcomer("Ana"), thread)
    world.reply(world.person(), thread, UNKIND, answers=ana)
    assert waiting(world) == ["Ana"]


def test_a_thread_that_a_newcomer_began_waits_too(world: World) -> None:
    thread = world.thread(world.newcomer("Ana"))
    assert waiting(world) == ["Ana"]
    world.reply(world.person(), thread)
    assert waiting(world) == []


def test_what_is_held_or_taken_back_waits_for_nobody(world: World) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    world.reply(world.newcomer("Ana"), thread, UNKIND)
    ben = world.newcomer("Ben")
    post = world.reply(ben, thread)
    commands.withdraw(ben, post.id, world.clock)
    assert waiting(world) == []


def test_nobody_can_be_answered_while_the_thread_is_closed(world: World) -> None:
    mira, thread = world.person(Role.MODERATOR), world.thread(world.person(), welcome=True)
    world.reply(world.newcomer("Ana"), thread)
    lock_thread(mira, thread.id, "A new one is open.", world.clock)
    assert waiting(world) == []
    assert count_waiting(world.person(Role.MENTOR)) == 0
    unlock_thread(mira, thread.id, world.clock)
    assert waiting(world) == ["Ana"]


def test_whoever_nobody_can_answer_is_no_more_work_than_others(world: World) -> None:
    mira, mentor = world.person(Role.MODERATOR), world.person(Role.MENTOR)
    thread = world.thread(world.person(), welcome=True)
    world.reply(world.newcomer("Ana"), thread)

    def load() -> tuple[int, int]:
        db.session.rollback()
        [one] = candidates(db.session(), world.clock.now())
        assert one.mentor_id == mentor.id
        return one.waiting, one.quiet

    assert load() == (1, 0)
    lock_thread(mira, thread.id, "A new one is open.", world.clock)
    assert load() == (0, 1)


def test_who_becomes_a_mentor_unanswered_is_not_asked_to_answer_themselves(world: World) -> None:
    ana = world.newcomer("Ana")
    world.thread(ana)
    with transaction() as session:
        session.add(UserRole(user_id=ana.id, role=Role.MENTOR, given_at=world.clock.now()))
    now = world.clock.now()
    assert waiting(world) == ["Ana"]
    assert list(waiting_newcomers(ana, now, mentors_here(db.session(), now))) == []


def test_who_has_become_a_member_unanswered_still_waits(world: World, clock: FakeClock) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    world.reply(world.newcomer("Ana"), thread)
    clock.advance(days=15)
    graduate_by_time(clock)
    assert waiting(world) == ["Ana"]


def test_who_has_become_a_member_and_been_met_does_not(world: World, clock: FakeClock) -> None:
    mentor = world.person(Role.MENTOR)
    thread, other = world.thread(mentor, welcome=True), world.thread(mentor, welcome=True)
    ana = world.newcomer("Ana")
    world.reply(mentor, thread, answers=world.reply(ana, thread))
    world.reply(ana, other)
    assert waiting(world) == ["Ana"]
    clock.advance(days=15)
    graduate_by_time(clock)
    assert waiting(world) == []


def test_a_members_post_is_not_on_the_desk(world: World) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    world.reply(world.person(), thread)
    assert waiting(world) == []


@pytest.mark.parametrize("who_blocks", ["the newcomer", "the mentor"])
def test_the_badge_counts_nobody_who_keeps_away_from_the_mentor(
    world: World, clock: FakeClock, who_blocks: str
) -> None:
    thread = world.thread(world.person(), welcome=True)
    mo, ana = world.person(Role.MENTOR), world.newcomer()
    for newcomer in (ana, world.newcomer()):
        world.reply(newcomer, thread)
    assert count_waiting(mo) == 2
    one, other = (ana, mo) if who_blocks == "the newcomer" else (mo, ana)
    block(one, other.id, clock)
    assert count_waiting(mo) == 1
    assert count_waiting(world.person(Role.MENTOR)) == 2


def test_the_badge_counts_nothing_that_was_put_aside_or_is_ones_own(
    world: World, clock: FakeClock
) -> None:
    thread = world.thread(world.person(), welcome=True)
    mo, ana = world.person(Role.MENTOR), world.newcomer()
    post = world.reply(world.newcomer(), thread)
    world.reply(ana, thread)
    snooze(mo, post.id, clock)
    assert (count_waiting(mo), count_waiting(ana)) == (1, 1)
    clock.advance(hours=1)
    assert (count_waiting(mo), count_waiting(ana)) == (2, 1)
