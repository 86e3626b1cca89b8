"""No worker runs: what was sent waits, its author is told so, and a worker that comes later finishes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.forum import RunningForum
from tests.browser.people import (
    BEING_READ,
    READ_WITHIN_SECONDS,
    follow,
    press,
    sees,
    sign_in,
    write,
)
from tests.support.browser import Visits

HELLO = "Hello, I am Dee. I knit, badly, and I laugh about it."
SECOND = "I am Noor. I like trains and quiet mornings."
WAIT_MILLISECONDS = READ_WITHIN_SECONDS * 1_000


@pytest.fixture
def forum(example_forum: RunningForum) -> Iterator[RunningForum]:
    """A forum with the example community, in which posts are sent while there is no worker."""
    yield example_forum
    example_forum.worker.stop()


def test_what_was_sent_waits_and_is_published_when_a_worker_comes(
    forum: RunningForum, visits: Visits
) -> None:
    page, plain, visitor = visits.open(), visits.open(javascript=False), visits.open()
    for one, name, words in ((page, "dee", HELLO), (plain, "noor", SECOND)):
        sign_in(one, name)
        one.goto("/threads/1")
        write(one, words)
        press(one, "Send")
        sees(one, BEING_READ, "Your words are saved; you can close this page.", words)
        sees(one, "You sent it", "It appears, or a person reads it first")
    visitor.goto("/threads/1?page=2")
    for words in (HELLO, SECOND):
        expect(visitor.get_by_role("main")).not_to_contain_text(words)

    forum.worker.start()

    # Nobody touches this page: it looks by itself.
    expect(page.get_by_text("Your post is up.")).to_be_visible(timeout=WAIT_MILLISECONDS)
    sees(page, HELLO)
    follow(plain, "Look again")
    expect(plain.get_by_role("heading", name=BEING_READ)).to_have_count(0)
    sees(plain, SECOND)
    visitor.reload()
    sees(visitor, HELLO, SECOND)
