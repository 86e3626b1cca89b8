"""A name that runs from right to left turns no sentence round: a number that follows it stays where it was written."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.sanctions.commands import lift_sanction
from tests.factories import UNKIND, World, sign_in
from tests.integration.moderation.deciding import carry_out
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient

DANA = "דנה לוי"


@pytest.fixture
def dana(app: Flask, world: World, client: CheckingClient) -> Actor:
    """A moderator, signed in."""
    person = world.person(Role.MODERATOR, name=DANA)
    sign_in(app, client, person)
    return person


def stands_by_itself(client: CheckingClient, path: str, label: str) -> bool:
    """Whether the part of the page with this label holds the name by itself."""
    part = client.page(path).find("section", **{"aria-labelledby": label})
    return DANA in {one.text for one in part.find_all("bdi")}


def test_who_decided_before(world: World, client: CheckingClient, dana: Actor) -> None:
    post = world.reply(world.newcomer(), world.thread(world.person()), UNKIND)
    carry_out(world, dana, post, "decline")
    assert stands_by_itself(client, f"/posts/{post.id}/moderate", "past")


def test_who_ended_a_sanction_early(world: World, client: CheckingClient, dana: Actor) -> None:
    person, mira = world.person(), world.person(Role.MODERATOR)
    number = give(world, mira, person, "silence")
    lift_sanction(dana, number, "We were wrong.", world.clock)
    assert stands_by_itself(client, f"/people/{person.username}/speak-to", "before")


def test_who_looks_after_a_welcome_thread(world: World, client: CheckingClient) -> None:
    mentor = world.person(Role.MENTOR, name=DANA)
    thread = world.thread(mentor, welcome=True)
    said, *_ = client.page(f"/threads/{thread.id}-a-thread").find_all(_class="notice__body")
    assert DANA in {one.text for one in said.find_all("bdi")}
