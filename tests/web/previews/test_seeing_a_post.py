"""Whoever is about to write can see how it will look, and nobody else does: in every box of a conversation."""

from __future__ import annotations

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.accounts.profile import ProfileWords, save_profile
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.text import MAX_POST_LENGTH
from tests.factories import UNKIND, World
from tests.support.client import CheckingClient, fill_in
from tests.support.clock import FakeClock
from tests.support.desk import ScriptedDesk
from tests.support.html import Element
from tests.support.rows import every_row
from tests.web.previews.boxes import (
    BUTTON,
    HEADING,
    WORDS,
    box_on,
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


def the_post(page: Element, post: Post) -> Element:
    """Where a post stands on the page of its thread."""
    (found,) = [one for one in page.find_all("article") if one.get("id") == f"post-{post.id}"]
    return found


def how_it_looks(article: Element) -> list[str]:
    """Its author's name, when it is from and whom it answers, and its words."""
    parts = ("post__name", "post__when", "post__body")
    return [one.text for one in article.elements if one.get("class") in parts]


@every_box
def test_their_words_are_shown_as_they_will_look_and_stay_in_the_box(
    client: CheckingClient, ana: Actor, path: str, written: dict[str, str]
) -> None:
    answer = look(client, path, **written)

    shown = seen(answer)
    assert "<p>I <strong>bake</strong> on Sundays.</p>" in answer.text
    assert [one.text for one in shown.find_all("li")] == ["bread", "rolls"]
    assert how_it_looks(shown)[0] == "Ana"
    assert "newcomer" in shown.find("header").text
    assert words_in(answer) == WORDS
    again = fill_in(box_on(page_of(answer)), {})
    assert {name: again[name].strip() for name in written} == written


@every_box
def test_the_page_says_what_it_shows_and_that_nothing_is_sent(
    client: CheckingClient, ana: Actor, path: str, written: dict[str, str]
) -> None:
    answer = look(client, path, **written)

    shown, page = seen(answer), page_of(answer)
    assert page.find("title").text.startswith(f"{HEADING}: ")
    assert shown.find("h2").text == HEADING
    assert shown["aria-labelledby"] == shown.find("h2")["id"]
    assert shown["tabindex"] == "-1", "a script leads there whoever can't see it"
    assert "Only you see this: looking sends nothing." in shown.text
    before_the_box = answer.text.index('id="preview"') < answer.text.index("<textarea")
    assert before_the_box


@every_box
def test_they_are_still_where_they_were(
    client: CheckingClient, ana: Actor, path: str, written: dict[str, str]
) -> None:
    before = client.page(path)

    after = page_of(look(client, path, **written))

    was, now = box_on(before), box_on(after)
    assert now["action"] == was["action"]
    assert now["data-key"] == was["data-key"], "the device keeps the words under the same name"
    assert [one.text for one in now.find_all("button")] == [
        one.text for one in was.find_all("button")
    ]
    if "/threads/1-come-in" not in path:
        # Below a thread there is only a box; what it sends is answered by the page for answering.
        assert after.find("h1").text == before.find("h1").text


@every_box
def test_looking_stores_nothing_and_asks_no_screener(
    client: CheckingClient, ana: Actor, desk: ScriptedDesk, path: str, written: dict[str, str]
) -> None:
    page = client.page(path)
    before = every_row()

    seen(look_again(client, page, **written))

    assert every_row() == before
    assert desk.asked == []


@every_box
def test_neither_does_a_look_at_what_can_not_be_sent(
    client: CheckingClient, ana: Actor, desk: ScriptedDesk, path: str, written: dict[str, str]
) -> None:
    before = every_row()

    for text, said in (
        ("", "There is no post here yet."),
        ("x" * (MAX_POST_LENGTH + 7), "This is 7 characters longer than a post can be"),
    ):
        answer = look(client, path, **{**written, "text": text})
        assert answer.status_code == 400
        assert said in page_of(answer).find("main").text
        assert words_in(answer) == text
        assert sees_nothing(answer)
        assert BUTTON in [one.text for one in box_on(page_of(answer)).find_all("button")]
    assert every_row() == before
    assert desk.asked == []


@every_box
def test_it_can_be_sent_afterwards_as_it_was_shown_and_only_once(
    client: CheckingClient, ana: Actor, world: World, clock: FakeClock,
    path: str, written: dict[str, str],
) -> None:  # fmt: skip
    clock.advance(minutes=2)
    shown = look(client, path, **written)
    article = seen(shown).find("article")
    before = posts()

    sent, again = send(client, shown), send(client, shown)

    assert (sent.status_code, again.location) == (303, sent.location)
    assert posts() == before + ("edit" not in path)
    world.screen()
    post_id = int((sent.location or "").split("/posts/")[1].partition("?")[0])
    page = client.get(f"/posts/{post_id}?place=thread", follow_redirects=True)
    post = the_post(page_of(page), world.fresh(db.session.get_one(Post, post_id)))
    assert how_it_looks(article) == how_it_looks(post)
    if "title" in written:
        assert page_of(page).find("h1").text == "Bread"
        assert "Bread" in seen(shown).text


def test_one_can_look_as_often_as_one_likes(client: CheckingClient, ana: Actor) -> None:
    first = look(client, "/threads/1/reply", text=WORDS)
    second = look_again(client, page_of(first), text="Other words.")
    assert seen(second).find("article").text.endswith("Other words.")
    assert "bake" not in seen(second).text
    key = "submission_key"
    boxes = [fill_in(box_on(page_of(one)), {}) for one in (first, second)]
    assert boxes[0][key] == boxes[1][key], "they are still one thing that somebody writes"


def test_an_answer_to_somebody_names_them(client: CheckingClient, ana: Actor) -> None:
    assert "answering Ben" in seen(look(client, "/threads/1/reply?answers=1", text=WORDS)).text
    assert "answering" not in seen(look(client, "/threads/1/reply", text=WORDS)).text


def test_an_answer_to_what_has_gone_names_nobody(
    client: CheckingClient, ana: Actor, world: World
) -> None:
    page = client.page("/threads/1/reply?answers=2")
    world.decide(
        world.person(Role.MODERATOR), db.session.get_one(Post, 2), "remove",
        note="No.", rule=world.rule_id(),
    )  # fmt: skip

    answer = look_again(client, page, text=WORDS)

    assert "answering" not in seen(answer).text
    assert "The post you were answering is not on show any more" in page_of(answer).text


def test_a_change_keeps_its_time_and_says_that_it_was_changed(
    client: CheckingClient, ana: Actor, clock: FakeClock
) -> None:
    clock.advance(days=3)

    shown = seen(look(client, "/posts/2/edit", text=WORDS))

    assert "3 days ago · changed just now" in shown.find("header").text
    assert "An answer of mine." in client.get("/threads/1-come-in").text, "others see the old one"


def test_a_change_of_what_nobody_has_read_yet_is_none_to_others(
    client: CheckingClient, ana: Actor, world: World, thread: Thread
) -> None:
    held = world.reply(ana, thread, UNKIND)

    shown = seen(look(client, f"/posts/{held.id}/edit", text=WORDS))

    assert "changed" not in shown.find("header").text
    assert "is-private" not in shown.find("article")["class"]


def test_they_see_the_name_that_others_see(
    client: CheckingClient, ana: Actor, world: World
) -> None:
    save_profile(ana, ProfileWords(display_name="Annabel", biography=""), world.clock)

    shown = seen(look(client, "/threads/1/reply", text=WORDS))

    assert "Annabel" not in shown.text, "it has not been read yet"
    assert "Ana" in shown.find("header").text
