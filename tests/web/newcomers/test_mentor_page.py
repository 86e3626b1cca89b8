"""Another mentor, or none; and a mentor who vouches: in a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.database import db
from forum.newcomers.home_queries import mentor_of
from tests.factories import World, sign_in
from tests.integration.newcomers.test_home import pair
from tests.support.client import CheckingClient

PATH = "/home/mentor"


@pytest.fixture
def mo(world: World) -> Actor:
    return world.person(Role.MENTOR, name="Mo")


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient, mo: Actor) -> Actor:
    """A newcomer with a mentor, signed in."""
    person = world.newcomer("Ana")
    pair(world, person, mo)
    sign_in(app, client, person)
    return person


def mentor_name(world: World, person: Actor) -> str:
    db.session.rollback()
    card = mentor_of(person, world.clock.now())
    return card.mentor.display_name if card is not None else ""


def press(client: CheckingClient, action: str, path: str = PATH) -> str:
    answer = client.submit(path, form=f"{PATH}/{action}")
    assert (answer.status_code, answer.location) == (303, "/home")
    return client.get("/home").text


def test_another_one_without_giving_a_reason(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    world.person(Role.MENTOR, name="Bo")
    assert not client.page(PATH).find("main").find_all("textarea", "select")
    assert "You have a mentor." in press(client, "change")
    assert mentor_name(world, ana) == "Bo"


def test_where_nobody_else_is_free_it_is_said(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    assert "Nobody is free at the moment." in press(client, "change")
    assert mentor_name(world, ana) == ""


def test_whoever_wanted_somebody_else_is_not_given_the_same_one_with_their_next_post(
    world: World, client: CheckingClient, ana: Actor
) -> None:
    press(client, "change")
    thread = world.thread(world.person(Role.MENTOR, name="Lu"), welcome=True)
    world.reply(ana, thread)
    assert mentor_name(world, ana) == "Lu"
    press(client, "change")
    assert "Nobody is free at the moment." in press(client, "find", "/home")
    assert mentor_name(world, ana) == ""


def test_none_at_all_and_one_again(world: World, client: CheckingClient, ana: Actor) -> None:
    assert "You have no mentor now." in press(client, "none")
    assert mentor_name(world, ana) == ""
    assert "I would like a mentor" in client.get(PATH).text
    press(client, "find", "/home")
    assert mentor_name(world, ana) == "Mo"


def test_whoever_wants_none_is_promised_none(client: CheckingClient, ana: Actor) -> None:
    words = press(client, "none")
    assert "With your first post you get a mentor" not in words
    assert "you get one, unless you have said that you want none" in words


def test_pressing_twice_is_told_calmly(client: CheckingClient, ana: Actor) -> None:
    token = client.token(PATH)
    assert client.post(f"{PATH}/none", data={"csrf_token": token}).status_code == 303
    again = client.post(f"{PATH}/none", data={"csrf_token": token})
    assert again.status_code == 409
    assert "You have no mentor at the moment. Nothing was changed." in again.text


def test_blocking_the_mentor_parts_them(world: World, client: CheckingClient, ana: Actor) -> None:
    world.person(Role.MENTOR, name="Bo")
    links = {link["href"] for link in client.page(PATH).find_all("a")}
    (block,) = [link for link in links if link.endswith("/block")]
    assert client.submit(block).status_code == 303
    assert mentor_name(world, ana) == "Bo"


def test_a_member_who_stayed_may_leave_but_is_given_nobody_new(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], mo: Actor
) -> None:
    max_ = world.person(name="Max")
    pair(world, max_, mo)
    client = sign_in(app, new_client(), max_)
    assert "Somebody else, or nobody" not in client.get("/home").text
    words = client.get(PATH).text
    assert "I would like somebody else" not in words
    assert "after them there is no new one" in words
    said = press(client, "none")
    assert mentor_name(world, max_) == ""
    assert "You have no mentor now." in said
    assert "You can ask for one at any time." not in said
    assert "all mentors do together" not in client.get(PATH).text


def test_the_mentor_vouches(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], ana: Actor, mo: Actor
) -> None:
    client = sign_in(app, new_client(), mo)
    path = f"/people/{ana.username}"
    assert f"{path}/vouch" in {link["href"] for link in client.page(path).find_all("a")}
    assert client.submit(f"{path}/vouch").location == path
    assert "is a member now, and has been told." in client.get(path).text
    again = client.submit(f"{path}/vouch")
    assert again.status_code == 409


def test_another_mentor_is_offered_nothing(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], ana: Actor
) -> None:
    client = sign_in(app, new_client(), world.person(Role.MENTOR, name="Bo"))
    path = f"/people/{ana.username}"
    assert f"{path}/vouch" not in client.get(path).text
    assert client.get(f"{path}/vouch").status_code == 403


def test_the_backup_is_not_called_their_mentor(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], mo: Actor
) -> None:
    bo, zoe = world.person(Role.MENTOR, name="Bo"), world.newcomer("Zoe")
    pair(world, zoe, mo, bo)
    words = sign_in(app, new_client(), bo).get(f"/people/{zoe.username}/vouch").text
    assert "They keep their mentor for as long as they like." in words
