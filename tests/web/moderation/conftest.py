from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations.models import Post, Thread
from forum.database import db
from tests.factories import UNKIND, World, sign_in
from tests.support.client import CheckingClient


@dataclass(frozen=True)
class Desk:
    """Mira sits at the review desk; Ana, a newcomer, has written something that is held."""

    world: World
    mira: Actor
    jo: Actor
    ana: Actor
    thread: Thread
    post: Post
    client: CheckingClient
    enter: Callable[[Actor], CheckingClient]

    @property
    def item(self) -> str:
        """The address of the post's open item."""
        db.session.rollback()
        found = self.world.open_item(self.post)
        assert found is not None
        return f"/review/{found.id}"

    def state(self) -> str:
        """Where the post stands now."""
        return self.world.fresh(self.post).state


@pytest.fixture
def desk(app: Flask, world: World, new_client: Callable[[], CheckingClient]) -> Desk:
    mira = world.person(Role.MODERATOR, name="Mira")
    jo = world.person(Role.MODERATOR, name="Jo")
    thread = world.thread(world.person(Role.MENTOR, name="Mo"), title="Say hello", welcome=True)
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread, f"I am <b>Ana</b>. {UNKIND}")

    def enter(person: Actor) -> CheckingClient:
        return sign_in(app, new_client(), person)

    return Desk(
        world=world,
        mira=mira,
        jo=jo,
        ana=ana,
        thread=thread,
        post=post,
        client=enter(mira),
        enter=enter,
    )
