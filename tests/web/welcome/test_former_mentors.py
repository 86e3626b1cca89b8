"""The page on which somebody who was a mentor finds what they kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.welcome.desk_commands import add_note
from forum.welcome.mentor_commands import stop_mentoring
from forum.welcome.openers import keep_opener
from tests.factories import World, sign_in
from tests.support.client import CheckingClient

PAGE = "/account/kept-as-a-mentor"


@pytest.fixture
def mo(app: Flask, world: World, client: CheckingClient) -> Actor:
    """Was a mentor until a moment ago, and is signed in."""
    mo, ana = world.person(Role.MENTOR, name="Mo"), world.newcomer("Ana")
    world.person(Role.MENTOR)
    world.reply(ana, world.thread(world.person(), welcome=True))
    add_note(mo, ana.id, "Likes bread.", world.clock)
    keep_opener(mo, "A welcome", "How good that you are here.", world.clock)
    stop_mentoring(mo, world.clock)
    sign_in(app, client, mo)
    return replace(mo, roles=frozenset())


def test_the_account_leads_to_it_until_all_is_taken_away(client: CheckingClient, mo: Actor) -> None:
    [link] = [one for one in client.page("/account").find_all("a") if one.get("href") == PAGE]
    assert link.text == "What you kept as a mentor"
    for words in ("Likes bread.", "How good that you are here."):
        form = client.page(PAGE).find("main").find_all("form")[0]
        assert words in client.page(PAGE).find("main").text
        answer = client.submit(PAGE, form=form["action"])
        assert (answer.status_code, answer.location) == (303, PAGE)
        assert words not in client.page(PAGE).find("main").text
    assert "Nothing is kept" in client.page(PAGE).find("main").text
    assert PAGE not in client.get("/account").text


def test_somebody_who_was_never_a_mentor_is_not_led_there(
    app: Flask, world: World, client: CheckingClient
) -> None:
    sign_in(app, client, world.person())
    assert PAGE not in client.get("/account").text


def test_the_desk_is_closed_to_them_all_the_same(client: CheckingClient, mo: Actor) -> None:
    assert client.get("/mentor").status_code == 403
