"""Signing in and out through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum.accounts.models import Role, UserSession
from forum.accounts.tokens import hash_token
from forum.database import db
from tests.factories import World
from tests.integration.accounts.people import PASSWORD, Account, live_sessions, make_account
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.html import parse

pytestmark = pytest.mark.usefixtures("world")

SESSION = "__Host-session"
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


def sign_in(
    client: CheckingClient, name: str = "ana", password: str = PASSWORD, path: str = "/sign-in"
) -> TestResponse:
    return client.submit(path, {"name": name, "password": password})


def cookie_of(client: CheckingClient, name: str = SESSION) -> str:
    cookie = client.get_cookie(name, domain="forum.test")
    return cookie.value if cookie is not None else ""


@pytest.mark.parametrize("name", ["ana", "ANA", "ana@example.org", " Ana@Example.org "])
def test_with_the_name_or_the_address(client: CheckingClient, ana: Account, name: str) -> None:
    assert sign_in(client, name).status_code == 303
    assert "ana@example.org" in client.page("/account").text


def test_a_newcomer_lands_at_home_and_others_with_the_conversations(
    app: Flask, new_client: Callable[[], CheckingClient], ana: Account, clock: FakeClock
) -> None:
    make_account(app, clock.now(), Role.MENTOR, username="mona")
    assert sign_in(new_client()).location == "/home"
    assert sign_in(new_client(), "mona").location == "/"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ana", "not this one"),
        ("ana@example.org", "not this one"),
        ("nobody", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("person1", PASSWORD),  # has an account without a password
        ("%", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("\x00", PASSWORD),
    ],
)
def test_every_refusal_is_the_same_page(
    world: World, app: Flask, client: CheckingClient, ana: Account, name: str, password: str
) -> None:
    with app.app_context():
        world.person()

    def told(answer: TestResponse, typed: str) -> tuple[int, str, list[tuple[str, str]]]:
        page = TOKEN.sub("", answer.text).replace(f'value="{typed}"', "")
        headers = [
            (key, value)
            for key, value in answer.headers
            if key not in {"X-Request-ID", "Set-Cookie", "Content-Length"}
        ]
        return answer.status_code, page, headers

    data = {"password": "something else", "csrf_token": client.token("/sign-in")}
    reference = told(client.post("/sign-in", data={**data, "name": "somebody"}), "somebody")
    shown = "" if name == "\x00" else name
    answer = client.post("/sign-in", data={**data, "name": name, "password": password})
    if name == "\x00":
        assert answer.status_code == 400
        return
    assert reference[0] == 400
    assert told(answer, shown.replace("'", "&#39;")) == reference


def test_the_name_stays_and_the_password_does_not(client: CheckingClient, ana: Account) -> None:
    answer = sign_in(client, "ana", "a secret with a typo")
    form = parse(answer.text)[0].find("main").find("form")
    assert form.find("input", name="name")["value"] == "ana"
    assert form.find("input", name="password").get("value") == ""
    assert "a secret with a typo" not in answer.text


def test_too_many_attempts_say_when_to_come_back(
    client: CheckingClient, ana: Account, clock: FakeClock
) -> None:
    for _ in range(5):
        assert sign_in(client, "ana", "not this one").status_code == 400
    answer = sign_in(client, "ana", PASSWORD)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "2"
    page = parse(answer.text)[0]
    assert "nothing is locked" in page.find(id="password-error").text
    assert page.find("main").find("input", name="name")["value"] == "ana"
    clock.advance(seconds=2)
    assert sign_in(client).status_code == 303


@pytest.mark.parametrize("name", ["ana", "@ANA", "ben", "nobody"])
def test_who_has_to_wait_does_not_tell_whose_address_it_is(
    app: Flask, client: CheckingClient, clock: FakeClock, ana: Account, name: str
) -> None:
    make_account(app, clock.now(), username="ben")
    for _ in range(5):
        sign_in(client, ana.email, "not this one")
    assert sign_in(client, ana.email, "not this one").status_code == 429
    assert sign_in(client, name, "not this one").status_code == 400


def test_rotating_addresses_of_one_household_are_one_network(
    client: CheckingClient, ana: Account
) -> None:
    statuses = [
        client.post(
            "/sign-in",
            data={
                "name": "ana",
                "password": "not this one",
                "csrf_token": client.token("/sign-in"),
            },
            environ_overrides={"REMOTE_ADDR": f"2001:db8:1:2:{number}::1"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(6)
    ]
    assert statuses == [400] * 5 + [429]


def test_a_browser_that_she_has_used_before_is_not_slowed_down_by_strangers(
    new_client: Callable[[], CheckingClient], ana: Account
) -> None:
    her_browser, stranger = new_client(), new_client()
    sign_in(her_browser)
    her_browser.delete_cookie(SESSION, domain="forum.test")
    for _ in range(6):  # from the same café
        sign_in(stranger, "ana", "not this one")
    assert sign_in(stranger).status_code == 429
    assert sign_in(her_browser).status_code == 303


@pytest.mark.parametrize("forged", ["", "x", "WzEsImFiYyJd.AAAA", "[1, 'abc']"])
def test_the_proof_of_a_known_browser_can_not_be_forged(
    client: CheckingClient, ana: Account, forged: str
) -> None:
    statuses = []
    for number in range(6):
        value = f"{forged}{number}" if forged else ""
        client.set_cookie("__Host-known-device", value, domain="forum.test")
        statuses.append(sign_in(client, "ana", "not this one").status_code)
    assert statuses == [400] * 5 + [429]


def test_the_proof_of_ones_own_browser_is_worth_nothing_at_another_account(
    app: Flask, client: CheckingClient, ana: Account, clock: FakeClock
) -> None:
    make_account(app, clock.now(), username="mallory")
    sign_in(client, "mallory")
    client.delete_cookie(SESSION, domain="forum.test")
    assert [sign_in(client, "ana", "no").status_code for _ in range(6)] == [400] * 5 + [429]


def test_the_cookies_are_kept_to_this_host_and_away_from_scripts(
    client: CheckingClient, ana: Account
) -> None:
    cookies = sign_in(client).headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {SESSION, "__Host-known-device"}
    for cookie in cookies:
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= flags
        assert not any(flag.startswith("domain") for flag in flags)


def test_signing_in_gives_a_new_session_and_takes_nothing_along(
    client: CheckingClient, ana: Account
) -> None:
    """Session fixation: what an attacker planted in the browser is worth nothing afterwards."""
    client.get("/sign-in")
    with client.session_transaction(base_url="https://forum.test") as cookie:
        cookie["_user_id"] = "planted"
        cookie["planted"] = "planted"
    before = cookie_of(client)
    sign_in(client)
    with client.session_transaction(base_url="https://forum.test") as cookie:
        assert "planted" not in cookie.values()
        assert cookie["_user_id"] != ana.token
        assert len(cookie["_user_id"]) >= 43
    assert cookie_of(client) != before


def test_signing_in_again_ends_the_session_that_was_there(
    app: Flask, client: CheckingClient, ana: Account, clock: FakeClock
) -> None:
    make_account(app, clock.now(), username="ben")
    sign_in(client)
    token = client.token("/account")
    data = {"name": "ben", "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=data).status_code == 303
    assert "ben@example.org" in client.page("/account").text
    with app.app_context():
        assert len(live_sessions(ana.id)) == 1  # the one that the fixture made


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/account", "/account"),
        ("/people/ana?x=1", "/people/ana?x=1"),
        ("https://evil.example/", "/home"),
        ("//evil.example", "/home"),
        ("/\\evil.example", "/home"),
        ("/%09/evil.example", "/home"),
        ("javascript:alert(1)", "/home"),
        ("", "/home"),
    ],
)
def test_where_one_wanted_to_go(
    client: CheckingClient, ana: Account, wanted: str, lands: str
) -> None:
    answer = sign_in(client, path=f"/sign-in?next={wanted.replace('?', '%3F')}")
    assert (answer.status_code, answer.location) == (303, lands)
    again = client.get(f"/sign-in?next={wanted.replace('?', '%3F')}")
    assert (again.status_code, again.location) == (302, lands)


def test_the_way_from_a_closed_page_through_signing_in_and_back(
    client: CheckingClient, ana: Account
) -> None:
    closed = client.get("/account")
    assert closed.location == "/sign-in?next=/account"
    assert sign_in(client, path=closed.location).location == "/account"


def test_signing_out_asks_first_and_then_ends_the_session(
    app: Flask, client: CheckingClient, ana: Account
) -> None:
    sign_in(client)
    stolen = cookie_of(client)
    assert "Sign out here?" in client.page("/sign-out").text
    assert client.get("/account").status_code == 200

    answer = client.post("/sign-out", data={"csrf_token": client.token("/sign-out")})

    assert (answer.status_code, answer.location) == (303, "/")
    assert "You are signed out" in client.page("/").text
    assert client.get("/account").status_code == 302
    client.set_cookie(SESSION, stolen, domain="forum.test")
    assert client.get("/account").status_code == 302


def test_nobody_signs_somebody_else_out_from_another_site(
    client: CheckingClient, ana: Account
) -> None:
    sign_in(client)
    assert client.post("/sign-out").status_code == 400
    token = client.token("/sign-out")
    foreign = client.post(
        "/sign-out", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
    assert client.get("/account").status_code == 200


def test_a_visitor_has_nothing_to_sign_out_of(client: CheckingClient) -> None:
    assert client.get("/sign-out").status_code == 303


def test_pages_of_somebody_who_is_signed_in_are_kept_by_no_cache(
    client: CheckingClient, ana: Account
) -> None:
    answer = sign_in(client)
    assert answer.headers["Cache-Control"] == "private, no-store"
    for path in ("/account", "/people/ana", "/sign-out"):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"


def test_the_database_holds_no_token(app: Flask, client: CheckingClient, ana: Account) -> None:
    sign_in(client)
    with client.session_transaction(base_url="https://forum.test") as cookie:
        token = cookie["_user_id"]
    with app.app_context():
        kept = {row.token_hash for row in db.session.query(UserSession)}
    assert hash_token(token) in kept
    assert token not in kept
