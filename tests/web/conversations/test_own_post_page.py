"""The page of one's own post that others can't see: how long it waits, what has to be done, and the way on."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.commands import NewVersion, revise, withdraw
from forum.conversations.models import Post
from tests.factories import KIND, UNKIND, World, sign_in
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock

CANT_SAY = "Too few posts have waited lately for us to say how long it takes."
NOTHING = "There is nothing that you have to do."


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A newcomer, signed in."""
    person = world.newcomer("Ana")
    sign_in(app, client, person)
    return person


def change_button(client: CheckingClient, post: Post) -> list[str]:
    """How the way to a change is drawn on the post's page."""
    found = client.page(f"/posts/{post.id}").find_all("a", href=f"/posts/{post.id}/edit")
    return found[0]["class"].split()


def test_it_says_how_long_even_if_that_is_not_known(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    post = world.reply(ana, world.thread(world.person()), UNKIND)
    for path in (f"/posts/{post.id}", "/home"):
        assert CANT_SAY in client.page(path).text


def test_it_says_how_long_it_has_taken_of_late(
    world: World, client: CheckingClient, clock: FakeClock, ana: Actor
) -> None:
    moderator, thread = world.person(Role.MODERATOR), world.thread(world.person())
    for number in range(5):
        held = world.reply(ana, thread, f"{UNKIND} {number}")
        clock.advance(minutes=40)
        world.decide(moderator, held, "approve")
    post = world.reply(ana, thread, UNKIND)
    assert "This usually takes 40 minutes." in client.page(f"/posts/{post.id}").text


def test_a_change_that_waits_says_it_as_well(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    post = world.reply(ana, world.thread(world.person()), KIND)
    revise(ana, post.id, NewVersion(text=UNKIND, title=None, based_on=1), world.clock)
    world.screen()
    assert CANT_SAY in client.page(f"/posts/{post.id}").text


def test_nobody_is_urged_to_change_what_only_waits(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    post = world.reply(ana, world.thread(world.person()), UNKIND)
    assert NOTHING in client.page(f"/posts/{post.id}").text
    assert "button--quiet" in change_button(client, post)


def test_whom_a_moderator_has_asked_for_a_change_finds_it_first(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    post = world.reply(ana, world.thread(world.person()), UNKIND)
    world.decide(world.person(Role.MODERATOR), post, "request_changes", note="Leave out the name.")
    assert NOTHING not in client.page(f"/posts/{post.id}").text
    assert "button--quiet" not in change_button(client, post)


def test_whoever_took_a_post_back_finds_their_words_and_a_way_on(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    thread = world.thread(world.person())
    post = world.reply(ana, thread, KIND)
    withdraw(ana, post.id, world.clock)
    page = client.page(f"/posts/{post.id}").find("main")
    for part in (KIND, "Your words stay here for a while", "You can write again whenever you like"):
        assert part in page.text
    buttons = {one["href"] for one in page.find_all("a") if "button" in one.get("class").split()}
    assert buttons == {f"/threads/{thread.id}-a-thread", "/home"}


def test_whoever_would_rather_change_nothing_is_led_back(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    post = world.reply(ana, world.thread(world.person()), KIND)
    page = client.page(f"/posts/{post.id}/edit").find("main")
    assert [one["href"] for one in page.find_all("a") if one.text == "Leave it"] == [
        f"/posts/{post.id}"
    ]
