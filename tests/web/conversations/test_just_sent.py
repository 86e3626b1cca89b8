"""What an author finds beside a post that has just appeared: the page opens there, and not at its head."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Post
from tests.factories import KIND, World, sign_in
from tests.support.client import CheckingClient
from tests.support.html import Element

UP = "Your post is up. Thank you for writing."
HOPE = "The mentors see that you hope for an answer."
DESK = "Back to the mentor’s desk"


def arrive(client: CheckingClient, post: Post) -> Element:
    """Where the browser stands once a post of one's own has been sent and has appeared."""
    answer = client.get(f"/posts/{post.id}?sent=1")
    path, _, anchor = answer.headers["Location"].partition("#")
    assert anchor == f"post-{post.id}"
    return client.page(path).find("main")


def places(page: Element) -> list[str]:
    """What stands in the thread, one after the other: posts by their number, and words between them."""
    (posts,) = page.find_all("section", **{"aria-label": "Posts"})
    inside = [one for one in posts.elements if one.tag == "article" or is_said(one)]
    return ["said" if is_said(one) else one["id"] for one in inside]


def is_said(one: Element) -> bool:
    return "just-sent" in one.get("class").split()


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A newcomer, signed in."""
    person = world.newcomer("Ana")
    sign_in(app, client, person)
    return person


def test_that_it_is_up_stands_right_above_it_and_nowhere_else(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    thread = world.thread(world.person())
    other = world.reply(world.person(), thread, "Good morning.")
    post = world.reply(ana, thread, KIND)
    page = arrive(client, post)
    assert places(page)[-3:] == [f"post-{other.id}", "said", f"post-{post.id}"]
    assert page.text.count(UP) == 1
    assert [one for one in page.find_all("div") if one.has("data-sent")], (
        "its words are kept no more"
    )


def test_a_newcomer_reads_who_sees_it_how_soon_and_where_the_answer_stands(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    words = arrive(client, world.reply(ana, thread, KIND)).text
    for part in (UP, HOPE, "We aim at a first answer within", "You find it in your inbox."):
        assert part in words


def test_nobody_is_promised_an_answer_that_nobody_is_called_for(
    app: Flask, world: World, client: CheckingClient
) -> None:
    ben = world.person()
    sign_in(app, client, ben)
    words = arrive(client, world.reply(ben, world.thread(world.person()), KIND)).text
    assert UP in words
    assert HOPE not in words
    assert DESK not in words


def test_a_mentor_finds_the_way_back_to_whoever_waits_next(
    app: Flask, world: World, client: CheckingClient, ana: Actor
) -> None:
    mentor = world.person(Role.MENTOR)
    thread = world.thread(mentor, welcome=True)
    world.reply(ana, thread, KIND)
    sign_in(app, client, mentor)
    page = arrive(client, world.reply(mentor, thread, "How good that you are here."))
    assert DESK in page.text
    assert "/mentor" in {link["href"] for link in page.find_all("a")}


def test_it_is_said_once(world: World, client: CheckingClient, ana: Actor) -> None:
    thread = world.thread(world.person())
    assert UP in arrive(client, world.reply(ana, thread, KIND)).text
    assert UP not in client.page(f"/threads/{thread.id}-a-thread").text


def test_whoever_looks_again_until_it_is_up_is_thanked_as_well(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    post = world.sent_reply(ana, world.thread(world.person()), KIND)
    page = client.page(f"/posts/{post.id}").find("main")
    assert f"/posts/{post.id}?sent=1" in {link["href"] for link in page.find_all("a")}
