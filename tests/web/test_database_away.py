"""The database is locked, or gone: a page that says so, with a number to quote, and the words still in the form."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from forum import database
from forum.config import Settings
from forum.conversations.models import PostRevision
from forum.database import db
from tests.factories import World, sign_in
from tests.support.client import CheckingClient

WORDS = "Words that took an hour to find."


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same, with little patience."""
    monkeypatch.setattr(database, "SQLITE_BUSY_MILLISECONDS", 100)
    monkeypatch.setattr(database, "POSTGRES_LOCK_MILLISECONDS", 100)
    return settings


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else holds what a writer needs."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(parsed.database), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
        connection.close()
        return
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as holder:
        holder.execute("LOCK TABLE posts IN EXCLUSIVE MODE")
        yield
        holder.rollback()


@contextmanager
def gone(url: str) -> Iterator[None]:
    """There is no database any more; then it is back."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        path, away = Path(str(parsed.database)), Path(f"{parsed.database}.away")
        path.rename(away)
        path.mkdir()
        yield
        path.rmdir()
        away.rename(path)
        return
    server = parsed.set(drivername="postgresql", database="postgres")
    plain = server.render_as_string(hide_password=False)
    name = str(parsed.database)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        admin.execute(f'ALTER DATABASE "{name}" RENAME TO "{name}_away"')
        yield
        admin.execute(f'ALTER DATABASE "{name}_away" RENAME TO "{name}"')


@pytest.mark.parametrize("trouble", [locked, gone])
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


def test_a_page_that_cannot_be_read_says_so(
    app: Flask, world: World, client: CheckingClient, database_url: str
) -> None:
    db.session.remove()
    db.engine.dispose()
    with gone(database_url):
        response = client.get("/")
    assert response.status_code == 503
    assert response.headers["X-Request-ID"] in response.text
