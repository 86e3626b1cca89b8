"""People's public pages, and the pages where admins give and take roles."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.models import Role, User
from forum.accounts.sessions import find_session
from forum.conversations.models import Post
from forum.database import db, transaction
from tests.factories import UNKIND, World, sign_in
from tests.integration.accounts.people import PASSWORD, Account, actor_of, make_account
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def ada(app: Flask, world: World, clock: FakeClock) -> Account:
    """An admin."""
    return make_account(app, clock.now(), Role.ADMIN, username="ada")


@pytest.fixture
def hers(app: Flask, client: CheckingClient, ada: Account, clock: FakeClock) -> CheckingClient:
    """The admin's browser."""
    with app.app_context():
        actor = actor_of(ada.token, clock.now())
    return sign_in(app, client, actor)


# ------------------------------------------------------------------------------ the public page


def test_a_person_shows_their_name_standing_and_published_posts(
    app: Flask, world: World, client: CheckingClient
) -> None:
    with app.app_context():
        mona = world.person(Role.MENTOR, name="Mona")
        thread = world.thread(mona, title="Bread in winter", text="Rye keeps longest.")
        world.reply(mona, thread, "And a warm oven.")
        world.reply(mona, thread, f"{UNKIND} zq7canary")
    page = client.page("/people/person1").find("main").text
    for part in (
        "Mona",
        "@person1",
        "mentor",
        "2 posts",
        "Bread in winter",
        "Rye keeps",
        "warm oven",
    ):
        assert part in page
    assert "zq7canary" not in page


def test_posts_in_a_thread_that_is_out_of_sight_neither_show_nor_count(
    app: Flask, world: World, client: CheckingClient
) -> None:
    with app.app_context():
        mona, ria = world.person(name="Mona"), world.person(Role.MODERATOR)
        thread = world.thread(world.person(), title="Gone soon")
        world.reply(mona, thread, "zq7canary")
        opening = world.fresh(world.reply(mona, world.thread(mona, title="Stays"), "Still here."))
        assert opening.state == "published"
        first = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
        world.decide(ria, first, "hide", note="A look at it.", rule=world.rule_id())
    page = client.page("/people/person1").find("main").text
    assert "zq7canary" not in page
    assert "Gone soon" not in page
    assert "2 posts" in page


@pytest.mark.parametrize(
    "path", ["/people/nobody", "/people/%00", "/people/..", "/people/" + "a" * 5_000]
)
def test_nobody_of_that_name(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_name_in_the_address_may_be_written_as_one_likes(
    client: CheckingClient, ana: Account
) -> None:
    assert client.page("/people/ANA").find("h1").text == "Ana"


def test_a_name_is_text_and_nothing_else(app: Flask, client: CheckingClient, ana: Account) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(User, ana.id).display_name = "<script>alert(1)</script>"
    page = client.get("/people/ana")
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_no_page_shows_the_address_of_somebody_else(
    app: Flask, world: World, hers: CheckingClient, ana: Account
) -> None:
    """Not even to an admin."""
    with app.app_context():
        world.thread(world.person())
    for path in ("/people/ana", "/admin/people", f"/admin/people/{ana.id}/roles", "/", "/account"):
        assert "ana@example.org" not in hers.get(path).text
    assert "ada@example.org" in hers.get("/account").text


# ------------------------------------------------------------------------------------- the list


def test_admins_find_people_by_name_and_role(
    app: Flask, world: World, hers: CheckingClient, ana: Account
) -> None:
    with app.app_context():
        world.person(Role.MENTOR, name="Mona Lund")
        world.person(name="100% Wool_")

    def found(query: str) -> list[str]:
        rows = hers.page(f"/admin/people?{query}").find("main").find_all("h2")
        links = [row.find_all("a") for row in rows]
        return [one["href"].removeprefix("/people/") for found in links for one in found]

    assert found("") == ["ada", "ana", "person1", "person2"]
    assert found("q=lund") == ["person1"]
    assert found("q=AN") == ["ana"]
    assert found("role=mentor") == ["person1"]
    assert found("role=admin&q=mona") == []
    assert found("q=100%25+w") == ["person2"]
    assert found("q=%25") == ["person2"]
    assert found("q=l_") == ["person2"]
    assert found("q='+OR+1=1") == []
    assert found("q=%00%F0%9F") == []


@pytest.mark.parametrize("query", ["role=king", "page=0", "page=2", "page=x", "page=99999999999"])
def test_there_is_no_such_list(hers: CheckingClient, query: str) -> None:
    assert hers.get(f"/admin/people?{query}").status_code == 404


def test_long_lists_have_pages_and_the_same_number_of_queries(
    app: Flask, world: World, hers: CheckingClient
) -> None:
    with app.app_context():
        for _ in range(40):
            world.person(Role.MENTOR)
    first = hers.page("/admin/people?q=person")
    assert "Page 1 of 2" in first.text
    assert len(first.find("main").find_all("li")) == 30
    second = hers.page("/admin/people?q=person&page=2")
    assert len(second.find("main").find_all("li")) == 10


# ------------------------------------------------------------------------------------ the roles


def test_an_admin_gives_and_takes_a_role(
    app: Flask, hers: CheckingClient, ana: Account, clock: FakeClock
) -> None:
    path = f"/admin/people/{ana.id}/roles"
    token = hers.token(path)
    give = {"csrf_token": token, "role": "mentor", "change": "give"}
    assert hers.post(path, data=give).status_code == 303
    assert "Done." in hers.page(path).text
    assert "mentor" in hers.page("/people/ana").find("main").text
    assert hers.post(path, data=give | {"change": "take"}).status_code == 303
    with app.app_context():
        assert find_session(ana.token, clock.now()) is None


def test_after_a_while_the_password_is_asked_for_first(
    hers: CheckingClient, ana: Account, clock: FakeClock
) -> None:
    path = f"/admin/people/{ana.id}/roles"
    token = hers.token(path)
    clock.advance(minutes=15)
    asked = hers.get(path)
    assert (asked.status_code, asked.location) == (303, f"/confirm-it-is-you?next={path}")
    data = {"csrf_token": token, "role": "admin", "change": "give"}
    refused = hers.post(path, data=data)
    assert refused.location == f"/confirm-it-is-you?next={path}"
    assert "admin" not in hers.page("/people/ana").find("main").text

    confirmed = hers.submit(asked.location, {"password": PASSWORD})

    assert confirmed.location == path
    assert hers.get(path).status_code == 200


def test_the_last_admin_stays_and_the_page_says_why(hers: CheckingClient, ada: Account) -> None:
    path = f"/admin/people/{ada.id}/roles"
    data = {"csrf_token": hers.token(path), "role": "admin", "change": "take"}
    answer = hers.post(path, data=data)
    assert answer.status_code == 409
    assert "This is the last admin" in answer.text


def test_an_admin_who_gives_the_role_away_is_signed_out(
    app: Flask, hers: CheckingClient, ada: Account, clock: FakeClock
) -> None:
    make_account(app, clock.now(), Role.ADMIN, username="zoe")
    path = f"/admin/people/{ada.id}/roles"
    data = {"csrf_token": hers.token(path), "role": "admin", "change": "take"}
    assert hers.post(path, data=data).status_code == 303
    assert hers.get("/account").status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"role": "mentor"},
        {"change": "give"},
        {"role": "king", "change": "give"},
        {"role": "mentor", "change": "sell"},
        {"role": ["mentor", "admin"], "change": "x"},
        {"role": "\x00", "change": "give"},
        {"role": "mentor" * 1_000, "change": "give"},
    ],
)
def test_anything_else_changes_nothing(
    hers: CheckingClient, ana: Account, data: dict[str, str | list[str]]
) -> None:
    path = f"/admin/people/{ana.id}/roles"
    answer = hers.post(path, data={"csrf_token": hers.token(path), **data})
    assert answer.status_code == 400
    assert "has this role" not in answer.text


def test_there_is_nobody_of_that_number(hers: CheckingClient, ada: Account) -> None:
    token = hers.token(f"/admin/people/{ada.id}/roles")
    data = {"csrf_token": token, "role": "mentor", "change": "give"}
    for number in ("4711", "9" * 18, "9" * 40):
        assert hers.get(f"/admin/people/{number}/roles").status_code == 404
        assert hers.post(f"/admin/people/{number}/roles", data=data).status_code == 404
