from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.accounts.second_factor.sealing import Sealer
from forum.config import Settings
from tests.factories import World
from tests.integration.accounts.people import Account, make_account
from tests.integration.accounts.second_factor.steps import Person
from tests.support.clock import FakeClock


@pytest.fixture
def world(app: Flask, clock: FakeClock) -> World:
    """A community that has been set up."""
    made = World(clock)
    with app.app_context():
        made.set_up()
    return made


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    """Every test here looks behind the pages."""
    with app.app_context():
        yield


@pytest.fixture
def sealer(settings: Settings) -> Sealer:
    return Sealer(settings.secret_key)


@pytest.fixture
def ana(app: Flask, world: World, clock: FakeClock, sealer: Sealer) -> Person:
    """A member with a password, signed in."""
    return Person(make_account(app, clock.now()), clock, sealer)


@pytest.fixture
def ada(app: Flask, world: World, clock: FakeClock) -> Account:
    """An admin, signed in."""
    return make_account(app, clock.now(), Role.ADMIN, username="ada")
