"""One's own account, its sessions and its password, through the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.sessions import find_session
from tests.integration.accounts.people import (
    OTHER_PASSWORD,
    PASSWORD,
    Account,
    live_sessions,
    make_account,
)
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.html import parse


@pytest.fixture
def hers(client: CheckingClient, ana: Account) -> CheckingClient:
    """Ana's browser."""
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    return client


def test_the_page_shows_ones_own_details_and_places(hers: CheckingClient) -> None:
    words = hers.page("/account").find("main").text
    for part in (
        "Ana",
        "ana@example.org",
        "4 May 2026, 12:00 UTC",
        "here, now",
        "Firefox on Linux",
    ):
        assert part in words


def test_ways_on_stand_under_headings_that_say_what_they_are_about(hers: CheckingClient) -> None:
    main = hers.page("/account").find("main")
    ways = {
        section.find("h2").text: [link["href"] for link in section.find_all("a")]
        for section in main.find_all("section")
    }
    assert ways == {
        "Your details": [],
        "What others know of you": ["/account/profile", "/people/ana", "/home/questions"],
        "How you sign in": ["/account/password", "/account/second-step"],
        "Where you are signed in": [],
        "Your mails and your data": ["/account/mails", "/account/your-data"],
        "If you want to leave": ["/account/leave"],
    }


def test_signing_out_in_another_place(
    app: Flask, hers: CheckingClient, ana: Account, clock: FakeClock
) -> None:
    with app.app_context():
        elsewhere = min(row.id for row in live_sessions(ana.id))
    answer = hers.submit("/account", form=f"/account/sessions/{elsewhere}/end")
    assert (answer.status_code, answer.location) == (303, "/account")
    with app.app_context():
        assert find_session(ana.token, clock.now()) is None
    assert "Firefox on Linux" not in hers.page("/account").text


def test_signing_out_everywhere_else(
    app: Flask, hers: CheckingClient, ana: Account, clock: FakeClock
) -> None:
    hers.submit("/account", form="/account/sessions/end-others")
    with app.app_context():
        assert find_session(ana.token, clock.now()) is None
    assert hers.get("/account").status_code == 200


def test_ending_the_session_one_is_in(app: Flask, hers: CheckingClient, ana: Account) -> None:
    with app.app_context():
        here = max(row.id for row in live_sessions(ana.id))
    token = hers.token("/account")
    answer = hers.post(f"/account/sessions/{here}/end", data={"csrf_token": token})
    assert answer.location == "/"
    assert hers.get("/account").status_code == 302


def test_the_session_of_somebody_else_is_not_there(
    app: Flask, hers: CheckingClient, clock: FakeClock
) -> None:
    ben = make_account(app, clock.now(), username="ben")
    with app.app_context():
        [bens] = live_sessions(ben.id)
    token = hers.token("/account")
    for session_id in (bens.id, 4_711):
        answer = hers.post(f"/account/sessions/{session_id}/end", data={"csrf_token": token})
        assert answer.status_code == 404
    with app.app_context():
        assert find_session(ben.token, clock.now()) is not None


def test_changing_the_password_keeps_one_here_and_nowhere_else(
    app: Flask, hers: CheckingClient, ana: Account, clock: FakeClock, new_client: Callable[[], CheckingClient]
) -> None:  # fmt: skip
    stolen = hers.get_cookie("__Host-session", domain="forum.test")
    assert stolen is not None

    answer = hers.submit("/account/password", {"current": PASSWORD, "new": OTHER_PASSWORD})

    assert (answer.status_code, answer.location) == (303, "/account")
    assert "Your new password is set" in hers.page("/account").text
    with app.app_context():
        assert find_session(ana.token, clock.now()) is None
    thief = new_client()
    thief.set_cookie("__Host-session", stolen.value, domain="forum.test")
    assert thief.get("/account").status_code == 302
    fresh = new_client()
    assert fresh.submit("/sign-in", {"name": "ana", "password": PASSWORD}).status_code == 400
    assert fresh.submit("/sign-in", {"name": "ana", "password": OTHER_PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "field", "words"),
    [
        ("not this one", OTHER_PASSWORD, "current", "not the password of your account"),
        ("", OTHER_PASSWORD, "current", "type a password"),
        (PASSWORD, "short", "new", "at least 10"),
        (PASSWORD, "x" * 257, "new", "keep it to 256"),
    ],
)
def test_what_keeps_it_from_changing_is_said_at_its_field(
    hers: CheckingClient, current: str, new: str, field: str, words: str
) -> None:
    answer = hers.submit("/account/password", {"current": current, "new": new})
    assert answer.status_code == 400
    assert words in parse(answer.text)[0].find(id=f"{field}-error").text
    for secret in (current, new):
        assert not secret or secret not in answer.text


def test_confirming_with_the_password_renews_the_session(hers: CheckingClient) -> None:
    before = hers.get_cookie("__Host-session", domain="forum.test")
    answer = hers.submit("/confirm-it-is-you?next=/people/ana", {"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/people/ana")
    after = hers.get_cookie("__Host-session", domain="forum.test")
    assert before is not None
    assert after is not None
    hers.set_cookie("__Host-session", before.value, domain="forum.test")
    assert hers.get("/account").status_code == 302
    hers.set_cookie("__Host-session", after.value, domain="forum.test")
    assert hers.get("/account").status_code == 200


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_confirming_leads_nowhere_else(hers: CheckingClient, wanted: str) -> None:
    answer = hers.submit(f"/confirm-it-is-you?next={wanted}", {"password": PASSWORD})
    assert answer.location == "/account"


def test_confirming_with_another_password(hers: CheckingClient) -> None:
    for _ in range(5):
        answer = hers.submit("/confirm-it-is-you", {"password": "not this one"})
        assert answer.status_code == 400
    answer = hers.submit("/confirm-it-is-you", {"password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
