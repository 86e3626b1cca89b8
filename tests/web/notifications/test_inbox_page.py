from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.models import Thread
from forum.database import db
from forum.notifications.queries import count_unread
from tests.factories import UNKIND, World, sign_in
from tests.integration.moderation.deciding import WORDS, carry_out
from tests.support.client import CheckingClient


@pytest.fixture
def ana(world: World) -> Actor:
    return world.newcomer("Ana")


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person(name="Mo"), title="Tea or coffee")


@pytest.fixture
def inbox(app: Flask, new_client: Callable[[], CheckingClient], ana: Actor) -> CheckingClient:
    return sign_in(app, new_client(), ana)


def unread(person: Actor) -> int:
    db.session.rollback()
    return count_unread(person.id)


def test_an_empty_inbox_says_what_it_is_for(inbox: CheckingClient) -> None:
    assert "Nothing here yet" in inbox.page("/inbox").text


def test_a_declined_post_comes_with_its_reasons(
    world: World, inbox: CheckingClient, ana: Actor, thread: Thread
) -> None:
    post = world.reply(ana, thread, UNKIND)
    carry_out(world, world.person(Role.MODERATOR, name="Mira"), post, "decline")
    page = inbox.page("/inbox")
    line = page.find_all("li", _class="row")[0]

    assert "A moderator read your post and decided not to publish it." in line.text
    assert "Rule 1: Speak to the person, kindly." in line.text
    assert line.find("blockquote").text == WORDS
    assert "decided by a moderator" in line.text
    assert "nothing you wrote is lost" in line.text
    assert "Mira" not in page.text
    assert UNKIND not in page.text


def test_looking_changes_nothing(
    world: World, inbox: CheckingClient, ana: Actor, thread: Thread
) -> None:
    world.reply(ana, thread, UNKIND)
    inbox.get("/inbox")

    assert unread(ana) == 1
    assert inbox.get("/inbox/read").status_code == 405


def test_opening_a_line_marks_it_as_read_and_leads_there(
    world: World, inbox: CheckingClient, ana: Actor, thread: Thread
) -> None:
    post = world.reply(ana, thread, UNKIND)
    (form,) = [
        form
        for form in inbox.page("/inbox").find("main").find_all("form")
        if form["action"].endswith("/open")
    ]
    assert form.find("button").text == "See where it stands"

    answer = inbox.submit("/inbox", form=form["action"])

    assert answer.location == f"/posts/{post.id}"
    assert unread(ana) == 0
    (link,) = inbox.page("/inbox").find("main").find_all("a", href=f"/posts/{post.id}")
    assert link.text == "See where it stands"


def test_a_line_whose_post_is_gone_leads_back_to_the_inbox(
    world: World, inbox: CheckingClient, ana: Actor, thread: Thread
) -> None:
    bo = world.person(name="Bo")
    answer_to_ana = world.reply(bo, thread, answers=world.reply(ana, thread))
    commands.withdraw(bo, answer_to_ana.id, world.clock)
    page = inbox.page("/inbox")
    (form,) = [one for one in page.find_all("form") if one["action"].endswith("/open")]

    assert "Somebody answered you, but the answer is not on show any more." in page.text
    assert "Bo" not in page.find("main").text
    assert form.find("button").text == "Mark as read"
    assert inbox.submit("/inbox", form=form["action"]).location == "/inbox"


def test_mark_all_as_read(world: World, inbox: CheckingClient, ana: Actor, thread: Thread) -> None:
    for number in range(3):
        world.reply(ana, thread, f"{number} {UNKIND}")

    answer = inbox.submit("/inbox", form="mark-all", follow_redirects=True)

    assert "Everything is marked as read." in answer.text
    assert unread(ana) == 0
    assert not [
        button for button in inbox.page("/inbox").find_all("button") if "Mark all" in button.text
    ]


def test_what_came_meanwhile_stays_new(
    world: World, inbox: CheckingClient, ana: Actor, thread: Thread
) -> None:
    world.reply(ana, thread, UNKIND)
    form = inbox.page("/inbox").find("form", id="mark-all")
    sent = {field["name"]: field["value"] for field in form.find_all("input")}
    world.reply(ana, thread, f"Two. {UNKIND}")

    inbox.post("/inbox/read", data=sent)

    assert unread(ana) == 1


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 30])
def test_odd_values_get_a_clear_answer(
    world: World, inbox: CheckingClient, ana: Actor, thread: Thread, up_to: str
) -> None:
    world.reply(ana, thread, UNKIND)

    answer = inbox.post("/inbox/read", data={"csrf_token": inbox.token("/inbox"), "up_to": up_to})

    assert answer.status_code == 400
    assert unread(ana) == 1


def test_somebody_elses_line_is_not_there(
    app: Flask,
    world: World,
    inbox: CheckingClient,
    ana: Actor,
    thread: Thread,
    new_client: Callable[[], CheckingClient],
) -> None:
    world.reply(ana, thread, UNKIND)
    bo = world.person(name="Bo")
    world.reply(bo, thread, UNKIND)
    others = sign_in(app, new_client(), bo)
    mine = [
        one["action"] for one in inbox.page("/inbox").find_all("form") if "open" in one["action"]
    ]
    token = others.token("/inbox")

    for path in (*mine, "/inbox/4711/open", "/inbox/99999999999999999999/open"):
        assert others.post(path, data={"csrf_token": token}).status_code == 404
    assert unread(ana) == 1


def test_a_long_inbox_has_pages(
    world: World, inbox: CheckingClient, ana: Actor, thread: Thread
) -> None:
    for number in range(26):
        world.reply(ana, thread, f"{number} {UNKIND}")

    assert len(inbox.page("/inbox").find_all("li", _class="row")) == 25
    assert len(inbox.page("/inbox?page=2").find_all("li", _class="row")) == 1
    assert inbox.get("/inbox?page=3").status_code == 404
