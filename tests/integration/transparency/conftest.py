from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Thread
from tests.factories import World


@pytest.fixture
def mira(world: World) -> Actor:
    return world.person(Role.MODERATOR, name="Mira")


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person(name="Host"))
