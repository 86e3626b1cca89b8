"""What the newcomer's home shows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
from forum.accounts.models import Role, User
from forum.conversations import commands
from forum.conversations.hiding import hide
from forum.conversations.models import Category, Thread
from forum.database import db, transaction
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place
from forum.newcomers.commands import save_answers
from forum.newcomers.home_queries import newcomers_home
from forum.newcomers.pages import Home
from forum.newcomers.survey import Answers
from forum.welcome.models import MentorSettings, Mentorship
from tests.factories import UNKIND, World
from tests.integration.sanctions.giving import give
from tests.support.clock import FakeClock
from tests.support.statements import statements


def home_of(world: World, person: Actor) -> Home:
    db.session.rollback()
    return newcomers_home(person, world.clock.now())


def pair(world: World, newcomer: Actor, mentor: Actor, backup: Actor | None = None) -> None:
    """Newcomer and mentor, as pairing leaves them."""
    with transaction() as session:
        session.add(
            Mentorship(
                newcomer_id=newcomer.id,
                primary_id=mentor.id,
                backup_id=backup.id if backup is not None else None,
                chosen_because="A test said so.",
                seed=1,
                started_at=world.clock.now(),
            )
        )


def test_at_first_there_is_nothing_but_places_to_say_hello(world: World) -> None:
    world.thread(world.person(Role.MENTOR), title="Come in", welcome=True)
    home = home_of(world, world.newcomer())
    assert [hello.thread.title for hello in home.hello] == ["Come in"]
    assert (home.on_the_way, home.drafts, home.answers, home.mentor) == ([], [], [], None)
    assert (home.has_posted, home.has_answered_questions, home.usual_wait) == (False, False, "")


def test_what_is_held_says_how_long_and_what_one_can_do(world: World) -> None:
    ana = world.newcomer("Ana")
    world.reply(ana, world.thread(world.person()), UNKIND)
    home = home_of(world, ana)
    (waits,) = home.on_the_way
    assert (waits.post.state, waits.may_revise, waits.may_withdraw) == ("held", True, True)
    assert home.usual_wait.startswith("Too few posts have waited lately")


def test_what_was_declined_can_be_read_and_no_longer_changed(world: World) -> None:
    ana = world.newcomer("Ana")
    post = world.reply(ana, world.thread(world.person()), UNKIND)
    moderator = world.person(Role.MODERATOR)
    world.decide(moderator, post, "decline", note="No.", rule=world.rule_id())
    (declined,) = home_of(world, ana).on_the_way
    assert (declined.post.state, declined.may_revise, declined.may_withdraw) == (
        "declined",
        False,
        False,
    )


def test_who_answered_is_shown_with_a_way_to_answer_back(world: World) -> None:
    mentor, ana = world.person(Role.MENTOR, name="Mo"), world.newcomer("Ana")
    thread = world.thread(mentor, welcome=True)
    hello = world.reply(ana, thread)
    answer = world.reply(mentor, thread, "Welcome, Ana!", answers=hello)
    home = home_of(world, ana)
    (shown,) = home.answers
    assert (shown.author.display_name, shown.excerpt) == ("Mo", "Welcome, Ana!")
    assert (shown.thread_id, shown.post_id) == (thread.id, answer.id)
    assert home.on_the_way == []


def test_what_one_has_begun_to_write_is_there(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person(), title="Come in")
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello, I", world.clock)
    (draft,) = home_of(world, ana).drafts
    assert (draft.where, draft.thread_id, draft.excerpt) == ("Come in", thread.id, "Hello, I")


def test_threads_that_suit_the_answers_stand_on_top(world: World) -> None:
    mentor, ana = world.person(Role.MENTOR), world.newcomer()
    bread, hello = (world.thread(mentor, title=title, welcome=True) for title in ("Bread", "Hello"))
    with transaction() as session:
        daily = session.query(Category).filter_by(slug="daily-life").one()
        session.get_one(Thread, bread.id).category_id = daily.id
    save_answers(ana, Answers(topics=["daily-life"]), world.clock)
    home = home_of(world, ana)
    assert home.has_answered_questions
    assert [(one.thread.id, one.fits) for one in home.hello] == [
        (bread.id, True),
        (hello.id, False),
    ]


def test_a_thread_that_suits_is_found_however_many_are_livelier(world: World) -> None:
    mentor, ana = world.person(Role.MENTOR), world.newcomer()
    bread = world.thread(mentor, title="Bread", welcome=True)
    with transaction() as session:
        daily = session.query(Category).filter_by(slug="daily-life").one()
        session.get_one(Thread, bread.id).category_id = daily.id
    for number in range(5):
        world.clock.advance(minutes=1)  # type: ignore[attr-defined]
        world.thread(mentor, title=f"Hello {number}", welcome=True)
    save_answers(ana, Answers(topics=["daily-life"]), world.clock)
    shown = [hello.thread.title for hello in home_of(world, ana).hello]
    assert shown == ["Bread", "Hello 4", "Hello 3", "Hello 2"]


def test_answers_that_somebody_wants_to_see_no_more_are_not_at_home(world: World) -> None:
    ana = world.newcomer("Ana")
    thread = world.thread(ana)
    people = [world.person(name=name) for name in ("Bert", "Cleo", "Dora", "Emil")]
    posts = [world.reply(person, thread) for person in people]
    block(ana, people[0].id, world.clock)
    with transaction() as session:
        hide(session, ana, world.clock.now(), post_id=posts[1].id)
        hide(session, ana, world.clock.now(), person_id=people[2].id)
    assert [answer.author.display_name for answer in home_of(world, ana).answers] == ["Emil"]


def test_the_mentor_speaks_in_their_own_words(world: World) -> None:
    mentor, ana = world.person(Role.MENTOR, name="Mo"), world.newcomer()
    pair(world, ana, mentor)
    with transaction() as session:
        session.add(MentorSettings(user_id=mentor.id, introduction="I bake. Ask me anything."))
        session.get_one(User, mentor.id).last_seen_at = world.clock.now()
    card = home_of(world, ana).mentor
    assert card is not None
    assert (card.mentor.display_name, card.introduction) == ("Mo", "I bake. Ask me anything.")
    assert (card.activity, card.is_away, card.stands_in) == ("active today", False, "")


def test_while_the_mentor_is_away_the_backup_is_named(world: World, clock: FakeClock) -> None:
    mentor, backup = world.person(Role.MENTOR), world.person(Role.MENTOR, name="Bo")
    ana = world.newcomer()
    pair(world, ana, mentor, backup)
    now = clock.now()
    with transaction() as session:
        session.add(
            MentorSettings(user_id=mentor.id, away_since=now, away_until=now + timedelta(days=2))
        )
    card = home_of(world, ana).mentor
    assert card is not None
    assert (card.is_away, card.stands_in) == (True, "Bo")
    clock.advance(days=2)
    card = home_of(world, ana).mentor
    assert card is not None
    assert (card.is_away, card.stands_in) == (False, "")


def test_while_both_are_away_nobody_is_named(world: World, clock: FakeClock) -> None:
    mentor, backup = world.person(Role.MENTOR), world.person(Role.MENTOR, name="Bo")
    ana = world.newcomer()
    pair(world, ana, mentor, backup)
    with transaction() as session:
        for person in (mentor, backup):
            session.add(MentorSettings(user_id=person.id, away_since=clock.now()))
    card = home_of(world, ana).mentor
    assert card is not None
    assert (card.is_away, card.stands_in) == (True, "")


@pytest.mark.parametrize("kind", ["silence", "suspend"])
def test_a_mentor_who_may_not_answer_does_not_count_as_here(world: World, kind: str) -> None:
    mentor, backup = world.person(Role.MENTOR), world.person(Role.MENTOR, name="Bo")
    ana, ada = world.newcomer(), world.person(Role.ADMIN)
    pair(world, ana, mentor, backup)
    for person, stands_in in ((mentor, "Bo"), (backup, "")):
        give(world, ada, person, kind)
        card = home_of(world, ana).mentor
        assert card is not None
        assert (card.is_away, card.stands_in) == (True, stands_in)


def test_only_whoever_is_called_for_waits_for_an_answer(world: World) -> None:
    mentor, ana, ben = world.person(Role.MENTOR), world.newcomer("Ana"), world.newcomer("Ben")
    hello = world.reply(ana, world.thread(mentor, welcome=True))
    hoping = home_of(world, ana).hoping
    assert hoping is not None
    assert hoping.post_id == hello.id
    commands.withdraw(ana, hello.id, world.clock)
    assert home_of(world, ana).hoping is None
    world.reply(ben, world.thread(world.person()))
    assert home_of(world, ben).hoping is None


def test_of_two_that_wait_the_one_is_shown_that_waits_longer(
    world: World, clock: FakeClock
) -> None:
    mentor, ana = world.person(Role.MENTOR), world.newcomer("Ana")
    first = world.reply(ana, world.thread(mentor, welcome=True))
    clock.advance(minutes=5)
    world.reply(ana, world.thread(mentor, welcome=True), "Hello again.")
    hoping = home_of(world, ana).hoping
    assert hoping is not None
    assert hoping.post_id == first.id


def test_nobody_reads_of_an_aim_that_was_missed(world: World, clock: FakeClock) -> None:
    ana = world.newcomer("Ana")
    world.reply(ana, world.thread(world.person(Role.MENTOR), welcome=True))
    for hours, words in ((1, "We aim at"), (2, "It takes longer than we would like")):
        clock.advance(hours=hours)
        hoping = home_of(world, ana).hoping
        assert hoping is not None
        assert hoping.hope.startswith(words)


def test_whoever_may_come_in_again_waits_again_whenever_the_page_was_first_made(
    world: World, clock: FakeClock
) -> None:
    ana, ada = world.newcomer("Ana"), world.person(Role.ADMIN)
    world.reply(ana, world.thread(world.person(Role.MENTOR), welcome=True))
    give(world, ada, ana, "suspend")
    assert home_of(world, ana).hoping is None
    clock.advance(days=400)
    assert home_of(world, ana).hoping is not None


def test_what_was_declined_is_not_coming_and_what_is_held_is(world: World) -> None:
    ana, moderator = world.newcomer("Ana"), world.person(Role.MODERATOR)
    post = world.reply(ana, world.thread(world.person()), UNKIND)
    assert home_of(world, ana).is_coming
    world.decide(moderator, post, "decline", note="No.", rule=world.rule_id())
    assert not home_of(world, ana).is_coming


def test_a_mentorship_that_is_over_shows_nobody(world: World) -> None:
    ana = world.newcomer()
    pair(world, ana, world.person(Role.MENTOR))
    with transaction() as session:
        over = session.query(Mentorship).one()
        over.ended_at, over.ended_how = world.clock.now(), "none_wanted"
    assert home_of(world, ana).mentor is None


def test_the_number_of_queries_stays_the_same(world: World) -> None:
    mentor, ana = world.person(Role.MENTOR), world.newcomer()
    held = world.thread(world.person())
    world.reply(ana, held, UNKIND)

    def asked() -> int:
        with statements(db.engine) as seen:
            home_of(world, ana)
        return len(seen)

    before = asked()
    pair(world, ana, mentor)
    for number in range(6):
        thread = world.thread(mentor, welcome=True)
        hello = world.reply(ana, thread, f"{number}. Hello")
        world.reply(world.person(), thread, answers=hello)
        world.reply(ana, thread, f"{number}. {UNKIND}")
        keep_draft(ana, Place(thread_id=thread.id), "", f"{number}", world.clock)
    assert asked() == before
    assert before <= 6
