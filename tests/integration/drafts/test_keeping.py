"""Drafts: kept per person and place, forgotten once they are sent, and nobody else's."""

from __future__ import annotations

import uuid

import pytest

from forum.accounts.actor import VISITOR
from forum.accounts.models import Role
from forum.conversations import commands as posts
from forum.conversations.models import Category, Post
from forum.database import db
from forum.drafts.commands import delete_draft, keep_draft
from forum.drafts.models import Draft
from forum.drafts.places import Place
from forum.drafts.queries import draft_at, drafts_of
from forum.errors import NotAllowedError, NotFoundError
from forum.moderation.thread_commands import lock_thread
from tests.factories import UNKIND, World
from tests.support.clock import FakeClock


def texts(world: World) -> list[str]:
    db.session.rollback()
    return [draft.text for draft in db.session.query(Draft).order_by(Draft.id)]


def category_id() -> int:
    return db.session.query(Category).filter_by(slug="hello").one().id


def test_a_draft_is_kept_and_the_next_one_takes_its_place(world: World, clock: FakeClock) -> None:
    ana, place = world.newcomer(), Place(thread_id=world.thread(world.person()).id)
    keep_draft(ana, place, "", "I am", clock)
    clock.advance(minutes=1)
    keep_draft(ana, place, "", "I am Ana", clock)
    kept = draft_at(ana, place)
    assert kept is not None
    assert (kept.text, kept.saved_at) == ("I am Ana", clock.now())
    assert texts(world) == ["I am Ana"]


def test_each_place_and_each_person_has_its_own(world: World) -> None:
    ana, ben, thread = world.newcomer(), world.newcomer(), world.thread(world.person())
    post = world.reply(world.person(), thread)
    places = (
        Place(thread_id=thread.id),
        Place(thread_id=thread.id, answers_id=post.id),
        Place(category_id=category_id()),
    )
    for person in (ana, ben):
        for number, place in enumerate(places):
            keep_draft(person, place, "", f"{person.username} {number}", world.clock)
    assert [row.excerpt for row in drafts_of(ben)] == [f"{ben.username} {n}" for n in (2, 1, 0)]
    assert [draft_at(ana, place) is not None for place in places] == [True] * 3


def test_an_empty_box_leaves_no_draft(world: World) -> None:
    ana, place = world.newcomer(), Place(category_id=category_id())
    keep_draft(ana, place, "Only a title", "", world.clock)
    assert texts(world) == [""]
    keep_draft(ana, place, "", "", world.clock)
    keep_draft(ana, place, "", "", world.clock)
    assert texts(world) == []


def test_what_is_sent_is_forgotten_and_the_rest_is_not(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    other = world.thread(world.person())
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello", world.clock)
    keep_draft(ana, Place(thread_id=other.id), "", "Not yet", world.clock)
    world.reply(ana, thread, "Hello everybody")
    assert texts(world) == ["Not yet"]


def test_a_thread_that_has_begun_is_forgotten_as_a_draft(world: World) -> None:
    ana = world.newcomer()
    keep_draft(ana, Place(category_id=category_id()), "Bread", "I bake", world.clock)
    world.thread(ana, title="Bread", text="I bake every Sunday")
    assert texts(world) == []


def test_a_draft_is_forgotten_also_when_what_was_sent_is_held(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    keep_draft(ana, Place(thread_id=thread.id), "", UNKIND, world.clock)
    world.reply(ana, thread, UNKIND)
    assert texts(world) == []


def test_a_change_to_a_post_leaves_drafts_alone(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    post = world.reply(ana, thread)
    keep_draft(ana, Place(thread_id=thread.id), "", "One more thing", world.clock)
    posts.revise(ana, post.id, posts.NewVersion(text="x", title=None, based_on=1), world.clock)
    assert texts(world) == ["One more thing"]


def test_words_begun_as_an_answer_and_sent_to_the_thread_are_forgotten(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    answered = world.reply(world.person(), thread)
    place = Place(thread_id=thread.id, answers_id=answered.id)
    keep_draft(ana, place, "", "My words", world.clock)
    world.reply(ana, thread, "My words")
    assert texts(world) == []


def test_then_other_words_that_are_kept_for_the_thread_stay(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    answered = world.reply(world.person(), thread)
    keep_draft(ana, Place(thread_id=thread.id), "", "Not yet", world.clock)
    place = Place(thread_id=thread.id, answers_id=answered.id)
    keep_draft(ana, place, "", "My words", world.clock)
    world.reply(ana, thread, "My words")
    assert texts(world) == ["Not yet"]


def test_the_same_words_begun_as_an_answer_to_somebody_else_stay(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    one, other = (world.reply(world.person(), thread) for _ in range(2))
    for answered in (one, other):
        place = Place(thread_id=thread.id, answers_id=answered.id)
        keep_draft(ana, place, "", "Thank you!", world.clock)
    world.reply(ana, thread, "Thank you!", answers=one)
    assert draft_at(ana, Place(thread_id=thread.id, answers_id=one.id)) is None
    assert draft_at(ana, Place(thread_id=thread.id, answers_id=other.id)) is not None


def test_a_page_that_saves_a_moment_after_sending_brings_nothing_back(
    world: World, clock: FakeClock
) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    world.reply(ana, thread, "Hello")
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello", clock, by_itself=True)
    assert texts(world) == []
    clock.advance(hours=1)
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello", clock, by_itself=True)
    assert texts(world) == ["Hello"]


def test_whoever_asks_for_it_has_it_kept_also_right_after_sending(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    world.reply(ana, thread, "Hello")
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello", world.clock)
    assert texts(world) == ["Hello"]


def test_words_that_were_taken_back_are_kept_again(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    post = world.reply(ana, thread, "Hello")
    posts.withdraw(ana, post.id, world.clock)
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello", world.clock, by_itself=True)
    assert texts(world) == ["Hello"]


@pytest.mark.parametrize(("title", "kept"), [("Bread", []), ("Bread and butter", ["I bake"])])
def test_under_another_title_the_same_words_are_another_thread(
    world: World, title: str, kept: list[str]
) -> None:
    ana = world.newcomer()
    world.thread(ana, title="Bread", text="I bake")
    place = Place(category_id=category_id())
    keep_draft(ana, place, title, "I bake", world.clock, by_itself=True)
    assert texts(world) == kept


def test_a_draft_can_be_thrown_away_by_its_author_alone(world: World) -> None:
    ana, ben = world.newcomer(), world.newcomer()
    keep_draft(ana, Place(category_id=category_id()), "", "Mine", world.clock)
    draft_id = db.session.query(Draft).one().id
    with pytest.raises(NotFoundError):
        delete_draft(ben, draft_id)
    delete_draft(ana, draft_id)
    with pytest.raises(NotFoundError):
        delete_draft(ana, draft_id)


def test_nothing_is_kept_where_one_may_not_write(world: World) -> None:
    ana, host = world.newcomer(), world.person()
    thread = world.thread(host)
    opening = db.session.query(Post).filter_by(thread_id=thread.id).one()
    posts.withdraw(host, opening.id, world.clock)
    for place in (Place(thread_id=thread.id), Place(thread_id=4711), Place(category_id=4711)):
        with pytest.raises(NotFoundError):
            keep_draft(ana, place, "", "x", world.clock)
    with pytest.raises(NotAllowedError):
        keep_draft(VISITOR, Place(category_id=category_id()), "", "x", world.clock)


def test_an_answer_to_a_post_of_another_thread_is_kept_for_the_thread(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    elsewhere = world.reply(world.person(), world.thread(world.person()))
    keep_draft(ana, Place(thread_id=thread.id, answers_id=elsewhere.id), "", "Hm", world.clock)
    assert draft_at(ana, Place(thread_id=thread.id)) is not None


def test_a_thread_that_went_out_of_sight_is_not_named_but_the_words_stay(world: World) -> None:
    ana, host = world.newcomer(), world.person()
    thread = world.thread(host, title="Secret garden")
    keep_draft(ana, Place(thread_id=thread.id), "", "My words", world.clock)
    opening = db.session.query(Post).filter_by(thread_id=thread.id).one()
    posts.withdraw(host, opening.id, world.clock)
    (row,) = drafts_of(ana)
    assert (row.where, row.thread_id, row.excerpt) == ("", None, "My words")


def test_words_begun_while_a_moderator_closes_the_thread_are_kept_but_lead_nowhere(
    world: World,
) -> None:
    ana, thread = world.newcomer(), world.thread(world.person(), title="My garden")
    lock_thread(world.person(Role.MODERATOR), thread.id, "It has all been said.", world.clock)
    keep_draft(ana, Place(thread_id=thread.id), "", "My words", world.clock)
    (row,) = drafts_of(ana)
    assert (row.where, row.thread_id, row.excerpt) == ("My garden", None, "My words")


def test_whoever_took_back_what_opened_a_thread_is_not_led_to_answer_there(world: World) -> None:
    ana = world.person()
    thread = world.thread(ana, title="My garden")
    keep_draft(ana, Place(thread_id=thread.id), "", "My words", world.clock)
    opening = db.session.query(Post).filter_by(thread_id=thread.id).one()
    posts.withdraw(ana, opening.id, world.clock)
    (row,) = drafts_of(ana)
    assert (row.where, row.thread_id, row.excerpt) == ("My garden", None, "My words")


def test_sending_the_same_form_twice_is_no_matter(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello", world.clock)
    sent = posts.NewPost(text="Hello", submission_key=str(uuid.uuid4()))
    first = posts.reply(ana, thread.id, sent, world.clock)
    assert posts.reply(ana, thread.id, sent, world.clock) == first
    assert texts(world) == []
