"""Ana, who has written before, signed in."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.conversations.models import Thread
from tests.factories import World, sign_in
from tests.support.client import CheckingClient


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person(name="Ben"), title="Come in", welcome=True)


@pytest.fixture
def ana(app: Flask, world: World, client: CheckingClient, thread: Thread) -> Actor:
    """A newcomer. Post 1 is Ben's, 2 her answer, 3 a thread that she began."""
    person = world.newcomer("Ana")
    world.reply(person, thread, "An answer of mine.")
    world.thread(person, title="A thread of mine")
    sign_in(app, client, person)
    return person
