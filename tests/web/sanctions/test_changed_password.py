"""A changed password ends what other browsers were let in to, the door as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from tests.factories import World
from tests.integration.accounts.people import OTHER_PASSWORD, PASSWORD, make_account
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient
from tests.support.mail import Outbox
from tests.web.accounts.test_forgotten_password import mailed_path


@pytest.fixture
def thiefs(app: Flask, world: World, client: CheckingClient) -> CheckingClient:
    """A browser in which somebody has typed the old password of Ana, who is banned."""
    ana = make_account(app, world.clock.now())
    give(world, world.person(Role.ADMIN), Actor(user_id=ana.id, username="ana"), "ban")
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    return client


def test_the_door_closes_where_the_old_password_was_typed(
    app: Flask,
    thiefs: CheckingClient,
    new_client: Callable[[], CheckingClient],
    outbox: Outbox,
) -> None:
    token, hers = thiefs.token("/account/your-data"), new_client()
    assert thiefs.get("/standing").status_code == 200
    hers.submit(mailed_path(app, hers, outbox), {"password": OTHER_PASSWORD})

    for path in ("/standing", "/account/your-data", "/account/leave"):
        assert thiefs.get(path).location.startswith("/sign-in"), path
    copy = thiefs.post("/account/your-data", data={"csrf_token": token})
    assert copy.mimetype != "application/zip"

    hers.submit("/sign-in", {"name": "ana", "password": OTHER_PASSWORD})
    assert hers.submit("/account/your-data").mimetype == "application/zip"
