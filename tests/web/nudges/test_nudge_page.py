"""A kind word before something is sent, as a person without JavaScript meets it."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.accounts.actor import Actor
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.nudges.models import Nudge
from tests.factories import KIND, UNKIND, World, everyone, sign_in
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.desk import ScriptedDesk, finding, points_at, verdict
from tests.support.html import parse

WORDS = f"I have read it twice. {UNKIND} That is all."
PHONE = "Ring me: +44 20 7946 0101."


@pytest.fixture
def author(app: Flask, world: World, client: CheckingClient, desk: ScriptedDesk) -> Actor:
    """A newcomer who is signed in; the desk points at what is unkind."""
    desk.reads = points_at(UNKIND)
    made = world.newcomer()
    sign_in(app, client, made)
    return made


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person())


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}/reply"


def go_on(
    client: CheckingClient, shown: TestResponse, text: str | None = None, button: str = ""
) -> TestResponse:
    """Do something on the page with the word on it."""
    form = choose_form(parse(shown.text)[0])
    fields = {} if text is None else {"text": text}
    return client.post(form["action"], data=fill_in(form, fields, button))


def posts() -> int:
    db.session.rollback()
    return db.session.query(Post).count()


def outcome() -> str | None:
    db.session.rollback()
    return db.session.query(Nudge).one().outcome


def key(shown: TestResponse) -> str:
    """The name under which the device keeps what stands in the box."""
    return choose_form(parse(shown.text)[0])["data-key"]


@pytest.fixture
def shown(client: CheckingClient, author: Actor, thread: Thread) -> TestResponse:
    """The page with the word."""
    return client.submit(address(thread), {"text": WORDS})


def test_the_sentence_is_marked_the_text_is_kept_and_nothing_is_posted(
    client: CheckingClient, shown: TestResponse
) -> None:
    assert shown.status_code == 200
    page = parse(shown.text)[0]
    assert page.find("mark").text == UNKIND
    assert f"\n{WORDS}</textarea>" in shown.text
    assert page.find("title").text.startswith("Before you send it")
    ways_on = [b.text for b in choose_form(page).find_all("button")]
    assert ways_on == ["Send", "Ask a person to read it", "Keep as a draft", "Delete it"]
    assert posts() == 1
    assert "0.84" not in shown.text
    assert "insult" not in page.find("main").text


def test_one_way_on_is_to_change_it(client: CheckingClient, shown: TestResponse) -> None:
    assert go_on(client, shown, KIND, "Send").status_code == 303
    assert (posts(), outcome()) == (2, "edited")


def test_one_way_on_is_to_ask_a_person(
    client: CheckingClient, shown: TestResponse, world: World
) -> None:
    sent = go_on(client, shown, button="Ask a person to read it")
    assert sent.status_code == 303
    world.screen()
    assert "resting until a person has read it" in client.get(sent.headers["Location"]).text
    assert outcome() == "sent_to_review"


def test_one_way_on_is_to_delete_it(client: CheckingClient, shown: TestResponse) -> None:
    gone = go_on(client, shown, button="Delete it")
    assert gone.status_code == 303
    page = client.get(gone.headers["Location"], follow_redirects=True)
    assert "Nothing was sent" in page.text
    assert "data-sent" in page.text, "what the device kept of it is forgotten too"
    assert key(page) == key(shown), "or the thread would offer it under another name"
    assert (posts(), outcome()) == (1, "cancelled")


@pytest.mark.parametrize("left", ["", "a" * 20_001])
def test_it_can_be_deleted_whatever_is_left_of_it(
    client: CheckingClient, shown: TestResponse, left: str
) -> None:
    assert go_on(client, shown, left, "Delete it").status_code == 303
    assert (posts(), outcome()) == (1, "cancelled")


def test_deleting_what_was_sent_already_does_not_say_that_nothing_was(
    client: CheckingClient, shown: TestResponse
) -> None:
    sent = go_on(client, shown, button="Send")
    late = go_on(client, shown, button="Delete it")
    assert (late.status_code, late.location) == (303, sent.location)
    assert (posts(), outcome()) == (2, "sent_unchanged")


def test_it_never_stops_anybody(client: CheckingClient, shown: TestResponse) -> None:
    assert go_on(client, shown, button="Send").status_code == 303
    assert (posts(), outcome()) == (2, "sent_unchanged")


def test_there_is_no_second_word(client: CheckingClient, shown: TestResponse) -> None:
    assert go_on(client, shown, f"Other words. {UNKIND}", "Send").status_code == 303
    assert (posts(), outcome()) == (2, "edited")


def test_pressing_the_button_twice_sends_nothing_unseen(
    client: CheckingClient, author: Actor, thread: Thread
) -> None:
    data = fill_in(choose_form(client.page(address(thread))), {"text": WORDS})
    for _ in range(2):
        assert 'id="nudge"' in client.post(address(thread), data=data).text
    assert posts() == 1


@pytest.mark.parametrize("place", ["an answer", "a new thread"])
def test_a_second_press_leads_to_what_the_first_one_sent_and_does_not_say_that_nothing_was(
    client: CheckingClient, author: Actor, thread: Thread, desk: ScriptedDesk, place: str
) -> None:
    where = address(thread) if place == "an answer" else "/categories/hello/new"
    fields = {"text": KIND} if place == "an answer" else {"title": "Rain again", "text": KIND}
    data = fill_in(choose_form(client.page(where)), fields)
    first = client.post(where, data=data)
    # Now the same words stand in the forum already.
    desk.reads = lambda _: verdict(finding("repetition", explanation="It repeats itself."))

    second = client.post(where, data=data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location == first.location
    assert posts() == 2, "the one that opens the thread of before, and this one"


def test_words_that_can_not_be_taken_keep_their_nudge(
    client: CheckingClient, shown: TestResponse
) -> None:
    empty = go_on(client, shown, "", "Send")
    assert empty.status_code == 400
    assert go_on(client, empty, KIND).status_code == 303
    assert outcome() == "edited"


def test_an_introduction_gets_the_softer_words(
    client: CheckingClient, author: Actor, world: World
) -> None:
    welcome = world.thread(world.person(), welcome=True)
    page = client.submit(address(welcome), {"text": WORDS}).text
    assert "If you are describing something that happened to you" in page
    assert "harder than it is meant" not in page


def test_a_phone_number_is_asked_about(
    client: CheckingClient, author: Actor, thread: Thread, desk: ScriptedDesk
) -> None:
    found = finding("personal_data", (9, 25), holds=False, explanation="It holds a phone number.")
    desk.reads = lambda _: verdict(found)
    shown = client.submit(address(thread), {"text": PHONE})
    page = parse(shown.text)[0]
    assert "Are you sure that you want to share this?" in shown.text
    assert page.find("mark").text == "+44 20 7946 0101"
    assert "Ask a person" not in page.find("main").text
    assert go_on(client, shown, button="Send").status_code == 303
    assert (posts(), outcome()) == (2, "sent_unchanged")


def test_a_new_thread(client: CheckingClient, author: Actor, desk: ScriptedDesk) -> None:
    shown = client.submit("/categories/hello/new", {"title": "Rain again", "text": WORDS})
    assert shown.status_code == 200
    assert 'value="Rain again"' in shown.text
    assert desk.asked[-1].title == "Rain again"
    gone = go_on(client, shown, button="Delete it")
    assert gone.headers["Location"].endswith("/categories/hello")
    assert (posts(), outcome()) == (0, "cancelled")


def test_a_change_to_a_post(client: CheckingClient, author: Actor, world: World) -> None:
    post = world.reply(author, world.thread(world.person()), KIND)
    shown = client.submit(f"/posts/{post.id}/edit", {"text": WORDS})
    assert shown.status_code == 200
    assert world.fresh(post).latest_number == 1
    assert go_on(client, shown, button="Ask a person to read it").status_code == 303
    assert world.fresh(post).latest_number == 2
    assert outcome() == "sent_to_review"
    assert world.fresh(post).state == "published", "readers go on seeing the old words"


def test_letting_a_change_go_leaves_the_post_as_it_was(
    client: CheckingClient, author: Actor, world: World
) -> None:
    post = world.reply(author, world.thread(world.person()), KIND)
    shown = client.submit(f"/posts/{post.id}/edit", {"text": WORDS})
    go_on(client, shown, button="Delete it")
    assert world.fresh(post).latest_number == 1
    assert outcome() == "cancelled"


@pytest.mark.parametrize("answer", ["silent", "publish"])
def test_without_a_word_to_say_it_is_sent_at_once(
    client: CheckingClient, author: Actor, thread: Thread, desk: ScriptedDesk, answer: str
) -> None:
    desk.reads = lambda _: None if answer == "silent" else verdict()
    assert client.submit(address(thread), {"text": WORDS}).status_code == 303
    assert posts() == 2


def test_words_that_are_turned_away_are_not_read(
    client: CheckingClient, author: Actor, thread: Thread, desk: ScriptedDesk
) -> None:
    for text in ("", "a" * 20_001):
        assert client.submit(address(thread), {"text": text}).status_code == 400
    assert desk.asked == []


class TestTheFigures:
    """For admins."""

    PATH = "/admin/nudges"

    def test_they_are_for_admins(self, app: Flask, world: World, client: CheckingClient) -> None:
        for kind, person in everyone(world).items():
            if person.is_signed_in:
                sign_in(app, client, person)
            expected = {"admin": 200, "visitor": 302}.get(kind, 403)
            assert client.get(self.PATH).status_code == expected, kind

    def test_they_show_what_people_did(
        self, app: Flask, world: World, client: CheckingClient, shown: TestResponse
    ) -> None:
        go_on(client, shown, KIND, "Send")
        world.screen()
        admin = sign_in(app, client, everyone(world)["admin"])
        words = admin.page(self.PATH).find("main").text
        assert "Asked to look again: 1" in words
        assert "Of the changed ones, 1 then appeared at once." in words
        assert "Nobody has been about to share" in words
