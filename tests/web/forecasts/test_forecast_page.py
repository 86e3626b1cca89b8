"""The page that says how many mentors a community needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role
from forum.forecasts.running import run_due_forecasts
from tests.factories import World, everyone, sign_in
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock

PATH = "/admin/measures/mentors"


@pytest.fixture
def admin(app: Flask, world: World, client: CheckingClient) -> CheckingClient:
    return sign_in(app, client, world.person(Role.ADMIN))


def test_it_is_asked_for_waited_for_and_read(
    world: World, admin: CheckingClient, clock: FakeClock
) -> None:
    world.person(Role.MENTOR)
    empty = admin.page(PATH)
    assert "The last 90 days, played again" in empty.text
    asked = admin.submit(PATH)
    assert asked.status_code == 303
    waits = admin.page(PATH)
    assert "It has not begun yet" in waits.text
    # While one is under way there is no button.
    assert not waits.find_all("form", action=PATH)
    run_due_forecasts(clock)
    made = admin.page(PATH)
    assert "With 1 mentor, 9 in 10 newcomers would have an answer within" in made.text
    assert "(today)" in made.text
    assert "What this stands on" in made.text
    pictures = made.find_all("svg", role="img")
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.find("desc").text
    assert len(made.find_all("table")) == 1


def test_the_measures_lead_there(admin: CheckingClient) -> None:
    links = [link["href"] for link in admin.page("/admin/measures").find_all("a")]
    # From the page itself, and from the menu.
    assert links.count(PATH) == 2


def test_only_admins_see_it(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    for kind, actor in everyone(world).items():
        client = new_client()
        if actor.is_signed_in:
            sign_in(app, client, actor)
        expected = {"admin": 200, "visitor": 302}.get(kind, 403)
        assert client.get(PATH).status_code == expected, kind
