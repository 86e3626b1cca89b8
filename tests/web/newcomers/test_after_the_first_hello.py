"""The newcomer's home once something of theirs is up: where it stands, how long it may take, and no second hello."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient
from tests.support.html import Element


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A newcomer, signed in."""
    person = world.newcomer("Ana")
    sign_in(app, client, person)
    return person


def home(client: CheckingClient) -> Element:
    return client.page("/home").find("main")


def links(page: Element) -> set[str]:
    return {link["href"] for link in page.find_all("a")}


def test_whoever_waits_finds_what_they_wrote_and_how_long_it_may_take(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    thread = world.thread(world.person(Role.MENTOR), title="Come in", welcome=True)
    post = world.reply(ana, thread)
    page = home(client)
    for part in ("You have not been overlooked", "in “Come in”", "We aim at a first answer within"):
        assert part in page.text
    assert f"/posts/{post.id}" in links(page)


def test_nobody_is_asked_to_say_hello_again_where_they_have(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    mentor = world.person(Role.MENTOR)
    here, there, over_there = (world.thread(mentor, welcome=True) for _ in range(3))
    assert "Read a little first" in home(client).text
    hello = world.reply(ana, here)
    world.reply(ana, there, UNKIND)
    page = home(client)
    assert page.text.count("you said hello here") == 2
    assert {link for link in links(page) if link.endswith("/hello")} == {
        f"/threads/{over_there.id}/hello"
    }
    assert "Read a little first" not in page.text
    commands.withdraw(ana, hello.id, world.clock)
    assert f"/threads/{here.id}/hello" in links(home(client))


def test_whoever_stands_in_a_welcome_thread_answers_there(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    path = f"/threads/{thread.id}-a-thread"
    before = client.page(path)
    assert before.find(id="write-heading").text == "Say hello"
    assert f"/threads/{thread.id}/hello" in links(before)
    world.reply(ana, thread)
    after = client.page(path)
    assert after.find(id="write-heading").text == "Answer"
    assert f"/threads/{thread.id}/hello" not in links(after)


def test_a_question_can_be_asked_by_whoever_has_no_mentor_yet(
    client: CheckingClient, ana: Actor
) -> None:
    page = home(client)
    assert "Nobody in particular yet" in page.text
    assert "/home/ask" in links(page)
