"""A forgotten password, from the form over the mail to the new one."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from forum.accounts.resets import send_due_resets
from forum.wiring import services, settings
from tests.factories import World
from tests.integration.accounts.people import OTHER_PASSWORD, PASSWORD, Account
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.html import parse
from tests.support.mail import Outbox

pytestmark = pytest.mark.usefixtures("world")

LINK = re.compile(r"^https://forum\.test(/reset-password/\S+)$", re.MULTILINE)


def mailed_path(app: Flask, client: CheckingClient, outbox: Outbox) -> str:
    client.submit("/forgotten-password", {"email": "ana@example.org"})
    with app.app_context():
        send_due_resets(services(), settings())
    [path] = LINK.findall(outbox.messages[-1].get_content().replace("\r\n", "\n"))
    assert isinstance(path, str)
    return path


def test_the_whole_way(app: Flask, client: CheckingClient, ana: Account, outbox: Outbox) -> None:
    path = mailed_path(app, client, outbox)

    answer = client.submit(path, {"password": OTHER_PASSWORD})

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert client.get("/account").status_code == 302  # a reset signs nobody in
    assert "Your new password is set" in client.page("/sign-in").text
    old = client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    new = client.submit("/sign-in", {"name": "ana", "password": OTHER_PASSWORD})
    assert (old.status_code, new.status_code) == (400, 303)


def test_a_program_that_opens_links_in_mails_uses_nothing_up(
    app: Flask, client: CheckingClient, ana: Account, outbox: Outbox
) -> None:
    path = mailed_path(app, client, outbox)
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.submit(path, {"password": OTHER_PASSWORD}).status_code == 303


def test_a_link_that_is_over_says_so_and_offers_a_new_one(
    app: Flask, client: CheckingClient, ana: Account, outbox: Outbox, clock: FakeClock
) -> None:
    path = mailed_path(app, client, outbox)
    token = client.token(path)
    assert client.submit(path, {"password": OTHER_PASSWORD}).status_code == 303
    client.page("/sign-in")  # shows the message, once
    page = client.page(path, status=404)
    assert "does not open any more" in page.text
    again = client.post(path, data={"password": "yet another fine one", "csrf_token": token})
    assert again.status_code in {400, 404}
    assert client.page("/reset-password/made-up", status=404).text == page.text


def test_an_expired_link(
    app: Flask, client: CheckingClient, ana: Account, outbox: Outbox, clock: FakeClock
) -> None:
    path = mailed_path(app, client, outbox)
    client.page(path)
    clock.advance(hours=2)
    client.page(path, status=404)


def test_a_weak_password_is_answered_on_the_page(
    app: Flask, client: CheckingClient, ana: Account, outbox: Outbox
) -> None:
    path = mailed_path(app, client, outbox)
    answer = client.submit(path, {"password": "password123!"})
    assert answer.status_code == 400
    assert "guess this one" in parse(answer.text)[0].find(id="password-error").text
    assert client.submit(path, {"password": OTHER_PASSWORD}).status_code == 303


def test_the_page_behind_the_link_is_kept_by_no_cache(
    app: Flask, client: CheckingClient, ana: Account, outbox: Outbox
) -> None:
    answer = client.get(mailed_path(app, client, outbox))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("times", [1, 5])
def test_known_and_unknown_addresses_get_the_same_answer(
    client: CheckingClient, ana: Account, times: int
) -> None:
    def told(email: str) -> tuple[int, str, str]:
        answers = [client.submit("/forgotten-password", {"email": email}) for _ in range(times)]
        page = client.get(answers[-1].location)
        return answers[-1].status_code, answers[-1].location, page.text

    assert told("ana@example.org") == told("nobody@example.org")


def test_too_many_from_one_network_have_to_wait(client: CheckingClient, ana: Account) -> None:
    for _ in range(10):
        client.submit("/forgotten-password", {"email": "ana@example.org"})
    answer = client.submit("/forgotten-password", {"email": "other@example.org"})
    assert answer.status_code == 429
    form = parse(answer.text)[0].find("main").find("form")
    assert form.find("input", name="email")["value"] == "other@example.org"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Host": "evil.example"},
    ],
)
def test_the_link_never_comes_from_the_request(
    app: Flask, client: CheckingClient, ana: Account, outbox: Outbox, headers: dict[str, str]
) -> None:
    data = {"email": "ana@example.org", "csrf_token": client.token("/forgotten-password")}
    answer = client.post("/forgotten-password", data=data, headers=headers)
    with app.app_context():
        send_due_resets(services(), settings())
    if "Host" in headers:
        assert answer.status_code == 400  # not one of our names: not even looked at
        assert outbox.messages == []
    else:
        assert answer.location == "/forgotten-password/asked"
        body = outbox.messages[0].get_content()
        assert "evil.example" not in body
        assert LINK.search(body.replace("\r\n", "\n"))


def test_the_address_is_nowhere_in_a_url(client: CheckingClient, world: World) -> None:
    answer = client.submit("/forgotten-password", {"email": "ana@example.org"})
    assert "ana" not in answer.location
