"""Looking takes nothing from what can be sent, and nobody can have the forum render without end."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.config import Settings
from forum.conversations.models import Thread
from forum.web.limits import limiter
from tests.factories import KIND, World, sign_in
from tests.integration.privately.talking import two
from tests.support.client import CheckingClient, fill_in
from tests.web.previews.boxes import (
    BUTTON,
    box_on,
    look,
    look_again,
    page_of,
    posts,
    seen,
    sees_nothing,
    send,
    words_in,
)

WORDS = "Words that took an hour to find."
LOOKS, POSTS = 12, 6


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The same, with limits."""
    return settings.model_copy(update={"rate_limits": True})


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person(), welcome=True)


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient, thread: Thread) -> Actor:
    person = world.newcomer("Ana")
    world.reply(person, thread)
    sign_in(app, client, person)
    limiter.reset()
    return person


def test_whoever_has_looked_often_can_send_all_the_same(client: CheckingClient, ana: Actor) -> None:
    for number in range(LOOKS):
        seen(look(client, "/threads/1/reply", text=f"{WORDS} {number}"))
    for number in range(POSTS):
        sent = client.submit("/threads/1/reply", {"text": f"{WORDS} {number}"})
        assert sent.status_code == 303
    assert client.submit("/threads/1/reply", {"text": WORDS}).status_code == 429


def test_whoever_has_sent_as_much_as_they_can_may_look(client: CheckingClient, ana: Actor) -> None:
    for _ in range(POSTS):
        assert client.submit("/threads/1/reply", {"text": KIND}).status_code == 303
    shown = look(client, "/threads/1/reply", text=WORDS)
    assert WORDS in seen(shown).text
    assert send(client, shown).status_code == 429


def test_all_boxes_count_together_and_the_words_come_back(
    client: CheckingClient, world: World, ana: Actor
) -> None:
    both = two(world, nia=ana)
    boxes = (
        "/threads/1/reply",
        "/threads/1/hello",
        "/categories/hello/new",
        "/home/ask",
        "/posts/2/edit",
        f"/private/{both.id}",
    )
    pages = [client.page(path) for path in boxes]
    for number in range(LOOKS):
        page = pages[number % len(pages)]
        title = {"title": "Bread"} if "title" in fill_in(box_on(page), {}) else {}
        seen(look_again(client, page, text=WORDS, **title))

    for page in pages:
        answer = look_again(client, page, text=WORDS)
        assert answer.status_code == 429
        assert sees_nothing(answer)
        assert words_in(answer) == WORDS
        assert [one.text for one in box_on(page_of(answer)).find_all("button")] == [BUTTON]
        assert "and then look again." in page_of(answer).find("main").text


@pytest.mark.parametrize("said", ["", "0", "false", "preview"])
def test_nobody_sends_more_by_pretending_to_look(
    client: CheckingClient, ana: Actor, said: str
) -> None:
    box = box_on(client.page("/threads/1/reply"))
    before = posts()
    for number in range(POSTS + 1):
        data = fill_in(box, {"text": f"{WORDS} {number}"})
        data["preview"] = said
        assert client.post(box["action"], data=data).status_code == 200
    assert posts() == before


def test_a_question_that_is_not_looked_at_is_not_rendered(
    client: CheckingClient, ana: Actor
) -> None:
    """There the button alone leads, so what comes without it meets no limit, and nothing is made of it."""
    box = box_on(client.page("/home/ask"))
    data = fill_in(box, {"title": "Bread", "text": WORDS})
    for _ in range(LOOKS + 1):
        answer = client.post("/home/ask", data=data)
        assert (answer.status_code, sees_nothing(answer)) == (200, True)
