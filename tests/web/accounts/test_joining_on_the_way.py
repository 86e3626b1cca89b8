"""Whoever joins because they want to answer something comes back to it, past the questions at the start."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import World
from tests.integration.accounts.people import PASSWORD
from tests.support.client import CheckingClient, Value
from tests.support.html import Element

NEW: dict[str, Value] = {
    "username": "mira_k",
    "email": "mira@example.org",
    "password": PASSWORD,
    "accepts_rules": True,
}
ON = "After that you go on to where you were."

pytestmark = pytest.mark.usefixtures("world")


def link(page: Element, words: str) -> str:
    """Where the link leads that says this."""
    (found,) = {one["href"] for one in page.find("main").find_all("a") if one.text == words}
    return found


@pytest.fixture
def box(app: Flask, world: World) -> str:
    """The box below a conversation that a visitor would like to join."""
    with app.app_context():
        thread = world.thread(world.person(), title="A thread")
        return f"/threads/{thread.id}-a-thread#write"


def join(client: CheckingClient, box: str) -> str:
    """Go from the conversation to the form, and send it: the questions."""
    address = link(client.page(box.partition("#")[0]), "join us")
    assert ON in client.page(address).text
    answer = client.submit(address, NEW)
    assert answer.status_code == 303
    return str(answer.location)


def test_who_skips_the_questions_is_back_at_the_box(client: CheckingClient, box: str) -> None:
    questions = client.page(join(client, box))
    assert ON in questions.text
    for words in ("Skip all of this", "Skip"):
        assert link(questions, words) == box


def test_who_answers_them_is_back_as_well(client: CheckingClient, box: str) -> None:
    answer = client.submit(join(client, box), {"reasons": ["company"]})
    assert (answer.status_code, answer.location) == (303, box)


def test_the_way_is_kept_when_something_in_the_form_has_to_be_looked_at_again(
    client: CheckingClient, box: str
) -> None:
    address = link(client.page(box.partition("#")[0]), "join us")
    again = client.submit(address, {**NEW, "password": "short"})
    assert again.status_code == 400
    assert ON in again.text
    assert client.submit(address, NEW).location != "/home/questions"


def test_who_was_asked_to_sign_in_and_has_no_account_yet_comes_back(
    client: CheckingClient, box: str
) -> None:
    sign_in = link(client.page(box.partition("#")[0]), "sign in")
    joining = link(client.page(sign_in), "Come in and join")
    assert link(client.page(joining), "Sign in") == sign_in
    answer = client.submit(str(client.submit(joining, NEW).location), {})
    assert answer.location == box


def test_who_simply_joins_finds_their_first_steps(client: CheckingClient) -> None:
    assert ON not in client.page("/join").text
    questions = str(client.submit("/join", NEW).location)
    assert link(client.page(questions), "Skip all of this") == "/home"
    assert client.submit(questions, {}).location == "/home"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_out_of_the_door(client: CheckingClient, elsewhere: str) -> None:
    assert ON not in client.page(f"/join?next={elsewhere}").text
    assert client.submit(f"/join?next={elsewhere}", NEW).location == "/home/questions"
    questions = f"/home/questions?next={elsewhere}"
    assert link(client.page(questions), "Skip all of this") == "/home"
    assert client.submit(questions, {}).location == "/home"
