"""The database is locked, or gone: a page that says so, with a number to quote, and the words still in the form."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from forum import database
from forum.config import Settings
from forum.conversations.models import PostRevision
from forum.database import db
from tests.factories import World, sign_in
from tests.support.away import gone, locked, takes_no_changes
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.html import Element, parse

WORDS = "Words that took an hour to find."


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same, with little patience."""
    monkeypatch.setattr(database, "SQLITE_BUSY_MILLISECONDS", 100)
    monkeypatch.setattr(database, "POSTGRES_LOCK_MILLISECONDS", 100)
    return settings


@pytest.mark.parametrize("trouble", [locked, gone, takes_no_changes])
def test_the_words_come_back_and_can_be_sent_again(
    app: Flask,
    world: World,
    client: CheckingClient,
    database_url: str,
    trouble: Callable[[str], object],
) -> None:
    thread = world.thread(world.person())
    sign_in(app, client, world.newcomer())
    address = f"/threads/{thread.id}/reply"
    form = client.page(address).find("main").find_all("form", method="post")[0]
    fields = {field["name"]: field.get("value") for field in form.find_all("input", type="hidden")}
    fields["text"] = WORDS
    db.session.remove()
    db.engine.dispose()
    with trouble(database_url):  # type: ignore[attr-defined]
        with app.app_context():
            db.engine.dispose()
        response = client.post(address, data=fields)
        assert response.status_code == 503
        assert f"\n{WORDS}</textarea>" in response.text
        assert response.headers["X-Request-ID"] in response.text
        assert os.linesep + "Traceback" not in response.text
    with app.app_context():
        db.engine.dispose()
    again = client.post(address, data=fields)
    assert again.status_code == 303
    assert db.session.query(PostRevision).filter_by(text=WORDS).count() == 1


def test_what_takes_no_changes_can_be_read(
    app: Flask, world: World, client: CheckingClient, clock: FakeClock, database_url: str
) -> None:
    """Though not even that somebody was here can be noted."""
    address = f"/threads/{world.thread(world.person()).id}"
    sign_in(app, client, world.newcomer())
    clock.advance(hours=1)
    db.session.remove()
    db.engine.dispose()
    with takes_no_changes(database_url):
        with app.app_context():
            db.engine.dispose()
        response = client.get(address, follow_redirects=True)
    assert response.status_code == 200
    with app.app_context():
        db.engine.dispose()


def test_a_page_that_cannot_be_read_says_so(
    app: Flask, world: World, client: CheckingClient, database_url: str
) -> None:
    db.session.remove()
    db.engine.dispose()
    with gone(database_url):
        response = client.get("/")
    assert response.status_code == 503
    assert response.headers["X-Request-ID"] in response.text


def fields_of(page: Element) -> dict[str, str]:
    """What people can type into on a page, by what stands above it."""
    found = page.find("main").find_all("input", "textarea")
    typed = {one.get("id"): one for one in found if one.get("type") != "hidden"}
    return {
        label.text: typed[label["for"]].get("value") or typed[label["for"]].text.strip()
        for label in page.find("main").find_all("label")
        if label.get("for") in typed
    }


def test_one_line_comes_back_as_well_as_many_each_under_what_stood_above_it(
    app: Flask, world: World, client: CheckingClient, database_url: str
) -> None:
    sign_in(app, client, world.newcomer())
    form = choose_form(client.page("/categories/hello/new"))
    sent = fill_in(form, {"title": "My first bread", "text": WORDS})
    db.session.remove()
    with locked(database_url):
        response = client.post("/categories/hello/new", data=sent)
    assert response.status_code == 503
    assert fields_of(parse(response.text)[0]) == {"Title": "My first bread", "Your words": WORDS}


@pytest.mark.parametrize("trouble", [locked, gone, takes_no_changes])
def test_a_name_comes_back_and_a_password_never(
    app: Flask,
    world: World,
    client: CheckingClient,
    database_url: str,
    trouble: Callable[[str], AbstractContextManager[None]],
) -> None:
    typed: dict[str, str | bool] = {
        "username": "fatou",
        "display_name": "Fatou",
        "email": "fatou@example.org",
        "password": "seven green kettles sing " * 5,
        "accepts_rules": True,
    }
    sent = fill_in(choose_form(client.page("/join")), typed)
    db.session.remove()
    db.engine.dispose()
    with trouble(database_url):
        response = client.post("/join", data=sent)
    assert response.status_code == 503
    page = parse(response.text)[0]
    assert fields_of(page) == {
        "User name": "fatou",
        "What should we call you?": "Fatou",
        "E-mail address": "fatou@example.org",
    }
    assert "kettles" not in response.text
    assert "A password is not kept: we ask you for it once more." in page.text
    with app.app_context():
        db.engine.dispose()

    again = client.post("/join", data=fill_in(choose_form(page), {}))

    assert again.status_code == 400
    assert fields_of(parse(again.text)[0])["What should we call you? (optional)"] == "Fatou"
    assert "Please type a password here." in again.text


def test_passwords_alone_are_no_words_to_give_back(
    app: Flask, world: World, client: CheckingClient, database_url: str
) -> None:
    sign_in(app, client, world.newcomer())
    long = "seven green kettles sing " * 5
    sent = fill_in(choose_form(client.page("/account/password")), {"current": long, "new": long})
    db.session.remove()
    db.engine.dispose()
    with gone(database_url):
        response = client.post("/account/password", data=sent)
    assert response.status_code == 503
    assert "kettles" not in response.text
