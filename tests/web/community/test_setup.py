"""The first set-up, as the person who started the forum meets it. Without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask

from forum.community.commands import FIRST_CATEGORIES
from forum.community.queries import community_info, current_rules
from forum.community.rulebook import default_rules
from forum.community.setup import make_setup_link
from forum.wiring import clock as app_clock
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.html import parse
from tests.support.second_factor import set_up_app

SECOND_STEP = "/account/second-step?next=/"
FILLED = {
    "community_name": "Lindenhof",
    "tagline": "A bench under the tree.",
    "display_name": "Ana",
    "username": "ana",
    "email": "ana@example.org",
    "password": "orchard lantern seventeen",
    "start": "empty",
}


@pytest.fixture
def path(app: Flask) -> str:
    """Where the one-time link leads."""
    with app.app_context():
        link = make_setup_link("https://forum.test", app_clock().now())
    assert link is not None
    return urlsplit(link).path


@pytest.mark.parametrize("page", ["/", "/rules", "/sign-in", "/admin/community", "/nothing/here"])
def test_before_it_every_page_says_where_the_link_is(client: CheckingClient, page: str) -> None:
    response = client.get(page)
    assert (response.status_code, response.location) == (302, "/not-set-up")
    assert "not set up yet" in client.get("/not-set-up").text


def test_the_page_offers_default_rules_to_edit(client: CheckingClient, path: str) -> None:
    page = client.page(path)
    titles = [page.find(id=f"rule_{n}_title")["value"] for n in range(1, 8)]
    assert titles == [rule.title for rule in default_rules()]
    assert page.find(id="rule_9_title")["value"] == "", "and room for a few more"
    assert page.find("input", type="radio", value="example").has("checked")


def test_an_admin_is_signed_in_and_finds_an_empty_community(
    app: Flask, client: CheckingClient, path: str, clock: FakeClock
) -> None:
    response = client.submit(path, FILLED)
    assert (response.status_code, response.location) == (303, SECOND_STEP)
    asked = client.page(SECOND_STEP)
    assert "This is your community now" in asked.text
    assert "Your role asks for this" in asked.text
    front = client.get("/")
    assert "Lindenhof" in front.text
    for name, _ in FIRST_CATEGORIES:
        assert name in front.text
    assert client.get("/admin/community").location == "/account/second-step?next=/admin/community"
    set_up_app(client, clock.now())
    assert client.get("/admin/community").status_code == 200
    with app.app_context():
        assert len(current_rules()) == len(default_rules())


def test_the_second_step_can_wait_and_the_community_is_there(
    client: CheckingClient, path: str
) -> None:
    client.submit(path, FILLED)
    later = [one for one in client.page(SECOND_STEP).find_all("a") if "Later" in one.text]
    assert [one["href"] for one in later] == ["/"]
    assert "Your role rests" in client.get("/").text
    assert client.get("/review").location == "/account/second-step?next=/review"


def test_it_can_begin_with_the_example(client: CheckingClient, path: str, clock: FakeClock) -> None:
    response = client.submit(path, FILLED | {"start": "example"}, follow_redirects=True)
    assert response.status_code == 200
    assert "Lindenhof" in response.text
    set_up_app(client, clock.now())
    people = client.get("/admin/people")
    assert "Marisol" in people.text
    assert client.get("/review").status_code == 200


def test_all_that_is_to_be_looked_at_again_is_said_at_once(
    client: CheckingClient, path: str
) -> None:
    wrong = {"community_name": "", "username": "a b", "email": "ana@", "password": "short"}
    page = parse(client.submit(path, FILLED | wrong).text)[0]
    for field in wrong:
        assert page.find(id=f"{field}-error").text, field


def test_rules_are_edited_left_out_and_added(app: Flask, client: CheckingClient, path: str) -> None:
    client.submit(
        path,
        FILLED
        | {
            "rule_1_title": "Be a good neighbour",
            "rule_2_title": "",
            "rule_2_text": "",
            "rule_8_title": "Bring cake",
            "rule_8_text": "Where there is some.",
        },
    )
    with app.app_context():
        titles = [rule.title for rule in current_rules()]
    wanted = [rule.title for rule in default_rules()]
    assert titles == ["Be a good neighbour", *wanted[2:], "Bring cake"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("community_name", "", "Please fill this in."),
        ("community_name", "x" * 61, "60 characters"),
        ("tagline", "x" * 161, "160 characters"),
        ("username", "Not a name!", "3 to 30 letters"),
        ("email", "nowhere", "does not look complete"),
        ("password", "", "Please choose a password."),
        ("password", "short", "at least 10 characters"),
        ("password", "sunshine12", "could guess"),
        ("password", "lindenhof1", "name of this place"),
        ("rule_3_text", "", "needs its words, too"),
        ("rule_3_title", "", "needs a title, too"),
        ("rule_3_text", "x" * 401, "longer than a rule can be"),
    ],
)
def test_a_mistake_is_explained_and_nothing_typed_is_lost(
    app: Flask, client: CheckingClient, path: str, field: str, value: str, words: str
) -> None:
    typed = FILLED | {"rule_1_title": "My own first rule", "tagline": "Mine."} | {field: value}
    response = client.submit(path, typed)
    assert response.status_code == 400
    assert words in response.text
    page = parse(response.text)[0]
    for name, kept in typed.items():
        if name in {"password", "start"} or name.endswith("_text"):
            continue
        assert page.find(id=name)["value"] == kept
    assert page.find("input", type="radio", value="empty").has("checked")
    assert page.find(id="password").get("value") == "", "a password is never sent back"
    with app.app_context():
        assert community_info() is None


def test_a_community_needs_a_rule(client: CheckingClient, path: str) -> None:
    blank = {f"rule_{n}_{part}": "" for n in range(1, 8) for part in ("title", "text")}
    response = client.submit(path, FILLED | blank)
    assert response.status_code == 400
    assert "at least one rule" in response.text


def test_a_link_that_is_not_good(client: CheckingClient, path: str) -> None:
    response = client.get("/setup/made-up")
    assert response.status_code == 404
    assert "not good any more" in response.text
    assert client.get(path).status_code == 200


def test_the_link_opens_once(new_client: Callable[[], CheckingClient], path: str) -> None:
    assert new_client().submit(path, FILLED).status_code == 303
    assert new_client().get(path).status_code == 404
    assert new_client().get("/not-set-up").location == "/"


def test_who_had_the_page_open_too_hears_that_somebody_was_faster(
    app: Flask, new_client: Callable[[], CheckingClient], path: str
) -> None:
    slower = new_client()
    token = slower.token(path)
    new_client().submit(path, FILLED)
    late = FILLED | {
        "csrf_token": token,
        "username": "ben",
        "community_name": "Bens Hof",
        "rule_1_title": "Mine",
        "rule_1_text": "Words that took a while to find, and that nobody at all would like to type twice over.",
    }
    response = slower.post(path, data=late)
    assert response.status_code == 409
    assert "has just been set up" in response.text
    assert "Words that took a while to find" in response.text
    with app.app_context():
        info = community_info()
        assert info is not None
        assert info.name == "Lindenhof"


def test_it_needs_the_forms_own_token(client: CheckingClient, path: str) -> None:
    response = client.post(path, data=FILLED)
    assert response.status_code == 400
    assert client.get("/").location == "/not-set-up"
