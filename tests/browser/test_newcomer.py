"""A newcomer's first steps on a phone, without JavaScript: questions, a draft, a guided hello, home, the mentor."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.people import follow, join, main, press, sees, write
from tests.support.browser import Visits

WORDS = "I am Ida, and I read along for a while."


def narrow(page: Page) -> None:
    """Nothing on the page is wider than the phone."""
    page.wait_for_load_state()  # a heading may be there before the style sheet is
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_first_steps_on_a_phone_without_javascript(visits: Visits) -> None:
    page = visits.open(javascript=False, width=360, height=740)
    page.goto("/join")
    join(page, "ida", "Ida")
    sees(page, "A few questions, if you like", "Skip all of this")
    narrow(page)
    page.get_by_label("Hard days").check()
    page.get_by_label("How would you like to be addressed?").fill("Ida, she")
    press(page, "Save and go on")
    sees(page, "Welcome, Ida", "you like to talk about this", "Nobody in particular yet")
    narrow(page)
    main(page).get_by_role("link", name="Say hello").first.click()
    sees(page, "What we hold to here", "Your hello")
    write(page, WORDS)
    press(page, "What brings you here")
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(
        f"{WORDS}\n\nI came here because "
    )
    press(page, "Keep as a draft")
    sees(page, "Kept as a draft. Only you can see it.")
    narrow(page)
    page.goto("/home")
    sees(page, "You began to write", WORDS)
    main(page).get_by_role("link", name="Go on writing").click()
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(
        f"{WORDS}\n\nI came here because"
    )
    page.goto("/home/mentor")
    narrow(page)
    follow(page, "Back to your first steps")
    page.goto("/home/ask")
    sees(page, "This is public", "Everybody can read your question")
    narrow(page)
