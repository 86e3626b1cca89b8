"""Looking at one's words sends, keeps and says nothing else, and shows nothing to whoever may not write there."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Thread
from forum.database import db
from forum.drafts.models import Draft
from forum.moderation.thread_commands import lock_thread
from forum.welcome.openers import keep_opener
from tests.factories import KIND, UNKIND, World, sign_in
from tests.support.client import CheckingClient, fill_in
from tests.support.desk import ScriptedDesk, points_at
from tests.support.html import parse
from tests.support.statements import statements
from tests.web.previews.boxes import (
    BUTTON,
    TITLED,
    WORDS,
    box_on,
    drafts,
    every_box,
    look,
    look_again,
    page_of,
    posts,
    seen,
    sees_nothing,
    send,
    words_in,
)


@every_box
def test_what_is_typed_is_never_code(
    client: CheckingClient, ana: Actor, path: str, written: dict[str, str]
) -> None:
    nasty = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    answer = look(client, path, **dict.fromkeys(written, nasty))
    shown = seen(answer)
    assert not shown.find_all("script")
    assert not shown.find_all("img")
    assert not [one for one in shown.find_all("a") if "javascript" in one["href"]]
    assert "<script>alert" not in answer.text.partition("<main")[2]


@every_box
def test_a_visitor_sees_nothing_and_keeps_their_words(
    app: Flask, client: CheckingClient, ana: Actor, path: str, written: dict[str, str],
    new_client: Callable[[], CheckingClient],
) -> None:  # fmt: skip
    page = client.page(path)
    client.delete_cookie("session")
    visitor = new_client()
    token = visitor.token("/sign-in")
    box = box_on(page)
    (button,) = [one for one in box.find_all("button") if one.text == BUTTON]
    data = fill_in(box, {**written, "csrf_token": token}, BUTTON)

    answer = visitor.post(button["formaction"].partition("#")[0], data=data)

    assert answer.status_code == 403
    assert sees_nothing(answer)
    assert words_in(answer) == WORDS


def test_whoever_may_not_write_there_any_more_has_their_words_back(
    client: CheckingClient, ana: Actor, world: World, thread: Thread
) -> None:
    page = client.page("/threads/1/reply")
    lock_thread(world.person(Role.MODERATOR), thread.id, "It has all been said.", world.clock)

    answer = look_again(client, page, text=WORDS)

    assert answer.status_code == 403
    assert sees_nothing(answer)
    assert words_in(answer) == WORDS


def test_what_comes_back_from_a_look_is_looked_at_again_and_not_sent(
    client: CheckingClient, ana: Actor
) -> None:
    page = client.page("/threads/1/reply")
    box = box_on(page)
    data = fill_in(box, {"text": WORDS, "csrf_token": "of yesterday"}, BUTTON)
    back = client.post(box["action"], data=data)
    assert back.status_code == 400
    assert "see how they will look" in page_of(back).find("main").text
    form = box_on(page_of(back))
    assert [one.text for one in form.find_all("button")] == [BUTTON]
    before = posts()

    answer = send(client, back)

    assert "bread" in seen(answer).text
    assert posts() == before


def test_nobody_is_asked_to_look_at_a_question_without_pressing_the_button(
    client: CheckingClient, ana: Actor
) -> None:
    box = box_on(client.page("/home/ask"))
    answer = client.post("/home/ask", data=fill_in(box, TITLED))
    assert (answer.status_code, sees_nothing(answer), words_in(answer)) == (200, True, WORDS)


def test_a_draft_stays_and_goes_on(client: CheckingClient, ana: Actor) -> None:
    path = "/threads/1/reply"
    box = box_on(client.page(path))
    assert client.post(box["data-draft-url"], data=fill_in(box, {"text": "Begun."})).location
    assert drafts() == ["Begun."]

    shown = look(client, path, text=WORDS)

    assert drafts() == ["Begun."]
    kept = fill_in(box_on(page_of(shown)), {"text": f"{WORDS} More."})
    client.post(box["data-draft-url"], data=kept)
    assert drafts() == [f"{WORDS} More."], "it is the same draft, and not a second one"
    assert send(client, shown).status_code == 303
    assert drafts() == []


def test_a_draft_of_a_change_stays_and_goes_on(client: CheckingClient, ana: Actor) -> None:
    path = "/posts/2/edit"
    box = box_on(client.page(path))
    client.post(box["data-draft-url"], data=fill_in(box, {"text": "Begun."}))
    shown = look(client, path, text=WORDS)
    assert drafts() == ["Begun."]
    assert send(client, shown).status_code == 303
    assert drafts() == []


def test_the_kind_word_is_said_when_it_is_sent_and_not_before(
    client: CheckingClient, ana: Actor, desk: ScriptedDesk
) -> None:
    desk.reads = points_at(UNKIND)
    shown = look(client, "/threads/1/reply", text=UNKIND)
    assert UNKIND in seen(shown).text
    assert 'id="nudge"' not in shown.text
    assert desk.asked == []

    word = send(client, shown)

    assert 'id="nudge"' in word.text
    assert len(desk.asked) == 1


def test_below_the_kind_word_nobody_is_asked_to_look_again(
    client: CheckingClient, ana: Actor, desk: ScriptedDesk
) -> None:
    desk.reads = points_at(UNKIND)
    word = client.submit("/threads/1/reply", {"text": UNKIND})
    ways_on = [one.text for one in box_on(page_of(word)).find_all("button")]
    assert "Ask a person to read it" in ways_on
    assert BUTTON not in ways_on


def test_whoever_looks_at_what_they_have_sent_already_is_not_told_that_it_was_sent_now(
    client: CheckingClient, ana: Actor
) -> None:
    page = client.page("/threads/1/reply")
    box = box_on(page)
    sent = client.post(box["action"], data=fill_in(box, {"text": WORDS}))
    before = posts()

    shown = look_again(client, page, text=WORDS)

    assert "bread" in seen(shown).text
    assert posts() == before
    assert send(client, shown).location == sent.location
    assert posts() == before


def test_a_saved_reply_can_be_looked_at_before_it_is_made_ones_own(
    app: Flask, client: CheckingClient, ana: Actor, world: World,
    new_client: Callable[[], CheckingClient],
) -> None:  # fmt: skip
    mo = world.person(Role.MENTOR)
    keep_opener(mo, "A loss", WORDS, world.clock)
    his = sign_in(app, new_client(), mo)
    shown = look(his, "/threads/1/reply", text=WORDS)
    assert "bread" in seen(shown).text
    before = posts()
    assert send(his, shown).status_code == 400
    assert posts() == before


def test_taking_a_beginning_on_the_guided_page_shows_nothing(
    client: CheckingClient, ana: Actor
) -> None:
    box = box_on(client.page("/threads/1/hello"))
    answer = client.post("/threads/1/hello", data=fill_in(box, {"text": "Hi."}, "name"))
    assert sees_nothing(answer)
    assert words_in(answer).startswith("Hi.\n\nHello, you can call me")


def test_a_look_asks_as_little_of_the_database_however_long_the_thread_is(
    client: CheckingClient, ana: Actor, world: World, thread: Thread
) -> None:
    page = client.page("/threads/1/reply?answers=1")

    def asked() -> int:
        with statements(db.engine) as found:
            seen(look_again(client, page, text=WORDS))
        return len(found)

    asked()
    before = asked()
    for _ in range(8):
        world.reply(world.newcomer(), thread, KIND)
    assert asked() == before
    assert before <= 7


def test_a_look_writes_no_draft_even_where_there_is_none(
    client: CheckingClient, ana: Actor
) -> None:
    seen(look(client, "/home/ask", **TITLED))
    assert db.session.query(Draft).count() == 0
    assert "bread" not in parse(client.get("/home").text)[0].find("main").text
