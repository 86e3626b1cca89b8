"""What stands around a page: who may keep it, and whom a limit counts."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.web.limits import network
from tests.factories import World
from tests.support.client import CheckingClient


def test_a_page_with_a_cookie_is_kept_by_nobody(world: World, client: CheckingClient) -> None:
    response = client.get("/sign-in")
    assert "Set-Cookie" in response.headers
    assert response.headers["Cache-Control"] == "private, no-store"


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
