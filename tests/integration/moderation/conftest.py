from __future__ import annotations

from dataclasses import dataclass

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Post, Thread
from tests.factories import UNKIND, World


@dataclass(frozen=True)
class Scene:
    """Ana, a newcomer, has written something that is held; Mira and Jo are moderators."""

    world: World
    mira: Actor
    jo: Actor
    ana: Actor
    thread: Thread
    post: Post


@pytest.fixture
def scene(world: World) -> Scene:
    mira = world.person(Role.MODERATOR, name="Mira")
    jo = world.person(Role.MODERATOR, name="Jo")
    thread = world.thread(world.person(Role.MENTOR, name="Mo"), welcome=True)
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread, f"Hello. {UNKIND}")
    return Scene(world=world, mira=mira, jo=jo, ana=ana, thread=thread, post=post)
