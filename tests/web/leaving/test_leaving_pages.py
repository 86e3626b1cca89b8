"""Leaving through the pages: what they say, the form, and what others see afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role, User
from forum.conversations.models import Thread
from forum.database import db
from forum.leaving.erasing import erase_those_who_left
from forum.leaving.rules import due_after
from forum.wiring import settings
from tests.factories import World
from tests.integration.accounts.people import PASSWORD, Account, actor_of, make_account
from tests.integration.sanctions.giving import give
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock


@pytest.fixture
def ana(app: Flask, world: World, clock: FakeClock) -> Account:
    return make_account(app, clock.now())


@pytest.fixture
def hers(client: CheckingClient, ana: Account) -> CheckingClient:
    """Ana's browser."""
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    return client


def a_thread(world: World, ana: Account, clock: FakeClock) -> Thread:
    db.session.rollback()
    thread = world.thread(actor_of(ana.token, clock.now()), title="A plain title")
    world.reply(world.person(), thread, "An answer that stays.")
    return thread


def read(client: CheckingClient, thread: Thread) -> str:
    return client.get(f"/threads/{thread.id}", follow_redirects=True).text


def test_the_account_page_leads_to_leaving_and_nothing_is_chosen_beforehand(
    hers: CheckingClient,
) -> None:
    assert 'href="/account/leave"' in hers.get("/account").text
    page = hers.get("/account/leave")
    assert "checked" not in page.text
    for words in ("7 days", "Take my words with me", "without my name", "suspended or banned"):
        assert words in page.text


@pytest.mark.parametrize(
    ("kept", "when", "how_long"),
    [(3, "once a day and before its program", "3 days"), (0, "makes before its program", "7 days")],
)
def test_the_copies_that_stay_are_told_and_what_one_would_bring_back(
    app: Flask, hers: CheckingClient, kept: int, when: str, how_long: str
) -> None:
    app.extensions["hearth.settings"] = settings(app).model_copy(update={"backups_kept": kept})
    page = hers.get("/account/leave").text
    assert when in page
    assert f"in case something breaks: {how_long} longer" in page
    assert "your account is here again" in page


def test_a_visitor_signs_in_first(client: CheckingClient, world: World) -> None:
    assert client.get("/account/leave").status_code in {302, 303, 401, 403}


def test_a_wrong_password_changes_nothing_and_the_choice_is_kept(
    hers: CheckingClient, ana: Account
) -> None:
    answer = hers.submit("/account/leave", {"words": "taken", "password": "not this one"})
    assert answer.status_code == 400
    assert "This is not the password of your account." in answer.text
    assert "checked" in answer.text
    assert hers.get("/people/ana").status_code == 200


def test_without_a_choice_nothing_happens(hers: CheckingClient) -> None:
    answer = hers.submit("/account/leave", {"password": PASSWORD})
    assert answer.status_code == 400
    assert "Please choose one of the two." in answer.text


def test_somebody_leaves_and_comes_back(hers: CheckingClient) -> None:
    answer = hers.submit("/account/leave", {"words": "taken", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/left")
    assert "You have left" in hers.page("/left").find("h1").text
    assert hers.get("/people/ana").status_code == 404
    signs_in = {"name": "ana@example.org", "password": PASSWORD}
    back = hers.submit("/sign-in", signs_in, follow_redirects=True)
    assert "You are back, and what was on show is as it was." in back.text
    assert "any more" not in back.text
    assert hers.get("/people/ana").status_code == 200
    assert "You are back" in hers.page("/inbox").text


def test_somebody_who_is_banned_takes_their_data_along_leaves_and_comes_back_to_the_door(
    client: CheckingClient, world: World, ana: Account, clock: FakeClock
) -> None:
    db.session.rollback()
    give(world, world.person(Role.ADMIN), actor_of(ana.token, clock.now()), "ban")
    signs_in = {"name": "ana@example.org", "password": PASSWORD}
    standing = client.submit("/sign-in", signs_in, follow_redirects=True)
    assert "Your account is closed" in standing.text
    for address in ("/account/your-data", "/account/leave"):
        assert f'href="{address}"' in standing.text
    copy = client.submit("/account/your-data")
    assert copy.mimetype == "application/zip"
    wrong = client.submit("/account/leave", {"words": "taken", "password": "not this one"})
    assert wrong.status_code == 400
    assert "Your account</a>" not in wrong.text

    gone = client.submit("/account/leave", {"words": "taken", "password": PASSWORD})
    assert (gone.status_code, gone.location) == (303, "/left")
    assert client.get("/people/ana").status_code == 404
    assert client.get("/account/leave").status_code in {302, 303, 401, 403}

    back = client.submit("/sign-in", signs_in, follow_redirects=True)
    assert "that is called off" in back.text
    assert client.get("/people/ana").status_code == 200
    client.submit("/account/leave", {"words": "taken", "password": PASSWORD})
    clock.time = due_after(clock.now())
    erase_those_who_left(clock, settings().secret_key)
    db.session.rollback()
    assert db.session.get_one(User, ana.id).password_hash == ""


def test_a_copy_at_the_door_asks_for_the_password_again_after_a_while(
    client: CheckingClient, world: World, ana: Account, clock: FakeClock
) -> None:
    db.session.rollback()
    give(world, world.person(Role.ADMIN), actor_of(ana.token, clock.now()), "ban")
    client.submit("/sign-in", {"name": "ana", "password": PASSWORD})
    clock.advance(minutes=16)
    assert client.submit("/account/your-data").status_code in {302, 303}


def test_a_mentor_who_comes_back_reads_at_once_that_they_are_none_any_more(
    app: Flask, client: CheckingClient, world: World, clock: FakeClock
) -> None:
    make_account(app, clock.now(), Role.MENTOR)
    signs_in = {"name": "ana", "password": PASSWORD}
    client.submit("/sign-in", signs_in)
    client.submit("/account/leave", {"words": "left", "password": PASSWORD})
    back = client.submit("/sign-in", signs_in, follow_redirects=True)
    assert "You are not a mentor any more; an admin can make you that anew." in back.text
    assert "any more" not in client.submit("/sign-out", follow_redirects=True).text
    clock.advance(minutes=1)
    assert "any more" not in client.submit("/sign-in", signs_in, follow_redirects=True).text


def test_what_others_see_has_neither_a_name_nor_a_link_to_it(
    hers: CheckingClient,
    new_client: Callable[[], CheckingClient],
    world: World,
    ana: Account,
    clock: FakeClock,
) -> None:
    thread = a_thread(world, ana, clock)
    visitor = new_client()
    # What is drawn once is kept: none of it may show the name again.
    assert "Ana" in read(visitor, thread)
    hers.submit("/account/leave", {"words": "taken", "password": PASSWORD})
    page = read(visitor, thread)
    assert "Somebody who left" in page
    assert "A plain title" in page
    clock.time = due_after(clock.now())
    # What her browser did has been seen by no session of this test yet.
    db.session.rollback()
    erase_those_who_left(clock, settings().secret_key)
    page = read(visitor, thread)
    assert "The words of this post have been erased." in page
    assert "An answer that stays." in page
    for gone in ("Ana", "A plain title", "/people/~"):
        assert gone not in page
    for path in ("/", "/search?q=plain"):
        assert "A plain title" not in visitor.get(path).text


def test_the_last_admin_reads_what_to_do_first(
    app: Flask, client: CheckingClient, world: World, clock: FakeClock
) -> None:
    make_account(app, clock.now(), Role.ADMIN, username="ada")
    client.submit("/sign-in", {"name": "ada", "password": PASSWORD})
    page = client.get("/account/leave").text
    assert "make somebody else an admin" in page
    assert 'name="words"' not in page


def test_the_public_page_tells_of_leaving(client: CheckingClient, world: World) -> None:
    page = client.page("/what-we-keep").text
    assert "They can come back for 7 days." in page
