"""The boxes in which people write, and the button beside them that shows how it will look."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from forum.conversations.models import Post
from forum.database import db
from forum.drafts.models import Draft
from tests.support.client import CheckingClient, Value, fill_in
from tests.support.html import Element, parse

WORDS = "I **bake** on Sundays.\n\n- bread\n- rolls"
TITLED = {"title": "Bread", "text": WORDS}
# Each page with a box, and what somebody writes in it.
BOXES = {
    "/threads/1-come-in": {"text": WORDS},
    "/threads/1/reply": {"text": WORDS},
    "/threads/1/reply?answers=1": {"text": WORDS},
    "/threads/1/hello": {"text": WORDS},
    "/categories/hello/new": TITLED,
    "/home/ask?in=daily-life": TITLED,
    "/posts/2/edit": {"text": WORDS},
    "/posts/3/edit": TITLED,
}
every_box = pytest.mark.parametrize(("path", "written"), BOXES.items(), ids=BOXES)
BUTTON = "See how it will look"
HEADING = "How it will look"


def box_on(page: Element) -> Element:
    """The form in which people write."""
    (box,) = [form for form in page.find_all("form") if form.find_all("textarea")]
    return box


def look(client: CheckingClient, path: str, **fields: Value) -> TestResponse:
    """Open a page, write, and press the button."""
    return look_again(client, client.page(path), **fields)


def look_again(client: CheckingClient, page: Element, **fields: Value) -> TestResponse:
    """Write on a page that is open, and press the button."""
    box = box_on(page)
    (button,) = [one for one in box.find_all("button") if one.text == BUTTON]
    where, _, anchor = button["formaction"].partition("#")
    assert anchor == "preview", "a page without JavaScript opens where there is something to see"
    return client.post(where, data=fill_in(box, fields, BUTTON))


def page_of(answer: TestResponse) -> Element:
    """The page that came."""
    return parse(answer.text)[0]


def seen(answer: TestResponse) -> Element:
    """What it will look like, on the page that came."""
    assert answer.status_code == 200, answer.status
    page = page_of(answer)
    (shown,) = [one for one in page.find_all("section") if one.get("id") == "preview"]
    return shown


def sees_nothing(answer: TestResponse) -> bool:
    """Whether the page that came shows no words as they will look."""
    return not [one for one in page_of(answer).elements if one.get("id") == "preview"]


def send(client: CheckingClient, answer: TestResponse) -> TestResponse:
    """Send what stands in the box of the page that came."""
    box = box_on(page_of(answer))
    return client.post(box["action"], data=fill_in(box, {}))


def words_in(answer: TestResponse) -> str:
    """What stands in the box, without the line break that a page puts before it."""
    return fill_in(box_on(page_of(answer)), {})["text"].strip()


def posts() -> int:
    """How many posts there are."""
    db.session.rollback()
    return db.session.query(Post).count()


def drafts() -> list[str]:
    """All that is kept of what nobody has sent."""
    db.session.rollback()
    return [draft.text for draft in db.session.query(Draft).order_by(Draft.id)]
