"""Joining, as a newcomer does it in a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import User
from forum.audit.models import AuditEntry
from forum.database import db
from forum.screened_fields.models import FieldRevision
from tests.factories import RULES, World
from tests.integration.accounts.people import PASSWORD, Account, live_sessions
from tests.support.client import CheckingClient, Value
from tests.support.html import parse

NEW: dict[str, Value] = {
    "username": "mira_k",
    "display_name": "Mira",
    "email": "mira@example.org",
    "password": PASSWORD,
    "accepts_rules": True,
}

pytestmark = pytest.mark.usefixtures("world")


def people(app: Flask) -> list[User]:
    with app.app_context():
        return db.session.query(User).order_by(User.id).all()


def names_that_wait(app: Flask) -> list[str]:
    """The names that somebody chose, and that nobody has read yet."""
    with app.app_context():
        return [row.text for row in db.session.query(FieldRevision).order_by(FieldRevision.id)]


def test_a_newcomer_joins_and_is_asked_what_they_like_signed_in(
    app: Flask, client: CheckingClient
) -> None:
    answer = client.submit("/join", NEW)

    assert (answer.status_code, answer.location) == (303, "/home/questions")
    questions = client.page("/home/questions")
    assert "It is good that you are here" in questions.text
    [user] = people(app)
    assert user.email == "mira@example.org"
    # Nobody has read these names yet.
    assert (user.username, user.display_name) == ("newcomer-1", "Newcomer 1")
    assert names_that_wait(app) == ["mira_k", "Mira"]
    assert user.graduated_at is None
    assert user.password_hash.startswith("$argon2id$")
    with app.app_context():
        assert db.session.query(AuditEntry.action).all() == [("person.joined",)]


def test_the_rules_stand_in_full_above_the_box(client: CheckingClient) -> None:
    form = client.page("/join").find("main").find("form")
    words = form.text
    for title, text in RULES:
        assert words.index(title) < words.index(text) < words.index("I have read the rules")


def test_browsers_and_password_managers_know_each_field(client: CheckingClient) -> None:
    page = client.page("/join")
    hints = {name: page.find("input", name=name).get("autocomplete") for name in NEW}
    assert hints == {
        "username": "username",
        "display_name": "nickname",
        "email": "email",
        "password": "new-password",
        "accepts_rules": "",
    }


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"username": ""}, "username", "Please fill this in"),
        ({"username": "mi"}, "username", "3 to 30 letters"),
        ({"username": "moderator"}, "username", "spoke for the whole place"),
        ({"display_name": "www.free-money.example"}, "display_name", "web or mail address"),
        ({"email": "mira@"}, "email", "does not look complete"),
        ({"password": "short"}, "password", "at least 10 characters"),
        ({"password": "mira_k mira_k"}, "password", "close to your own name"),
        ({"accepts_rules": False}, "accepts_rules", "tick the box"),
    ],
)
def test_what_was_typed_stays_and_only_the_field_in_question_speaks(
    app: Flask, client: CheckingClient, changed: dict[str, Value], field: str, words: str
) -> None:
    typed = {**NEW, **changed}

    answer = client.submit("/join", typed)

    assert answer.status_code == 400
    page = parse(answer.text)[0].find("main")
    assert words in page.find(id=f"{field}-error").text
    assert len([element for element in page.elements if element.get("id").endswith("-error")]) == 1
    for name in ("username", "display_name", "email"):
        assert page.find("input", name=name)["value"] == typed[name]
    assert page.find("input", name="accepts_rules").has("checked") == typed["accepts_rules"]
    assert people(app) == []


def test_all_that_is_to_be_looked_at_again_is_said_at_once(client: CheckingClient) -> None:
    # The password has to be typed anew each time, and a network may send only so many of these forms an hour.
    wrong: dict[str, Value] = {
        "username": "mi",
        "display_name": "www.free-money.example",
        "email": "mira@",
        "password": "short",
        "accepts_rules": False,
    }

    page = parse(client.submit("/join", wrong).text)[0]

    for field in wrong:
        assert page.find(id=f"{field}-error").text, field


def test_a_password_never_comes_back_to_the_page(client: CheckingClient) -> None:
    answer = client.submit("/join", {**NEW, "username": "x"})
    assert answer.status_code == 400
    assert PASSWORD not in answer.text


def test_a_name_that_is_taken_is_said_at_the_name(client: CheckingClient, ana: Account) -> None:
    answer = client.submit("/join", {**NEW, "username": "Ana"})
    assert (
        "Somebody here has this user name" in parse(answer.text)[0].find(id="username-error").text
    )


def test_an_address_that_is_taken_is_not_named_as_somebodys(
    client: CheckingClient, ana: Account
) -> None:
    answer = client.submit("/join", {**NEW, "email": "ANA@example.org"})
    said = parse(answer.text)[0].find(id="email-error").text
    assert "If it is yours" in said


def test_sending_the_form_twice_makes_one_account(
    app: Flask, new_client: Callable[[], CheckingClient]
) -> None:
    # Both requests of a double click leave with the cookies of before.
    first, second = new_client(), new_client()

    assert first.submit("/join", NEW).status_code == 303
    assert second.submit("/join", NEW).status_code == 303

    [user] = people(app)
    with app.app_context():
        assert len(live_sessions(user.id)) == 2


def test_the_same_form_with_another_password_is_somebody_else(
    app: Flask, new_client: Callable[[], CheckingClient]
) -> None:
    assert new_client().submit("/join", NEW).status_code == 303
    other = new_client().submit("/join", {**NEW, "password": "another good one entirely"})
    assert other.status_code == 400
    assert len(people(app)) == 1


def test_extra_fields_have_no_effect(app: Flask, client: CheckingClient) -> None:
    extra = {column.name: "1" for column in User.__table__.columns if column.name not in NEW} | {
        "role": "admin",
        "roles": "admin",
        "graduated_at": "2020-01-01",
    }
    data: dict[str, Value] = {
        **NEW,
        **extra,
        "accepts_rules": "y",
        "csrf_token": client.token("/join"),
    }

    assert client.post("/join", data=data).status_code == 303

    [user] = people(app)
    with app.app_context():
        fresh = db.session.get_one(User, user.id)
        assert (fresh.roles, fresh.graduated_at, fresh.published_posts) == ([], None, 0)
        assert not fresh.is_example


def test_who_is_signed_in_has_no_need_to_join(world: World, client: CheckingClient) -> None:
    client.submit("/join", NEW)
    answer = client.get("/join")
    assert (answer.status_code, answer.location) == (303, "/home")


@pytest.mark.parametrize(
    "odd", ["\x00", "\ud800", "a" * 100_000, "[]", "﷽" * 60, "\U0001d56c" * 40]
)
@pytest.mark.parametrize("field", ["username", "display_name", "email", "password"])
def test_odd_input_gets_a_clear_answer(client: CheckingClient, field: str, odd: str) -> None:
    data: dict[str, Value] = {**NEW, "accepts_rules": "y", "csrf_token": client.token("/join")}
    data[field] = odd.encode("utf-8", "replace").decode() if odd == "\ud800" else odd
    assert client.post("/join", data=data).status_code in {303, 400}
