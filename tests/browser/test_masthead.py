"""What stands on top of every page, on a small phone: the place's name keeps to one line, whoever looks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forum.database import transaction
from forum.notifications.models import Notification
from tests.browser.forum import CLOCK, RunningForum, actor_of
from tests.browser.people import sign_in
from tests.support.browser import Visits

LINES = """brand => {
  const words = document.createRange();
  words.selectNodeContents([...brand.childNodes].find(node => node.nodeType === 3 && node.data.trim()));
  return words.getClientRects().length;
}"""


def bring_news(forum: RunningForum, username: str) -> None:
    """A dozen lines that they have not read."""
    with forum.app.app_context(), transaction() as session:
        person = actor_of(username).id
        for _ in range(12):
            line = Notification(user_id=person, kind="graduated", created_at=CLOCK.now())
            session.add(line)


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("username", ["", "noor", "ada"], ids=["visitor", "newcomer", "admin"])
def test_the_name_keeps_to_one_line(
    forum: RunningForum, visits: Visits, username: str, width: int
) -> None:
    page = visits.open(width=width)
    if username:
        bring_news(forum, username)
        sign_in(page, username)
        expect(page.get_by_role("link", name="Inbox")).to_contain_text("unread")
    else:
        page.goto("/")
    assert page.locator(".brand").evaluate(LINES) == 1
    # The name and, at most, two lines of ways to go.
    assert page.locator(".masthead").evaluate("masthead => masthead.offsetHeight") <= 160
    assert page.evaluate("document.documentElement.scrollWidth") == width
