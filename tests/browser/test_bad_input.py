"""Bad moments: the form has expired, the database is locked or gone. The words come back, and can be sent again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect
from sqlalchemy.engine import make_url

from forum.cli.run import web_command
from forum.database import SQLITE_BUSY_MILLISECONDS
from tests.browser.forum import RunningForum
from tests.browser.people import BEING_READ, main, press, sees, sign_in, write
from tests.support.browser import Visits
from tests.support.processes import LiveServer

WORDS = "It took me an hour to find these words.\n\nI am <b>tired</b> & hopeful."
LONGER_THAN_THE_SERVER_WAITS = SQLITE_BUSY_MILLISECONDS * 6
REQUEST_NUMBER = re.compile(r"^[0-9a-f]{12}$")

both = pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])


def database_file(forum: RunningForum) -> Path:
    """Where the forum's SQLite database lies."""
    url = make_url(forum.settings.database)
    if url.get_backend_name() != "sqlite":
        pytest.skip("tests/web/test_database_away.py does this to PostgreSQL")
    return Path(str(url.database))


@contextmanager
def locked(forum: RunningForum) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    with closing(sqlite3.connect(database_file(forum), isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def gone(forum: RunningForum) -> Iterator[None]:
    """There is no database any more; then it is back. The web server starts anew each time.

    One that runs keeps the file open, and would go on as if nothing were.
    """
    path = database_file(forum)
    away = path.with_suffix(".away")
    forum.server.stop()
    path.rename(away)
    path.mkdir()
    without = LiveServer(forum.settings, forum.server.log)
    without._command = list(web_command(forum.settings))  # `forum run` would refuse to start
    without.start()
    try:
        yield
    finally:
        without.stop()
        path.rmdir()
        away.rename(path)
        forum.server.start()


def words_are_back(page: Page) -> None:
    """They stand in a box as they were typed, ready to be sent again."""
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(
        WORDS, timeout=LONGER_THAN_THE_SERVER_WAITS
    )
    sees(page, "Your words are here and not lost.")
    expect(main(page).locator("code")).to_have_text(REQUEST_NUMBER)


def is_sent_once(page: Page) -> None:
    """It waits to be read, and its author finds it once."""
    expect(page.get_by_role("heading", name=BEING_READ)).to_be_visible()
    sees(page, "I am <b>tired</b> & hopeful.")
    page.goto("/home")
    expect(main(page).get_by_text("It took me an hour")).to_have_count(1)


@both
def test_a_form_that_has_expired_gives_the_words_back(visits: Visits, javascript: bool) -> None:
    page = visits.open(javascript=javascript)
    sign_in(page, "dee" if javascript else "noor")
    page.goto("/threads/1/reply")
    write(page, WORDS)
    # In another tab the person signs out and in again: what the first tab holds is out of date.
    other = page.context.new_page()
    other.goto("/sign-out")
    press(other, "Sign out")
    sign_in(other, "dee" if javascript else "noor")
    press(page, "Send")
    words_are_back(page)
    sees(page, "This page was open for a long time")
    press(page, "Send it again")
    is_sent_once(page)
    # The draft that the page keeps by itself is refused as well, if it comes to that before the person sends.
    visits.complaints[:] = [one for one in visits.complaints if not one.endswith("/draft")]


def _answers_a_form(response: Response) -> bool:
    return response.request.method == "POST" and not response.url.endswith("/draft")


@pytest.mark.parametrize(
    ("trouble", "name", "javascript"), [(locked, "fatou", True), (gone, "zoran", False)]
)
def test_the_database_is_away_for_a_while(
    forum: RunningForum,
    visits: Visits,
    trouble: Callable[[RunningForum], AbstractContextManager[None]],
    name: str,
    javascript: bool,
) -> None:
    page = visits.open(javascript=javascript)
    sign_in(page, name)
    page.goto("/threads/1/reply")
    write(page, WORDS)
    with trouble(forum):
        # Not what the page fetches for itself: a script may still be on its way.
        with page.expect_response(
            _answers_a_form, timeout=LONGER_THAN_THE_SERVER_WAITS
        ) as answered:
            main(page).get_by_role("button", name="Send").click(no_wait_after=True)
        assert answered.value.status == 503
        words_are_back(page)
        sees(page, "We could not save this just now")
    press(page, "Send it again")
    is_sent_once(page)
