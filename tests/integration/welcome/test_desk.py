"""What mentors find on their desk, and what they do there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
from forum.accounts.models import Role, User
from forum.conversations.models import Post, Thread
from forum.database import db, transaction
from forum.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SilencedError,
)
from forum.leaving.rules import Words
from forum.notifications.models import Notification
from forum.notifications.queries import inbox_page
from forum.sanctions.kinds import Restriction, SanctionKind
from forum.welcome.carrying import FEWEST_ANSWERS
from forum.welcome.desk_commands import (
    add_note,
    hand_over,
    praise,
    remove_note,
    skip_praise,
    snooze,
    star,
)
from forum.welcome.desk_pages import Desk, MenteeSearch
from forum.welcome.desk_queries import desk
from forum.welcome.mentees import mentee_page
from forum.welcome.mentorships import go_without_mentor
from forum.welcome.models import ClockStep, MentorSettings, PraiseKind, ReplyClock
from forum.welcome.openers import (
    MAKE_IT_YOURS,
    MOST_OPENERS,
    drop_opener,
    keep_opener,
    opener,
    openers_of,
    require_own_words,
)
from tests.factories import World
from tests.integration.leaving.conftest import Leaving
from tests.integration.sanctions.giving import give
from tests.integration.welcome.arriving import arrive, newcomer_who_can_leave
from tests.support.clock import FakeClock
from tests.support.statements import statements


@pytest.fixture
def mo(world: World) -> Actor:
    return world.person(Role.MENTOR, name="Mo")


@pytest.fixture
def thread(world: World, mo: Actor) -> Thread:
    return world.thread(world.person(), welcome=True)


@pytest.fixture
def ana(world: World, thread: Thread) -> Actor:
    """A newcomer, paired with Mo, who waits for a first answer."""
    ana = world.newcomer("Ana")
    world.reply(ana, thread, "Hello, I am Ana.")
    return ana


@pytest.fixture
def post(ana: Actor) -> Post:
    return db.session.query(Post).filter_by(author_id=ana.id).one()


def look(mentor: Actor, world: World, **search: object) -> Desk:
    db.session.rollback()
    return desk(mentor, MenteeSearch(**search), world.clock.now(), str)  # type: ignore[arg-type]


def names(desk: Desk) -> list[str]:
    return [one.author.display_name for one in desk.waiting]


# ------------------------------------------------------------------------------------- waiting


def test_those_one_was_called_for_come_first_and_others_below(
    world: World, mo: Actor, ana: Actor
) -> None:
    jo = world.person(Role.MENTOR, name="Jo")
    assert names(look(mo, world)) == ["Ana"]
    (waiting,) = look(mo, world).waiting
    assert (waiting.clock, waiting.why) == ("fresh", "You look after them.")
    assert waiting.clock_words == "2 hours left to answer in time."
    assert [one.author.display_name for one in look(jo, world).others] == ["Ana"]


def test_the_clock_in_words_when_the_time_is_over(
    world: World, clock: FakeClock, mo: Actor, ana: Actor
) -> None:
    clock.advance(hours=3)
    (waiting,) = look(mo, world).waiting
    assert waiting.clock == "overdue"
    assert waiting.clock_words == "1 hour overdue."


def test_handing_over_calls_the_next_at_once(
    world: World, clock: FakeClock, mo: Actor, ana: Actor, post: Post
) -> None:
    jo, moderator = world.person(Role.MENTOR), world.person(Role.MODERATOR)
    hand_over(mo, post.id, clock)
    step = db.session.query(ClockStep).filter_by(called_id=jo.id).one()
    assert (step.by_id, step.why) == (mo.id, "A mentor has handed this over.")
    hand_over(jo, post.id, clock)
    assert db.session.query(ClockStep).filter_by(called_id=moderator.id).count() == 1
    with pytest.raises(ConflictError, match="Everybody has been called"):
        hand_over(mo, post.id, clock)


def test_once_every_mentor_was_called_a_wait_is_for_whoever_comes_back_too(
    world: World, mo: Actor, post: Post
) -> None:
    jo = world.person(Role.MENTOR, name="Jo")
    with transaction() as session:
        session.query(ReplyClock).filter_by(post_id=post.id).one().stage = "mentors"
    (waiting,) = look(jo, world).waiting
    assert waiting.why == "Nobody has answered yet, so other mentors were called, too."
    assert not waiting.may_hand_over, "they were not called, and have nothing to hand over"
    with transaction() as session:
        session.get_one(User, post.author_id).is_example = True
    assert not look(jo, world).waiting, "the example community's newcomers are its own mentors'"


def test_whoever_has_done_plenty_is_told_so_and_finds_the_wait_with_the_others(
    world: World, mo: Actor, thread: Thread
) -> None:
    jo = world.person(Role.MENTOR, name="Jo")
    with transaction() as session:
        session.add(MentorSettings(user_id=jo.id, weight="none"))
    world.reply(mo, thread, answers=world.reply(world.newcomer(), thread))
    for hello in [world.reply(world.newcomer(), thread) for _ in range(FEWEST_ANSWERS)]:
        world.reply(jo, thread, answers=hello)
    waits = world.reply(world.newcomer("Cai"), thread)
    with transaction() as session:
        session.query(ReplyClock).filter_by(post_id=waits.id).one().stage = "mentors"
    theirs = look(jo, world)
    assert theirs.has_done_plenty
    assert [one.author.display_name for one in theirs.others] == ["Cai"]
    assert not look(mo, world).has_done_plenty


def test_only_who_was_called_hands_over_and_only_while_somebody_waits(
    world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor, post: Post
) -> None:
    jo = world.person(Role.MENTOR)
    for person in (jo, world.person()):
        with pytest.raises(NotAllowedError):
            hand_over(person, post.id, clock)
    with pytest.raises(NotFoundError):
        hand_over(mo, 4_711, clock)
    world.reply(jo, thread, answers=post)
    with pytest.raises(ConflictError, match="answered meanwhile"):
        hand_over(mo, post.id, clock)
    with pytest.raises(ConflictError, match="answered meanwhile"):
        snooze(mo, post.id, clock)


def test_what_was_put_aside_comes_back_after_an_hour(
    world: World, clock: FakeClock, mo: Actor, ana: Actor, post: Post
) -> None:
    for _ in range(2):
        snooze(mo, post.id, clock)
    assert names(look(mo, world)) == []
    assert look(mo, world).has_put_aside
    clock.advance(hours=1)
    assert names(look(mo, world)) == ["Ana"]
    assert not look(mo, world).has_put_aside


def test_nobody_is_said_to_come_back_who_was_answered_or_keeps_away(
    world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor, post: Post
) -> None:
    snooze(mo, post.id, clock)
    assert not look(world.person(Role.MENTOR), world).has_put_aside
    world.reply(world.person(), thread, answers=post)
    assert not look(mo, world).has_put_aside
    ben = world.newcomer("Ben")
    snooze(mo, world.reply(ben, thread).id, clock)
    block(ben, mo.id, clock)
    assert not look(mo, world).has_put_aside


def test_a_newcomer_who_blocked_a_mentor_is_not_on_their_desk(
    world: World, clock: FakeClock, mo: Actor, ana: Actor
) -> None:
    block(ana, mo.id, clock)
    found = look(mo, world)
    assert (found.waiting, found.others, found.mentees.total) == ([], [], 0)


# ------------------------------------------------------------------------------------ went quiet


def test_who_does_not_write_again_within_two_days_went_quiet(
    world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor, post: Post
) -> None:
    world.reply(mo, thread, answers=post)
    assert look(mo, world).quiet == []
    clock.advance(days=2)
    assert [row.newcomer.display_name for row in look(mo, world).quiet] == ["Ana"]
    world.reply(ana, thread)
    assert look(mo, world).quiet == []


def test_whoever_can_not_read_a_word_is_not_said_to_have_gone_quiet(
    app: Flask, world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor, post: Post
) -> None:
    leaving = Leaving(app, world, clock)
    cho = newcomer_who_can_leave(leaving)
    for hello in (post, world.reply(cho, thread)):
        world.reply(mo, thread, answers=hello)
    clock.advance(days=2)
    assert len(look(mo, world).quiet) == 2
    leaving.leave(cho, Words.LEFT)
    give(world, world.person(Role.ADMIN), ana, "suspend")
    assert look(mo, world).quiet == []


# -------------------------------------------------------------------------------------- mentees


def test_mentees_can_be_searched_sorted_and_starred(
    world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor
) -> None:
    clock.advance(minutes=1)
    ben = world.newcomer("Ben")
    world.reply(ben, thread)

    def shown(**search: object) -> list[str]:
        return [one.person.display_name for one in look(mo, world, **search).mentees.items]

    assert shown() == ["Ben", "Ana"]
    assert shown(sort="name") == ["Ana", "Ben"]
    assert shown(words="be") == ["Ben"]
    assert shown(words="%") == []
    for _ in range(2):
        star(mo, ana.id, starred=True)
    assert shown() == ["Ana", "Ben"]
    for _ in range(2):
        star(mo, ana.id, starred=False)
    assert shown() == ["Ben", "Ana"]


def test_notes_are_for_mentors_and_their_author_takes_them_away(
    world: World, clock: FakeClock, mo: Actor, ana: Actor
) -> None:
    jo = world.person(Role.MENTOR, name="Jo")
    add_note(mo, ana.id, "Likes bread.", clock)
    (note,) = mentee_page(jo, ana.id).notes
    assert (note.text, note.author.display_name, note.is_own) == ("Likes bread.", "Mo", False)
    with pytest.raises(NotFoundError):
        remove_note(jo, note.id)
    assert remove_note(mo, note.id) == ana.id
    assert mentee_page(mo, ana.id).notes == []


@pytest.mark.parametrize("who_blocks", ["the newcomer", "the mentor"])
def test_whoever_is_blocked_reads_no_notes_and_takes_their_own_away(
    world: World, clock: FakeClock, mo: Actor, ana: Actor, who_blocks: str
) -> None:
    jo = world.person(Role.MENTOR, name="Jo")
    add_note(mo, ana.id, "Likes bread.", clock)
    one, other = (ana, mo) if who_blocks == "the newcomer" else (mo, ana)
    block(one, other.id, clock)
    assert mentee_page(jo, ana.id).notes
    for act in (
        lambda: mentee_page(mo, ana.id),
        lambda: add_note(mo, ana.id, "x", clock),
        lambda: star(mo, ana.id, starred=True),
    ):
        with pytest.raises(NotFoundError):
            act()
    (note,) = look(mo, world).left_notes
    assert remove_note(mo, note.id) is None


def test_a_note_on_somebody_whom_nobody_looks_after_any_more_can_be_taken_away(
    world: World, clock: FakeClock, mo: Actor, ana: Actor
) -> None:
    jo = world.person(Role.MENTOR, name="Jo")
    add_note(mo, ana.id, "Likes bread.", clock)
    assert look(mo, world).left_notes == []
    go_without_mentor(ana, clock)
    with pytest.raises(NotFoundError):
        mentee_page(mo, ana.id)
    (note,) = look(mo, world).left_notes
    assert (note.text, note.newcomer.display_name) == ("Likes bread.", "Ana")
    assert look(jo, world).left_notes == []
    assert remove_note(mo, note.id) is None
    assert look(mo, world).left_notes == []


@pytest.mark.parametrize(
    "act",
    [
        lambda who, newcomer, clock: star(who, newcomer, starred=True),
        lambda who, newcomer, clock: add_note(who, newcomer, "x", clock),
        lambda who, newcomer, clock: snooze(who, 1, clock),
        lambda who, newcomer, clock: praise(who, 1, PraiseKind.CAME_BACK, clock),
        lambda who, newcomer, clock: keep_opener(who, "x", "x", clock),
    ],
    ids=["star", "note", "snooze", "praise", "keep"],
)
def test_members_and_newcomers_do_nothing_at_the_desk(
    world: World, clock: FakeClock, ana: Actor, act: Callable[..., object]
) -> None:
    for person in (ana, world.person(), Actor()):
        with pytest.raises(NotAllowedError):
            act(person, ana.id, clock)


def test_a_mentor_who_is_silenced_sends_no_praise_and_leaves_no_note(
    world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor
) -> None:
    clock.advance(days=8)
    again = world.reply(ana, thread)
    silenced = replace(mo, restriction=Restriction(kind=SanctionKind.SILENCE, until=None))
    with pytest.raises(SilencedError):
        praise(silenced, again.id, PraiseKind.CAME_BACK, clock)
    with pytest.raises(SilencedError):
        add_note(silenced, ana.id, "Likes bread.", clock)
    assert mentee_page(mo, ana.id).notes == []
    skip_praise(silenced, again.id, PraiseKind.CAME_BACK, "Nobody hears of it.", clock)


def test_of_people_whom_nobody_looks_after_there_is_nothing_to_note(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    member = world.person()
    for act in (
        lambda: star(mo, member.id, starred=True),
        lambda: add_note(mo, member.id, "x", clock),
        lambda: mentee_page(mo, member.id),
    ):
        with pytest.raises(NotFoundError):
            act()


# --------------------------------------------------------------------------------------- praise


def test_a_mentee_who_answered_somebody_is_worth_a_kind_word(
    world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor
) -> None:
    host = world.person()
    ordinary = world.thread(host)
    answer = world.reply(ana, ordinary, answers=world.reply(host, ordinary))
    (found,) = look(mo, world).praiseworthy
    assert (found.newcomer.display_name, found.sentence) == ("Ana", "answered somebody")
    praise(mo, answer.id, PraiseKind.ANSWERED_SOMEBODY, clock)
    assert look(mo, world).praiseworthy == []
    db.session.rollback()
    assert inbox_page(ana, 1, str).items[0].sentence == (
        "Mo saw that you answered somebody in “A thread”, and was glad."
    )
    with pytest.raises(ConflictError):
        praise(mo, answer.id, PraiseKind.ANSWERED_SOMEBODY, clock)


def test_who_comes_back_after_a_week_is_too_and_it_can_be_left_with_a_reason(
    world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor
) -> None:
    clock.advance(days=8)
    again = world.reply(ana, thread)
    (found,) = look(mo, world).praiseworthy
    assert found.sentence == "came back after a week"
    with pytest.raises(InvalidInputError):
        skip_praise(mo, again.id, PraiseKind.CAME_BACK, "", clock)
    skip_praise(mo, again.id, PraiseKind.CAME_BACK, "It would embarrass her.", clock)
    assert look(mo, world).praiseworthy == []
    assert db.session.query(Notification).filter_by(kind="praised").count() == 0


def test_only_ones_own_mentees_posts_are_praised(
    world: World, clock: FakeClock, mo: Actor, thread: Thread, ana: Actor, post: Post
) -> None:
    with pytest.raises(NotFoundError):
        praise(world.person(Role.MENTOR), post.id, PraiseKind.CAME_BACK, clock)
    with pytest.raises(NotFoundError):
        praise(mo, 4_711, PraiseKind.CAME_BACK, clock)


# -------------------------------------------------------------------------------------- openers


def test_a_saved_reply_has_to_become_ones_own_words(
    world: World, clock: FakeClock, mo: Actor
) -> None:
    keep_opener(mo, "A loss", "Welcome. I am sorry.", clock)
    for unchanged in ("Welcome. I am sorry.", "  welcome, i am sorry!!  "):
        with pytest.raises(InvalidInputError, match="only for this person"):
            require_own_words(mo, unchanged)
    require_own_words(mo, "Welcome, Ana. I am sorry.")
    require_own_words(world.person(Role.MENTOR), "Welcome. I am sorry.")
    assert MAKE_IT_YOURS


def test_saved_replies_are_ones_own(world: World, clock: FakeClock, mo: Actor) -> None:
    jo = world.person(Role.MENTOR)
    keep_opener(mo, "A loss", "Welcome.", clock)
    (saved,) = openers_of(mo)
    assert opener(jo, saved.id) is None
    with pytest.raises(NotFoundError):
        keep_opener(jo, "x", "x", clock, saved.id)
    with pytest.raises(NotFoundError):
        drop_opener(jo, saved.id)
    keep_opener(mo, "Grief", "Hello.", clock, saved.id)
    assert [(one.title, one.text) for one in openers_of(mo)] == [("Grief", "Hello.")]
    for _ in range(2):
        drop_opener(mo, saved.id)
    assert openers_of(mo) == []


def test_there_is_room_for_so_many_saved_replies(world: World, clock: FakeClock, mo: Actor) -> None:
    for number in range(MOST_OPENERS):
        keep_opener(mo, f"Number {number}", "Welcome.", clock)
    with pytest.raises(InvalidInputError):
        keep_opener(mo, "One more", "Welcome.", clock)


# ---------------------------------------------------------------------------------- how it scales


def test_the_desk_asks_the_same_number_of_questions_however_many_wait(
    world: World, mo: Actor, thread: Thread, ana: Actor
) -> None:
    def asked() -> int:
        db.session.rollback()
        with statements(db.engine) as seen:
            look(mo, world)
        return len(seen)

    few = asked()
    arrive(world, 12, thread)
    assert asked() == few
