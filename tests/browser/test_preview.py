"""Seeing how one's words will look before anybody else does. Nothing is taken for sent by it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.accounts.models import User
from forum.conversations.models import Post
from forum.database import db
from tests.browser.forum import RunningForum
from tests.browser.people import BEING_READ, main, press, sees, sign_in, write
from tests.browser.test_kept_words import NO_DRAFTS, box_holds, is_offered, on_device, typed
from tests.support.browser import Visits, assert_accessible

REPLY = "/threads/1/reply"
ELSEWHERE = "/threads/2/reply"
LOOK = "See how it will look"
NOTHING_SENT = "Only you see this: looking sends nothing."
WORDS = "I am **nervous**.\n\n- and\n- glad"
OLD = "It took me two hours to say this."


@pytest.fixture
def page(visits: Visits) -> Page:
    """Dee's browser."""
    opened = visits.open()
    sign_in(opened, "dee")
    return opened


def looks(page: Page, words: str) -> None:
    """Write, press the button, and see what comes."""
    write(page, words)
    press(page, LOOK)
    expect(page.get_by_role("region", name="How it will look")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_words_are_seen_as_they_will_look_and_sent_then(visits: Visits, javascript: bool) -> None:
    page = visits.open(javascript=javascript, width=360, height=740)
    sign_in(page, "dee" if javascript else "noor")
    page.goto("/threads/1")

    looks(page, WORDS)

    preview = page.get_by_role("region", name="How it will look")
    sees(page, NOTHING_SENT)
    expect(preview.locator("strong")).to_have_text("nervous")
    expect(preview.get_by_role("listitem")).to_have_text(["and", "glad"])
    expect(page).to_have_title(re.compile("^How it will look: "))
    box_holds(page, WORDS)
    top = preview.evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= top < 370, "the page opens where it stands"
    if javascript:
        expect(preview).to_be_focused()
        assert_accessible(page)
    nobody = visits.open(javascript=False)
    nobody.goto("/threads/1?page=2")
    expect(main(nobody)).not_to_contain_text("nervous")

    press(page, "Send")

    sees(page, BEING_READ, "nervous")


@pytest.mark.parametrize("width", [320, 1280])
def test_no_word_makes_the_page_wider_than_it_is(visits: Visits, width: int) -> None:
    page = visits.open(width=width)
    sign_in(page, "dee")
    page.goto("/home/ask")
    page.get_by_role("textbox", name="Title").fill("w" * 140)
    looks(page, f"# {'w' * 200}\n\n    {'w' * 200}\n\nhttps://example.org/{'w' * 200}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask a question")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_an_empty_box_is_said_to_be_empty(visits: Visits, javascript: bool) -> None:
    page = visits.open(javascript=javascript)
    sign_in(page, "dee")
    page.goto(ELSEWHERE)
    press(page, LOOK)
    sees(page, "There is no post here yet.")
    expect(page.get_by_role("region", name="How it will look")).to_have_count(0)


@pytest.mark.parametrize(
    "words",
    [WORDS, f"Far apart.\n\n\n\n\n\n{OLD}", f"  {OLD}\n", "Cafe\u0301, typed on another keyboard."],
    ids=["plain", "far apart", "with room around", "letters in two parts"],
)
def test_what_is_looked_at_is_not_offered_as_something_else(page: Page, words: str) -> None:
    page.goto(REPLY)
    typed(page, words)
    press(page, LOOK)
    sees(page, NOTHING_SENT)
    is_offered(page, offered=False)
    page.reload()
    is_offered(page, offered=False)


def test_older_words_stay_beside_it(page: Page) -> None:
    page.add_init_script(NO_DRAFTS)
    page.goto(REPLY)
    typed(page, OLD)
    page.goto(REPLY)
    looks(page, WORDS)
    is_offered(page)
    press(page, "Put them back")
    box_holds(page, f"{WORDS}\n\n{OLD}")


def test_it_is_kept_as_a_draft_though_nobody_paused(page: Page) -> None:
    page.goto(ELSEWHERE)
    looks(page, OLD)
    page.goto("/home")
    sees(page, OLD)
    page.goto(ELSEWHERE)
    box_holds(page, OLD)
    looks(page, f"{OLD} And more.")
    page.goto("/home")
    expect(main(page).get_by_text(OLD)).to_have_count(1)
    sees(page, "And more.")


def test_once_it_is_sent_the_device_forgets_it(page: Page) -> None:
    page.goto(REPLY)
    looks(page, OLD)
    assert OLD in on_device(page)
    press(page, "Send")
    sees(page, BEING_READ)
    assert OLD not in on_device(page)


def test_what_was_only_to_be_looked_at_is_not_forgotten_as_if_it_had_arrived(
    forum: RunningForum, page: Page
) -> None:
    """The answer does not come, so they turn to something else: a page that says that another post has arrived."""
    with forum.app.app_context():
        arrived = db.session.scalars(
            select(Post.id)
            .join(User, User.id == Post.author_id)
            .where(User.username == "dee", Post.state == "published", Post.is_opening.is_(False))
        ).first()
    page.add_init_script(NO_DRAFTS)
    page.goto(REPLY)
    typed(page, OLD)
    page.route(f"**{REPLY}", lambda route: route.fulfill(status=204))
    with page.expect_response(f"**{REPLY}"):
        press(page, LOOK)
    page.goto(f"/posts/{arrived}?sent=1")
    expect(page.get_by_text("Your post is up.")).to_be_visible()
    assert OLD in on_device(page)
