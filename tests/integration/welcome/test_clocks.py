"""The reply clock: who is called when, what stops it, and what does not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.blocks import block, unblock
from forum.accounts.models import Role, User
from forum.conversations import commands
from forum.conversations.models import Category, Post, Thread
from forum.conversations.submission import due_revisions, screen_revision
from forum.database import db, transaction
from forum.errors import ConflictError
from forum.leaving.coming_back import come_back_to_the_door
from forum.leaving.rules import Words
from forum.moderation.thread_commands import lock_thread, move_thread, unlock_thread
from forum.notifications.models import Notification
from forum.notifications.queries import inbox_page
from forum.welcome.calling import run_due_steps
from forum.welcome.carrying import FEWEST_ANSWERS
from forum.welcome.commands import set_welcome_flag
from forum.welcome.desk_commands import hand_over
from forum.welcome.graduation import graduate_by_time
from forum.welcome.models import ClockStep, MentorSettings, Mentorship, ReplyClock, WelcomeSettings
from tests.factories import UNKIND, World
from tests.integration.leaving.conftest import Leaving
from tests.integration.sanctions.giving import give
from tests.integration.welcome.arriving import arrive, newcomer_who_can_leave
from tests.support.clock import FakeClock


@pytest.fixture
def team(world: World) -> list[Actor]:
    """Three mentors and a moderator."""
    return [*(world.person(Role.MENTOR) for _ in range(3)), world.person(Role.MODERATOR)]


@pytest.fixture
def thread(world: World, team: list[Actor]) -> Thread:
    """A welcome thread whose author is no mentor any more, so that nobody is called for its sake."""
    return world.thread(world.person(), welcome=True)


def clock_of(post: Post) -> ReplyClock:
    db.session.rollback()
    return db.session.query(ReplyClock).filter_by(post_id=post.id).one()


def called(post: Post) -> list[tuple[str, int | None]]:
    steps = db.session.query(ClockStep).filter_by(clock_id=clock_of(post).id)
    return [(step.stage, step.called_id) for step in steps.order_by(ClockStep.id)]


def pair(newcomer: Actor) -> Mentorship:
    return db.session.query(Mentorship).filter_by(newcomer_id=newcomer.id, ended_at=None).one()


def lines(person: Actor) -> list[str]:
    db.session.rollback()
    found = db.session.query(Notification).filter_by(user_id=person.id, read_at=None)
    return [line.kind for line in found if line.kind in {"mentee_waits", "newcomer_waits"}]


def away(mentor_id: int, clock: FakeClock) -> None:
    with transaction() as session:
        session.add(MentorSettings(user_id=mentor_id, away_since=clock.now()))


def opening_of(thread: Thread) -> Post:
    return db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()


def stands_still(post: Post) -> str:
    """Why a clock does, and that nothing of an answer is left in it."""
    stopped = clock_of(post)
    assert (stopped.next_step_at, stopped.stopped_by_id, stopped.stopped_by_post_id) == (
        None, None, None,
    )  # fmt: skip
    return stopped.stopped_why or ""


# ------------------------------------------------------------------------------------- calling


def test_one_after_the_other_is_called_until_somebody_answers(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread)
    found = pair(ana)
    (third,) = {mentor.id for mentor in team[:3]} - {found.primary_id, found.backup_id}
    expected: list[tuple[str, int | None]] = [("mentor", found.primary_id)]
    assert called(post) == expected
    for minutes, more in (
        (29, []),
        (1, [("backup", found.backup_id)]),
        (45, [("mentors", third)]),
        (45, [("moderators", team[3].id)]),
        (359, []),
        (1, [("all_mentors", None)]),
        (600, []),
    ):
        clock.advance(minutes=minutes)
        for _ in range(2):
            run_due_steps(clock)
        expected += more
        assert called(post) == expected
    assert clock_of(post).next_step_at is None
    assert all(len(lines(person)) == 1 for person in team)


def test_each_step_says_why(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    world.reply(world.newcomer(), thread)
    clock.advance(minutes=30)
    run_due_steps(clock)
    steps = db.session.query(ClockStep).order_by(ClockStep.id).all()
    assert [step.why for step in steps] == [
        "They look after this newcomer.",
        "Nobody who was called before has answered in their time. They are the backup.",
    ]
    assert [step.at for step in steps] == [clock.now() - timedelta(minutes=30), clock.now()]


def test_whoever_has_done_plenty_of_late_is_called_last(
    world: World, clock: FakeClock, thread: Thread, team: list[Actor]
) -> None:
    fourth = world.person(Role.MENTOR)
    eager = team[0]
    with transaction() as session:
        session.add(MentorSettings(user_id=eager.id, weight="none"))
    for hello in [world.reply(world.newcomer(), thread) for _ in range(FEWEST_ANSWERS)]:
        world.reply(eager, thread, answers=hello)
    world.reply(fourth, thread, answers=world.reply(world.newcomer(), thread))
    clock.advance(days=1)
    post = world.reply(world.newcomer(), thread)
    for minutes in (30, 45, 45):
        clock.advance(minutes=minutes)
        run_due_steps(clock)
    others = {team[1].id, team[2].id, fourth.id, team[3].id}
    assert {who for _, who in called(post)} == others
    clock.advance(hours=6)
    run_due_steps(clock)
    assert called(post)[-1] == ("all_mentors", eager.id)


def test_whoever_has_done_plenty_is_called_at_once_where_nobody_else_is_left(
    world: World, clock: FakeClock, thread: Thread, team: list[Actor]
) -> None:
    eager, friend = team[0], team[1]
    world.reply(friend, thread, answers=world.reply(world.newcomer(), thread))
    for hello in [world.reply(world.newcomer(), thread) for _ in range(FEWEST_ANSWERS)]:
        world.reply(eager, thread, answers=hello)
    for other in team[1:3]:
        away(other.id, clock)
    ana = world.newcomer()
    block(ana, team[3].id, clock)
    with transaction() as session:
        session.add(MentorSettings(user_id=eager.id, weight="none"))
    post = world.reply(ana, thread)
    assert called(post)[-1] == ("all_mentors", eager.id)


def test_the_admins_goal_and_the_night_are_kept(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    with transaction() as session:
        session.add(
            WelcomeSettings(
                id=1,
                goal_minutes=60,
                primary_share=50,
                time_zone="Europe/Berlin",
                night_pauses=True,
            )
        )
    clock.advance(hours=7, minutes=45)  # a quarter to ten in the evening in Berlin
    post = world.reply(world.newcomer(), thread)
    started = clock.now()
    assert clock_of(post).next_step_at == started + timedelta(hours=9, minutes=30)


def test_while_the_mentor_is_away_their_backup_is_called(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer()
    world.reply(world.person(), thread, answers=world.reply(ana, thread))
    found = pair(ana)
    away(found.primary_id, clock)
    post = world.reply(ana, thread)
    assert called(post) == [("mentor", found.backup_id)]
    step = db.session.query(ClockStep).order_by(ClockStep.id.desc()).first()
    assert step is not None
    assert step.why == "They stand in for the mentor, who is away."


def test_with_nobody_on_duty_the_moderators_are_called_at_once(
    world: World, clock: FakeClock
) -> None:
    moderator = world.person(Role.MODERATOR)
    post = world.reply(world.newcomer(), world.thread(world.person(), welcome=True))
    assert called(post) == [
        ("mentor", None), ("backup", None), ("mentors", None), ("moderators", moderator.id),
    ]  # fmt: skip
    assert lines(moderator) == ["newcomer_waits"]
    run_due_steps(clock)
    assert clock_of(post).next_step_at == clock.now() + timedelta(hours=8)


def test_with_nobody_at_all_the_newcomer_stands_on_the_desk(world: World, clock: FakeClock) -> None:
    post = world.reply(world.newcomer(), world.thread(world.person(), welcome=True))
    assert [who for _, who in called(post)] == [None] * 5
    assert clock_of(post).stopped_at is None


def test_a_mentor_whom_the_newcomer_blocked_is_never_called(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer()
    for mentor in team[:3]:
        block(ana, mentor.id, clock)
    post = world.reply(ana, thread)
    assert [who for _, who in called(post) if who is not None] == [team[3].id]


def test_what_somebody_says_whom_the_newcomer_blocked_is_no_answer(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana, bert = world.newcomer(), world.person(name="Bert")
    post = world.reply(ana, thread)
    block(ana, bert.id, clock)
    world.reply(bert, thread, answers=post)
    assert clock_of(post).stopped_at is None
    world.reply(team[0], thread, answers=post)
    assert clock_of(post).stopped_by_id == team[0].id


def test_who_blocks_whoever_answered_them_waits_on(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana, bert, cleo = world.newcomer(), world.person(name="Bert"), world.person(name="Cleo")
    post = world.reply(ana, thread)
    world.reply(bert, thread, answers=post)
    assert clock_of(post).stopped_by_id == bert.id
    block(ana, bert.id, clock)
    assert clock_of(post).stopped_at is None
    later = world.reply(cleo, thread, answers=post)
    block(ana, team[0].id, clock)
    assert clock_of(post).stopped_by_post_id == later.id


def test_once_a_block_is_taken_back_what_they_said_is_an_answer_and_nobody_is_called_any_more(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana, bert, cleo = world.newcomer("Ana"), world.person(name="Bert"), world.person(name="Cleo")
    post = world.reply(ana, thread)
    clock.advance(minutes=5)
    answered_at = clock.now()
    world.reply(bert, thread, answers=post)
    block(ana, bert.id, clock)
    block(ana, cleo.id, clock)
    world.reply(cleo, thread, answers=post)
    assert clock_of(post).stopped_why is None
    clock.advance(hours=1)
    unblock(ana, bert.id, clock)
    stopped = clock_of(post)
    assert (stopped.stopped_why, stopped.stopped_by_id) == ("answered", bert.id)
    assert (stopped.stopped_at, stopped.next_step_at) == (answered_at, None)
    assert [lines(mentor) for mentor in team] == [[]] * 4
    block(ana, bert.id, clock)
    unblock(ana, cleo.id, clock)
    assert clock_of(post).stopped_by_id == cleo.id, "she answered while she was blocked"


def test_a_member_of_long_ago_who_blocks_somebody_calls_nobody(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana, bert = world.newcomer(), world.person(name="Bert")
    post = world.reply(ana, thread)
    world.reply(bert, thread, answers=post)
    with transaction() as session:
        session.get_one(User, ana.id).graduated_at = clock.now()
    block(ana, bert.id, clock)
    assert clock_of(post).stopped_by_id == bert.id


def test_whoever_looks_after_the_welcome_thread_is_called_too(
    world: World, clock: FakeClock, team: list[Actor]
) -> None:
    hosts = [world.thread(mentor, welcome=True) for mentor in team[:3]]
    ana = world.newcomer()
    world.reply(ana, hosts[0])
    primary = pair(ana).primary_id
    other = next(host for host in hosts if host.author_id not in {primary, hosts[0].author_id})
    post = world.reply(ana, other)
    assert called(post) == [("mentor", primary), ("mentor", other.author_id)]


def test_500_newcomers_in_an_hour_are_each_waited_for(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    with transaction() as session:
        session.add_all(MentorSettings(user_id=one.id, most_mentees=40) for one in team[:3])
    arrive(world, 500, thread)
    db.session.rollback()
    assert db.session.query(ReplyClock).filter_by(stopped_at=None).count() == 500
    paired = db.session.query(Mentorship).count()
    loads = [
        db.session.query(Mentorship).filter_by(primary_id=mentor.id).count() for mentor in team[:3]
    ]
    assert paired == 120
    assert loads == [40] * 3
    unpaired = db.session.query(ReplyClock).filter_by(stage="mentors").count()
    assert unpaired == 380, "where no mentor has room, every mentor is called at once"


# ------------------------------------------------------------------------------------ stopping


def test_the_first_reply_stops_it_and_calls_off_those_who_have_not_looked(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread)
    clock.advance(hours=1)
    run_due_steps(clock)
    clock.advance(minutes=5)
    answer = world.reply(world.person(), thread, answers=post)
    stopped = clock_of(post)
    assert (stopped.stopped_why, stopped.stopped_by_post_id) == ("answered", answer.id)
    assert stopped.stopped_at == clock.now()
    assert all(not lines(person) for person in team)
    clock.advance(days=1)
    run_due_steps(clock)
    assert len(called(post)) == 2


def test_what_the_newcomer_writes_and_what_the_screen_does_stop_nothing(
    world: World, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer()
    post = world.reply(ana, thread)
    world.reply(ana, thread, answers=post)
    assert clock_of(post).stopped_at is None


def test_a_reply_that_is_held_stops_nothing_until_it_appears(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread)
    held = world.reply(team[0], thread, UNKIND, answers=post)
    clock.advance(hours=1)
    run_due_steps(clock)
    assert clock_of(post).stage == "backup"
    assert clock_of(post).stopped_at is None
    world.decide(team[3], held, "approve")
    assert clock_of(post).stopped_by_post_id == held.id


def test_a_reply_that_is_taken_down_has_answered_nobody(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread)
    answer = world.reply(world.person(), thread, answers=post)
    clock.advance(hours=3)
    world.decide(team[3], answer, "remove", note="No.", rule=world.rule_id())
    again = clock_of(post)
    assert again.stopped_at is None
    run_due_steps(clock)
    assert clock_of(post).stage == "backup"


def test_a_second_answer_counts_when_the_first_is_taken_back(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread)
    quick, slow = world.person(), world.person()
    first = world.reply(quick, thread, answers=post)
    clock.advance(minutes=20)
    second = world.reply(slow, thread, answers=post)
    answered_at = clock.now()
    clock.advance(minutes=20)
    commands.withdraw(quick, first.id, clock)
    stopped = clock_of(post)
    assert (stopped.stopped_by_id, stopped.stopped_by_post_id) == (slow.id, second.id)
    assert stopped.stopped_at == answered_at


def test_whoever_was_called_off_is_called_anew_when_the_answer_is_taken_down(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread)
    found = pair(ana)
    both = [one for one in team if one.id in {found.primary_id, found.backup_id}]
    clock.advance(minutes=30)
    run_due_steps(clock)
    answer = world.reply(world.person(), thread, answers=post)
    assert [lines(person) for person in both] == [[], []]
    clock.advance(minutes=5)
    before = called(post)
    world.decide(team[3], answer, "remove", note="No.", rule=world.rule_id())

    kinds = {found.primary_id: "mentee_waits", found.backup_id: "newcomer_waits"}
    assert [lines(person) for person in both] == [[kinds[person.id]] for person in both]
    unread = db.session.query(Notification).filter_by(user_id=found.primary_id, read_at=None)
    assert [line.mail_due_at for line in unread] == [clock.now()]
    # They were called once, and that is what is counted.
    assert called(post) == before


def test_nobody_is_called_anew_who_can_answer_no_more(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread)
    for _ in range(4):
        clock.advance(minutes=30)
        run_due_steps(clock)
    answer = world.reply(world.person(), thread, answers=post)
    gone, blocked, here = team[:3]
    away(gone.id, clock)
    block(ana, blocked.id, clock)
    world.decide(team[3], answer, "remove", note="No.", rule=world.rule_id())

    assert [len(lines(person)) for person in (gone, blocked, here, team[3])] == [0, 0, 1, 1]


def test_an_old_answer_that_is_taken_back_calls_nobody_for_who_is_a_member_now(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana, max_ = world.newcomer("Ana"), world.person(name="Max")
    post = world.reply(ana, thread)
    answer = world.reply(max_, thread, answers=post)
    world.reply(team[0], thread, answers=world.reply(ana, thread))
    clock.advance(days=15)
    graduate_by_time(clock)
    clock.advance(days=700)
    commands.withdraw(max_, answer.id, clock)

    assert stands_still(post) == "graduated"
    assert clock_of(post).stopped_at == clock.now()
    run_due_steps(clock)
    assert all(not lines(person) for person in team)


def test_a_member_whom_nobody_has_ever_answered_waits_again(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana, max_ = world.newcomer("Ana"), world.person(name="Max")
    post = world.reply(ana, thread)
    answer = world.reply(max_, thread, answers=post)
    clock.advance(days=15)
    graduate_by_time(clock)
    commands.withdraw(max_, answer.id, clock)
    assert clock_of(post).stopped_at is None


def test_a_post_that_was_taken_back_waits_for_nobody_when_its_answer_goes_too(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana, max_ = world.newcomer("Ana"), world.person(name="Max")
    post = world.reply(ana, thread)
    answer = world.reply(max_, thread, answers=post)
    commands.withdraw(ana, post.id, clock)
    assert clock_of(post).stopped_why == "answered"
    commands.withdraw(max_, answer.id, clock)
    assert stands_still(post) == "out_of_sight"


def test_who_has_left_waits_for_nobody_when_their_answer_goes_and_waits_when_they_are_back(
    app: Flask, world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    leaving, max_ = Leaving(app, world, clock), world.person(name="Max")
    ana = newcomer_who_can_leave(leaving)
    post = world.reply(ana, thread)
    answer = world.reply(max_, thread, answers=post)
    leaving.leave(ana, Words.LEFT)
    commands.withdraw(max_, answer.id, clock)
    assert stands_still(post) == "author_left"
    assert all(not lines(person) for person in team)

    assert come_back_to_the_door(ana.id, clock)
    assert clock_of(post).stopped_at is None


def test_who_comes_back_waits_for_no_answer_to_a_post_that_was_taken_down_meanwhile(
    app: Flask, world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    leaving = Leaving(app, world, clock)
    ana = newcomer_who_can_leave(leaving)
    post = world.reply(ana, thread)
    leaving.leave(ana, Words.LEFT)
    world.decide(team[3], post, "remove", note="No.", rule=world.rule_id())
    assert come_back_to_the_door(ana.id, clock)
    assert stands_still(post) == "out_of_sight"


def test_a_post_out_of_sight_waits_for_nobody_and_goes_on_when_it_is_back(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread)
    started = clock_of(post).started_at
    world.decide(team[3], post, "hide", note="A look.", rule=world.rule_id())
    assert clock_of(post).stopped_why == "out_of_sight"
    clock.advance(minutes=30)
    world.decide(team[3], post, "restore", note="Fine.")
    again = clock_of(post)
    assert (again.stopped_at, again.started_at) == (None, started)


def test_an_answer_that_appears_while_the_post_is_out_of_sight_counts_when_it_is_back(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread)
    answer = world.reply(team[0], thread, UNKIND, answers=post)
    world.decide(team[3], post, "hide", note="A look.", rule=world.rule_id())
    world.decide(team[3], answer, "approve")
    clock.advance(minutes=30)
    world.decide(team[3], post, "restore")
    assert clock_of(post).stopped_by_post_id == answer.id

    world.decide(team[3], answer, "remove", note="No.", rule=world.rule_id())
    assert clock_of(post).stopped_at is None, "they wait again, and somebody is called"
    assert lines(team[0]) or lines(team[1]) or lines(team[2])


def test_a_hello_that_was_held_is_waited_for_though_the_welcome_is_over_by_now(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    held = world.reply(world.newcomer(), thread, UNKIND)
    answer = world.reply(world.newcomer(), thread, UNKIND, answers=opening_of(thread))
    set_welcome_flag(team[0], thread.id, flagged=False, reason="", clock=clock)
    for post in (held, answer):
        world.decide(team[3], post, "approve")
    assert clock_of(held).stopped_at is None
    assert not db.session.query(ReplyClock).filter_by(post_id=answer.id).count()


def test_a_hello_that_comes_back_into_sight_when_the_welcome_is_over_waits_on(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread)
    world.decide(team[3], post, "hide", note="A look.", rule=world.rule_id())
    set_welcome_flag(team[0], thread.id, flagged=False, reason="", clock=clock)
    world.decide(team[3], post, "restore")
    assert clock_of(post).stopped_at is None


def test_nobody_is_called_while_the_thread_is_out_of_sight(
    world: World, clock: FakeClock, team: list[Actor]
) -> None:
    host = world.person()
    thread = world.thread(host, welcome=True)
    post = world.reply(world.newcomer(), thread)
    commands.withdraw(host, opening_of(thread).id, clock)
    clock.advance(hours=2)
    run_due_steps(clock)
    assert len(called(post)) == 1


def test_nobody_is_called_while_the_thread_is_closed_and_all_are_again_when_it_is_open(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread)
    started, primary = clock.now(), pair(ana).primary_id
    mentor = next(one for one in team if one.id == primary)
    lock_thread(team[3], thread.id, "A new one is open.", clock)
    assert lines(mentor) == []
    clock.advance(hours=30)
    for _ in range(6):
        run_due_steps(clock)
        clock.advance(hours=3)
    assert called(post) == [("mentor", primary)]
    assert all(not lines(person) for person in team)
    with pytest.raises(ConflictError, match="nobody can answer"):
        hand_over(mentor, post.id, clock)

    unlock_thread(team[3], thread.id, clock)
    assert lines(mentor) == ["mentee_waits"]
    assert clock_of(post).started_at == started
    run_due_steps(clock)
    assert clock_of(post).stage == "backup"


def test_nobody_is_called_off_when_a_thread_is_moved(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer("Ana")
    world.reply(ana, thread)
    category = db.session.query(Category).filter_by(slug="daily-life").one().id
    move_thread(team[3], thread.id, category, "", clock)
    assert sum(len(lines(person)) for person in team) == 1


@pytest.mark.parametrize("closed", ["before it appears", "before it is a welcome thread"])
def test_a_hello_in_a_closed_thread_calls_its_mentor_when_that_is_open(
    world: World, clock: FakeClock, team: list[Actor], closed: str
) -> None:
    ana, is_held = world.newcomer("Ana"), closed == "before it appears"
    thread = world.thread(world.person(), welcome=is_held)
    post = world.reply(ana, thread, f"Hello. {UNKIND}" if is_held else "Hello.")
    lock_thread(team[3], thread.id, "A new one is open.", clock)
    if is_held:
        world.decide(team[3], post, "approve")
    else:
        set_welcome_flag(team[0], thread.id, flagged=True, reason="Gentle.", clock=clock)
    clock.advance(hours=3)
    run_due_steps(clock)
    assert called(post) == []
    assert all(not lines(person) for person in team)

    unlock_thread(team[3], thread.id, clock)
    run_due_steps(clock)
    assert called(post)[0] == ("mentor", pair(ana).primary_id)


def test_whoever_was_called_off_is_called_anew_when_the_thread_is_on_show_again(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer("Ana")
    world.reply(ana, thread)
    primary = pair(ana).primary_id
    mentor = next(one for one in team if one.id == primary)
    opening = opening_of(thread)
    world.decide(team[3], opening, "hide", note="A look.", rule=world.rule_id())
    assert lines(mentor) == []
    world.decide(team[3], opening, "restore", note="Fine.")
    assert lines(mentor) == ["mentee_waits"]


def test_two_mentors_reply_at_once_and_one_of_them_stopped_it(
    app: Flask, world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    post = world.reply(world.newcomer(), thread)
    replies = [world.sent_reply(mentor, thread, answers=post).id for mentor in team[:2]]
    due, start = list(due_revisions()), threading.Barrier(2)
    db.session.rollback()

    def publish(revision_id: int) -> None:
        with app.app_context():
            start.wait(timeout=30)
            screen_revision(world.screener, revision_id, clock)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(publish, revision_id) for revision_id in due]:
            done.result(timeout=60)

    stopped = clock_of(post)
    assert stopped.stopped_why == "answered"
    assert stopped.stopped_by_post_id in replies
    states = {db.session.get_one(Post, reply).state for reply in replies}
    assert states == {"published"}, "both answers are there; nobody wrote for nothing"


def test_who_writes_again_has_answered_back(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer()
    post = world.reply(ana, thread)
    answer = world.reply(team[0], thread, answers=post)
    assert clock_of(post).answered_back_at is None
    clock.advance(minutes=9)
    world.reply(ana, thread, answers=answer)
    assert clock_of(post).answered_back_at == clock.now()


# ---------------------------------------------------------------------------- threads and inboxes


def test_newcomers_who_wrote_before_the_thread_was_flagged_wait_from_then_on(
    world: World, clock: FakeClock, team: list[Actor]
) -> None:
    thread = world.thread(world.person())
    post = world.reply(world.newcomer(), thread)
    assert db.session.query(ReplyClock).count() == 0
    clock.advance(days=1)
    set_welcome_flag(team[0], thread.id, flagged=True, reason="Gentle.", clock=clock)
    assert clock_of(post).started_at == clock.now()


def test_so_do_they_whose_post_was_read_by_a_worker_whose_clock_is_ahead(
    world: World, clock: FakeClock, team: list[Actor]
) -> None:
    thread = world.thread(world.person())
    clock.advance(minutes=2)
    post = world.reply(world.newcomer(), thread)
    clock.advance(minutes=-1)
    set_welcome_flag(team[0], thread.id, flagged=True, reason="Gentle.", clock=clock)
    assert clock_of(post).started_at == clock.now()


def test_a_call_for_a_post_that_is_gone_names_nobody(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread)
    mentor = next(one for one in team if one.id == pair(ana).primary_id)
    assert "Ana, whom you look after, wrote" in inbox_page(mentor, 1, str).items[0].sentence
    commands.withdraw(ana, post.id, clock)
    db.session.rollback()
    line = inbox_page(mentor, 1, str).items[0]
    assert "Ana" not in line.sentence
    assert line.post_id is None


def test_who_may_not_post_is_not_called(
    world: World, clock: FakeClock, team: list[Actor], thread: Thread
) -> None:
    ana, ada = world.newcomer(), world.person(Role.ADMIN, Role.MODERATOR)
    world.reply(ana, thread)
    mentorship = pair(ana)
    primary, backup = mentorship.primary_id, mentorship.backup_id
    assert backup is not None
    moderator = team[3]
    for person_id in (primary, moderator.id):
        give(world, ada, Actor(user_id=person_id), "silence")
    # Her next post is one that waits again; the backup stands in.
    post = world.reply(ana, thread)
    assert called(post) == [("mentor", backup)]
    for hours in (1, 1, 1):
        clock.advance(hours=hours)
        run_due_steps(clock)
    everybody = {who for _, who in called(post)}
    assert not everybody & {primary, moderator.id}
    assert ada.id in everybody
