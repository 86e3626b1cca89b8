"""Drafts: one for each thing that somebody writes, forgotten once it is sent, and nobody else's."""

from __future__ import annotations

import uuid
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, event

from forum.accounts.actor import VISITOR, Actor
from forum.accounts.models import Role
from forum.conversations import commands as posts
from forum.conversations.models import Category, Post
from forum.database import db, transaction
from forum.drafts.commands import ManyDraftsError, delete_draft, keep_draft, let_go
from forum.drafts.models import Draft
from forum.drafts.places import MOST_IN_ONE_PLACE, Place, Writing
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


def window(goes_on: Writing | None = None) -> Writing:
    """A window that was opened; what was written in another one stands in its box."""
    return Writing(key=str(uuid.uuid4()), goes_on=goes_on.key if goes_on is not None else None)


def send(
    world: World, author: Actor, place: Place, text: str, writing: Writing, title: str = ""
) -> int:
    """Send what stands in a window. Returns the post's id."""
    sent = posts.NewPost(text=text, submission_key=str(uuid.uuid4()), writing=writing)
    if place.category_id is not None:
        return posts.start_thread(author, place.category_id, title, sent, world.clock)
    return posts.reply(author, place.thread_id or 0, sent, world.clock, place.answers_id)


def test_a_draft_is_kept_and_the_next_words_of_the_same_window_take_its_place(
    world: World, clock: FakeClock
) -> None:
    ana, place = world.newcomer(), Place(thread_id=world.thread(world.person()).id)
    here = window()
    keep_draft(ana, place, "", "I am", clock, writing=here)
    clock.advance(minutes=1)
    keep_draft(ana, place, "", "I am Ana", clock, writing=here)
    kept = draft_at(ana, place)
    assert kept is not None
    assert (kept.text, kept.saved_at) == ("I am Ana", clock.now())
    assert texts(world) == ["I am Ana"]


def test_what_is_gone_on_with_while_old_drafts_are_forgotten_is_kept(
    app: Flask, world: World, clock: FakeClock
) -> None:
    ana, place = world.newcomer(), Place(thread_id=world.thread(world.person()).id)
    here = window()
    keep_draft(ana, place, "", "I am", clock, writing=here)
    clock.advance(days=91)

    def forget() -> None:
        due = Draft.saved_at < clock.now() - timedelta(days=90)
        with app.app_context(), transaction() as session:
            session.execute(delete(Draft).where(due))

    def meanwhile(*what: object) -> None:
        if str(what[2]).startswith("SELECT drafts.id") and not forgetting:
            forgetting.append(pool.submit(forget))
            wait(forgetting, timeout=0.5)

    forgetting: list[Future[None]] = []
    with ThreadPoolExecutor(1) as pool:
        event.listen(db.engine, "after_cursor_execute", meanwhile)
        keep_draft(ana, place, "", "I am Ana", clock, writing=here)
        (forgotten,) = forgetting
        forgotten.result(timeout=30)
    assert texts(world) == ["I am Ana"]


class TestTwoWindowsOnOnePlace:
    """What is written in one takes nothing away from the other."""

    @pytest.fixture
    def ana(self, world: World) -> Actor:
        return world.newcomer("Ana")

    @pytest.fixture(params=["a thread", "a post", "a thread to come"])
    def place(self, request: pytest.FixtureRequest, world: World) -> Place:
        thread = world.thread(world.person())
        return {
            "a thread": Place(thread_id=thread.id),
            "a post": Place(thread_id=thread.id, answers_id=world.reply(world.person(), thread).id),
            "a thread to come": Place(category_id=category_id()),
        }[request.param]

    def test_each_keeps_its_own_draft_and_the_newest_is_offered(
        self, world: World, clock: FakeClock, ana: Actor, place: Place
    ) -> None:
        one, other = window(), window()
        for words, writing in (("One", one), ("Other", other), ("One more", one)):
            clock.advance(minutes=1)
            keep_draft(ana, place, "", words, clock, writing=writing)
        assert texts(world) == ["One more", "Other"]
        offered = draft_at(ana, place)
        assert offered is not None
        assert (offered.text, offered.has_others) == ("One more", True)

    def test_so_they_do_where_both_went_on_from_one_draft(
        self, world: World, ana: Actor, place: Place
    ) -> None:
        before = window()
        keep_draft(ana, place, "", "Begun", world.clock, writing=before)
        one, other = window(before), window(before)
        for words, writing in (("Begun. One", one), ("Begun. Other", other), ("One!", one)):
            keep_draft(ana, place, "", words, world.clock, writing=writing)
        assert texts(world) == ["One!", "Begun. Other"]

    def test_one_that_went_on_alone_leaves_one_draft(
        self, world: World, ana: Actor, place: Place
    ) -> None:
        before = window()
        keep_draft(ana, place, "", "Begun", world.clock, writing=before)
        keep_draft(ana, place, "", "Begun. More", world.clock, writing=window(before))
        assert texts(world) == ["Begun. More"]

    def test_sending_one_leaves_the_other_and_that_is_offered(
        self, world: World, ana: Actor, place: Place
    ) -> None:
        one, other = window(), window()
        keep_draft(ana, place, "", "One", world.clock, writing=one)
        keep_draft(ana, place, "", "Other", world.clock, writing=other)
        send(world, ana, place, "Other, at last", other, title="A title")
        offered = draft_at(ana, place)
        assert offered is not None
        assert (offered.text, offered.has_others) == ("One", False)

    @pytest.mark.parametrize("act", ["send", "let go", "empty"])
    def test_what_the_other_went_on_with_stays(
        self, world: World, ana: Actor, place: Place, act: str
    ) -> None:
        before = window()
        keep_draft(ana, place, "", "Begun", world.clock, writing=before)
        one, other = window(before), window(before)
        keep_draft(ana, place, "", "Begun. Other", world.clock, writing=other)
        if act == "send":
            send(world, ana, place, "Begun. One", one, title="A title")
        elif act == "let go":
            let_go(ana, one)
        else:
            keep_draft(ana, place, "", "", world.clock, writing=one)
        assert texts(world) == ["Begun. Other"]

    def test_throwing_one_away_leaves_what_was_written_in_the_other_since(
        self, world: World, ana: Actor, place: Place
    ) -> None:
        before = window()
        keep_draft(ana, place, "", "Begun", world.clock, writing=before)
        draft_id = db.session.query(Draft).one().id
        keep_draft(ana, place, "", "Begun. Other", world.clock, writing=window(before))
        with pytest.raises(NotFoundError):
            delete_draft(ana, draft_id, window(before))
        assert texts(world) == ["Begun. Other"]

    def test_ten_are_kept_and_none_makes_room_for_an_eleventh(
        self, world: World, ana: Actor, place: Place
    ) -> None:
        windows = [window() for _ in range(MOST_IN_ONE_PLACE)]
        for writing in windows:
            keep_draft(ana, place, "", "Begun", world.clock, writing=writing)
        with pytest.raises(ManyDraftsError):
            keep_draft(ana, place, "", "Begun", world.clock, writing=window())
        keep_draft(ana, place, "", "Changed", world.clock, writing=windows[0])
        assert texts(world) == ["Changed"] + ["Begun"] * (MOST_IN_ONE_PLACE - 1)


def test_the_draft_that_somebody_chose_is_offered(world: World, clock: FakeClock) -> None:
    ana, place = world.newcomer(), Place(thread_id=world.thread(world.person()).id)
    keep_draft(ana, place, "", "Older", clock)
    clock.advance(minutes=1)
    keep_draft(ana, place, "", "Newer", clock)
    newer, older = drafts_of(ana)
    offered = [draft_at(ana, place, chosen) for chosen in (None, newer.id, older.id, 4_711)]
    assert [one and one.text for one in offered] == ["Newer", "Newer", "Older", "Newer"]


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
    here = window()
    keep_draft(ana, place, "Only a title", "", world.clock, writing=here)
    assert texts(world) == [""]
    keep_draft(ana, place, "", "", world.clock, writing=here)
    keep_draft(ana, place, "", "", world.clock, writing=here)
    assert texts(world) == []


def test_what_is_sent_is_forgotten_and_the_rest_is_not(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    other = world.thread(world.person())
    here, place = window(), Place(thread_id=thread.id)
    keep_draft(ana, place, "", "Hello", world.clock, writing=here)
    keep_draft(ana, Place(thread_id=other.id), "", "Not yet", world.clock)
    send(world, ana, place, "Hello everybody", window(here))
    assert texts(world) == ["Not yet"]


def test_a_thread_that_has_begun_is_forgotten_as_a_draft(world: World) -> None:
    ana, place, here = world.newcomer(), Place(category_id=category_id()), window()
    keep_draft(ana, place, "Bread", "I bake", world.clock, writing=here)
    send(world, ana, place, "I bake every Sunday", here, title="Bread")
    assert texts(world) == []


def test_a_draft_is_forgotten_also_when_what_was_sent_is_held(world: World) -> None:
    ana, place = world.newcomer(), Place(thread_id=world.thread(world.person()).id)
    here = window()
    keep_draft(ana, place, "", UNKIND, world.clock, writing=here)
    send(world, ana, place, UNKIND, here)
    world.screen()
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
    keep_draft(ana, Place(thread_id=thread.id), "", "Not yet", world.clock)
    place, here = Place(thread_id=thread.id, answers_id=answered.id), window()
    keep_draft(ana, place, "", "My words", world.clock, writing=here)
    send(world, ana, Place(thread_id=thread.id), "My words", here)
    assert texts(world) == ["Not yet"]


def test_the_same_words_begun_as_an_answer_to_somebody_else_stay(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    one, other = (
        Place(thread_id=thread.id, answers_id=world.reply(world.person(), thread).id)
        for _ in range(2)
    )
    here = window()
    keep_draft(ana, one, "", "Thank you!", world.clock, writing=here)
    keep_draft(ana, other, "", "Thank you!", world.clock, writing=window())
    send(world, ana, one, "Thank you!", here)
    assert draft_at(ana, one) is None
    assert draft_at(ana, other) is not None


def test_a_page_that_saves_a_moment_after_sending_brings_nothing_back(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    post = world.reply(ana, thread, "Hello")
    place, key = Place(thread_id=thread.id), post.submission_key
    keep_draft(ana, place, "", "Hello", world.clock, unless_sent_as=key)
    assert texts(world) == []
    keep_draft(ana, place, "", "Hello again", world.clock, unless_sent_as=str(uuid.uuid4()))
    assert texts(world) == ["Hello again"]


def test_whoever_asks_for_it_has_it_kept_also_right_after_sending(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    world.reply(ana, thread, "Hello")
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello", world.clock)
    assert texts(world) == ["Hello"]


def test_words_that_were_taken_back_are_kept_again(world: World) -> None:
    ana, thread = world.newcomer(), world.thread(world.person())
    post = world.reply(ana, thread, "Hello")
    key = post.submission_key
    posts.withdraw(ana, post.id, world.clock)
    place = Place(thread_id=thread.id)
    keep_draft(ana, place, "", "Hello", world.clock, unless_sent_as=key)
    assert texts(world) == ["Hello"]


def test_a_draft_can_be_thrown_away_by_its_author_alone(world: World) -> None:
    ana, ben = world.newcomer(), world.newcomer()
    here = window()
    keep_draft(ana, Place(category_id=category_id()), "", "Mine", world.clock, writing=here)
    draft_id = db.session.query(Draft).one().id
    with pytest.raises(NotFoundError):
        delete_draft(ben, draft_id, here)
    delete_draft(ana, draft_id, here)
    with pytest.raises(NotFoundError):
        delete_draft(ana, draft_id, here)


def test_the_same_name_of_somebody_elses_draft_is_another_draft(world: World) -> None:
    ana, ben, here = world.newcomer(), world.newcomer(), window()
    place = Place(category_id=category_id())
    keep_draft(ana, place, "", "Mine", world.clock, writing=here)
    keep_draft(ben, place, "", "His", world.clock, writing=here)
    let_go(ben, here)
    assert texts(world) == ["Mine"]


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
    here = window()
    keep_draft(ana, Place(thread_id=thread.id), "", "Hello", world.clock, writing=here)
    sent = posts.NewPost(text="Hello", submission_key=str(uuid.uuid4()), writing=here)
    first = posts.reply(ana, thread.id, sent, world.clock)
    assert posts.reply(ana, thread.id, sent, world.clock) == first
    assert texts(world) == []
