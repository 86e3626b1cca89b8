"""Somebody who takes a copy of what the forum knows of her."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from tests.factories import World, sign_in
from tests.support.client import CheckingClient
from tests.web.own_data.copies import HELD_WORDS


@pytest.fixture
def nia(world: World) -> Actor:
    """Somebody who has written a post that is on show and one that is held."""
    person = world.newcomer("Nia")
    thread = world.thread(world.person(name="Max"))
    world.reply(person, thread, "Hello, I keep <bees> & a cat.")
    world.reply(person, thread, HELD_WORDS)
    return person


@pytest.fixture
def client(app: Flask, client: CheckingClient, nia: Actor) -> CheckingClient:
    """Nia's browser."""
    return sign_in(app, client, nia)
