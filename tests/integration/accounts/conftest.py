from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import World
from tests.integration.accounts.people import Account, make_account
from tests.support.clock import FakeClock


@pytest.fixture
def world(app: Flask, clock: FakeClock) -> World:
    """A community that has been set up."""
    made = World(clock)
    with app.app_context():
        made.set_up()
    return made


@pytest.fixture
def ana(app: Flask, world: World, clock: FakeClock) -> Account:
    """A member with a password."""
    return make_account(app, clock.now())
