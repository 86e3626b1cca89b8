"""What the inbox says of what a person was told, and what it keeps to itself."""

from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.errors import NotAllowedError, NotFoundError
from forum.notifications.commands import mark_all_read, mark_read
from forum.notifications.lines import InboxLine
from forum.notifications.models import Notification
from forum.notifications.queries import (
    count_unread,
    inbox_line,
    inbox_page,
    newest_line_id,
)
from tests.factories import RULES, UNKIND, World
from tests.integration.moderation.deciding import WORDS, carry_out


@pytest.fixture
def mira(world: World) -> Actor:
    return world.person(Role.MODERATOR, name="Mira")


@pytest.fixture
def ana(world: World) -> Actor:
    return world.newcomer("Ana")


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person(name="Mo"), title="Tea or coffee")


def newest(person: Actor) -> InboxLine:
    db.session.rollback()
    return inbox_page(person, 1, str).items[0]


def test_a_decision_is_told_with_its_rule_and_the_moderators_words(
    world: World, mira: Actor, ana: Actor, thread: Thread
) -> None:
    post = world.reply(ana, thread, UNKIND)
    carry_out(world, mira, post, "decline")

    line = newest(ana)
    assert line.sentence == "A moderator read your post and decided not to publish it."
    assert line.rule is not None
    assert (line.rule.name, line.rule.text) == (f"Rule 1: {RULES[0][0]}", RULES[0][1])
    assert (line.note, line.by, line.where) == (WORDS, "A moderator", "Tea or coffee")
    assert line.post_id == post.id
    assert line.link
    assert "Mira" not in str(line)


def test_an_answer_is_named_and_linked(world: World, ana: Actor, thread: Thread) -> None:
    own = world.reply(ana, thread)
    answer = world.reply(world.person(name="Bo"), thread, answers=own)

    line = newest(ana)
    assert line.sentence == "Bo answered you in “Tea or coffee”. It is your first answer here."
    assert line.post_id == answer.id


@pytest.mark.parametrize("gone", ["hide", "remove", "request_changes", "withdraw", "thread"])
def test_an_answer_that_is_no_longer_there_is_not_named(
    world: World, mira: Actor, ana: Actor, thread: Thread, gone: str
) -> None:
    own = world.reply(ana, thread)
    bo = world.person(name="Bo")
    answer = world.reply(bo, thread, answers=own)
    if gone == "withdraw":
        commands.withdraw(bo, answer.id, world.clock)
    elif gone == "thread":
        opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
        carry_out(world, mira, opening, "hide")
    else:
        carry_out(world, mira, answer, gone)

    line = newest(ana)
    assert line.sentence == "Somebody answered you, but the answer is not on show any more."
    assert (line.post_id, line.where, line.link) == (None, "", "")
    assert "Bo" not in str(line)


def test_the_title_of_a_thread_that_went_out_of_sight_is_not_told(
    world: World, mira: Actor, ana: Actor, thread: Thread
) -> None:
    carry_out(world, mira, world.reply(ana, thread, UNKIND), "decline")
    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    carry_out(world, mira, opening, "remove")

    assert newest(ana).where == ""
    assert newest(ana).note == WORDS


def test_the_title_of_ones_own_held_thread_is(world: World, ana: Actor) -> None:
    world.thread(ana, title="My own", text=UNKIND)

    assert newest(ana).where == "My own"


def test_braces_in_a_name_or_title_are_just_braces(world: World) -> None:
    ana = world.newcomer("Ana")
    thread = world.thread(ana, title="{name} {0} {where.__class__}")
    world.reply(world.person(name="{detail}"), thread)

    assert newest(ana).sentence.startswith(
        "{detail} answered you in “{name} {0} {where.__class__}”."
    )


def test_one_line_is_marked_as_read_and_stays_so(world: World, ana: Actor) -> None:
    world.thread(ana, text=UNKIND)
    world.thread(ana, text=UNKIND, title="Another")
    line = newest(ana)

    mark_read(ana, line.id, world.clock)
    read_at = world.clock.now()
    world.clock.advance(hours=1)  # type: ignore[attr-defined]
    mark_read(ana, line.id, world.clock)

    assert count_unread(ana.id) == 1
    assert not newest(ana).is_new
    assert db.session.get_one(Notification, line.id).read_at == read_at


def test_nobody_marks_or_reads_somebody_elses(world: World, ana: Actor, mira: Actor) -> None:
    world.thread(ana, text=UNKIND)
    line = newest(ana)

    with pytest.raises(NotFoundError):
        mark_read(mira, line.id, world.clock)
    with pytest.raises(NotFoundError):
        inbox_line(mira, line.id)
    with pytest.raises(NotFoundError):
        mark_read(ana, 4_711, world.clock)
    with pytest.raises(NotAllowedError):
        mark_read(Actor(), line.id, world.clock)
    mark_all_read(mira, 10_000, world.clock)
    assert count_unread(ana.id) == 1


def test_what_comes_while_one_reads_stays_new(world: World, ana: Actor) -> None:
    world.thread(ana, text=UNKIND)
    on_the_screen = newest_line_id(ana)
    world.thread(ana, text=UNKIND, title="Another")

    mark_all_read(ana, on_the_screen, world.clock)

    assert [line.is_new for line in inbox_page(ana, 1, str).items] == [True, False]


def test_a_next_step_is_offered_only_while_it_can_be_taken(
    world: World, mira: Actor, ana: Actor, thread: Thread
) -> None:
    post = world.reply(ana, thread, UNKIND)
    assert newest(ana).next_step == "You can read it, change it or take it back meanwhile."
    carry_out(world, mira, post, "request_changes")
    assert newest(ana).next_step == (
        "Change it and send it again, in your own time. "
        "If you see it differently, you can ask within 30 days that somebody else look again."
    )
    carry_out(world, mira, post, "decline")

    steps = [line.next_step for line in inbox_page(ana, 1, str).items]
    assert steps == [
        (
            "You can still read it: nothing you wrote is lost. You are welcome to write again. "
            "If you see it differently, you can ask within 30 days that somebody else look again."
        ),
        "",
        "",
    ]
