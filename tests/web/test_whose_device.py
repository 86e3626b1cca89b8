"""The number under which a device keeps words: each account has its own, and it tells nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role
from tests.factories import World, sign_in
from tests.integration.accounts.people import PASSWORD, actor_of, make_account
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock


def number(client: CheckingClient, path: str = "/rules") -> str:
    return client.page(path).find("body").get("data-account")


def test_it_is_the_same_on_all_pages_and_in_all_browsers_of_one_person(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    ana, ben = world.newcomer(), world.newcomer()
    hers, hers_too, his = (sign_in(app, new_client(), one) for one in (ana, ana, ben))
    assert re.fullmatch("[0-9a-f]{16}", number(hers))
    assert number(hers) == number(hers, "/home") == number(hers_too)
    assert number(hers) != number(his)


def test_a_visitor_has_none(world: World, client: CheckingClient) -> None:
    assert number(client) == ""


def test_whoever_is_shut_out_has_theirs(
    app: Flask, world: World, clock: FakeClock, client: CheckingClient
) -> None:
    ana = make_account(app, clock.now())
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    before = number(client)
    give(world, world.person(Role.MODERATOR), actor_of(ana.token, clock.now()), "suspend")
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    assert number(client, "/standing") == before != ""


@pytest.mark.parametrize(("path", "key"), [("/sign-out", ""), ("/account/leave", "*")])
def test_the_device_forgets_with_whoever_goes(
    app: Flask, world: World, client: CheckingClient, path: str, key: str
) -> None:
    sign_in(app, client, world.newcomer())
    (form,) = client.page(path).find("main").find_all("form")
    assert (form["data-behaviour"], form.get("data-key")) == ("forget", key)
