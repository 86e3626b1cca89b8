"""What stands around a page: who may keep it, and whom a limit counts."""

from __future__ import annotations

import pytest
import structlog
from flask import Flask, g

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.web.limits import network
from forum.web.security import HEADERS
from tests.factories import World
from tests.integration.accounts.people import PASSWORD, make_account
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock


def test_a_page_with_a_cookie_is_kept_by_nobody(world: World, client: CheckingClient) -> None:
    response = client.get("/sign-in")
    assert "Set-Cookie" in response.headers
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/standing", "/account/your-data", "/account/leave", "/"])
def test_nor_is_a_page_for_somebody_who_is_shut_out_and_stands_at_the_door(
    app: Flask, world: World, client: CheckingClient, clock: FakeClock, path: str
) -> None:
    ana = make_account(app, clock.now())
    give(world, world.person(Role.ADMIN), Actor(user_id=ana.id, username="ana"), "ban")
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    client.get("/standing")
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_everybody_sees_may_be_kept_though_a_form_was_open_before(
    world: World, client: CheckingClient
) -> None:
    client.get("/sign-in")
    assert client.get("/").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/css/base.css", "/sign-in", "/home"])
def test_every_answer_carries_each_header_once(
    world: World, client: CheckingClient, path: str
) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert {name: headers.getlist(name) for name in HEADERS} == {
        name: [value] for name, value in HEADERS.items()
    }


def test_what_is_logged_carries_the_number_that_the_page_shows(app: Flask) -> None:
    said: object = {"event": "something"}
    with app.test_request_context():
        g.request_id = "0a1b2c3d4e5f"
        for process in structlog.get_config()["processors"]:
            said = process(None, "info", said)
    assert "0a1b2c3d4e5f" in str(said)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
    ],
)
def test_a_network_is_a_household(app: Flask, address: str, counted: str) -> None:
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert network() == counted


@pytest.mark.parametrize("path", ["/categories/%00", "/people/%00", "/categories/a%00b/new"])
def test_an_address_with_a_null_character_is_nowhere(
    world: World, client: CheckingClient, path: str
) -> None:
    assert client.get(path).status_code in {302, 404}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_what_comes_from_another_site_is_turned_away_and_told_why(
    world: World, client: CheckingClient, headers: dict[str, str]
) -> None:
    answer = client.post("/try-the-screener", data={"text": "Hello"}, headers=headers)
    assert answer.status_code == 403
    assert "This came from another site, so nothing was done." in answer.text


@pytest.mark.parametrize("is_set_up", [True, False])
@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/css/base.css"])
def test_whoever_comes_by_another_name_is_told_so_and_the_log_says_what_to_mend(
    app: Flask, request: pytest.FixtureRequest, path: str, *, is_set_up: bool
) -> None:
    """As behind a proxy that asks by an address of its own."""
    if is_set_up:
        request.getfixturevalue("world")
    with structlog.testing.capture_logs() as logged:
        answer = app.test_client().get(path, base_url="http://10.0.0.7:8000")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.text == "This is not an address of this forum.\n"
    [said] = logged
    assert (said["event"], said["host"]) == ("host_refused", "10.0.0.7:8000")
    assert "FORUM_ALLOWED_HOSTS" in said["mend"]
