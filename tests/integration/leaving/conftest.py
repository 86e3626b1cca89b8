from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.database import db
from forum.leaving.commands import leave
from forum.leaving.erasing import erase_those_who_left
from forum.leaving.rules import Words, due_after
from forum.wiring import settings
from tests.factories import World
from tests.integration.accounts.people import PASSWORD, actor_of, make_account
from tests.support.clock import FakeClock


class Leaving:
    """What somebody can do about leaving. `ana` is who leaves, where a fixture has made her."""

    ana: Actor

    def __init__(self, app: Flask, world: World, clock: FakeClock) -> None:
        self.app, self.world, self.clock = app, world, clock

    def account(self, *roles: object, username: str = "ana") -> Actor:
        """Somebody with a password, signed in."""
        made = make_account(self.app, self.clock.now(), *roles, username=username)  # type: ignore[arg-type]
        # Another session has made it.
        db.session.rollback()
        return actor_of(made.token, self.clock.now())

    def leave(self, who: Actor, words: Words = Words.TAKEN) -> None:
        """They leave, and say what becomes of their words."""
        leave(who, words, PASSWORD, self.clock)

    def erase(self) -> None:
        """The worker comes round."""
        erase_those_who_left(self.clock, settings().secret_key)

    def wait(self) -> None:
        """Whoever has left a moment ago can't come back any more."""
        self.clock.time = due_after(self.clock.now())

    def go(self, who: Actor, words: Words = Words.TAKEN) -> None:
        """They leave, and their time to come back passes."""
        self.leave(who, words)
        self.wait()
        self.erase()


@pytest.fixture
def leaving(app: Flask, world: World, clock: FakeClock) -> Iterator[Leaving]:
    with app.app_context():
        yield Leaving(app, world, clock)
