"""A newcomer's first steps on a phone, without JavaScript: questions, a draft, a guided hello, home, the mentor."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import follow, join, main, press, sees, sign_in, write
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
    box = page.get_by_role("textbox", name="Your words")
    expect(box).to_have_value(f"{WORDS}\n\nI came here because ")
    expect(box).to_be_in_viewport()
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


@pytest.mark.parametrize("javascript", [True, False])
def test_whoever_has_sent_something_sees_at_once_that_it_is_up(
    visits: Visits, *, javascript: bool
) -> None:
    page = visits.open(javascript=javascript, width=360, height=740)
    sign_in(page, "noor")
    page.goto("/people/noor")
    post = main(page).get_by_role("link", name="Three words are enough").get_attribute("href")
    page.goto(f"{post}?sent=1")
    said = main(page).get_by_text("Your post is up. Thank you for writing.")
    expect(said).to_be_in_viewport()
    expect(main(page).get_by_text("kicked out. safe. 18")).to_be_in_viewport()
    if javascript:
        # A screen reader begins there, too.
        expect(main(page).locator("[data-sent]")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_whoever_joins_to_answer_something_is_back_at_it(
    visits: Visits, *, javascript: bool
) -> None:
    page = visits.open(javascript=javascript, width=360, height=740)
    page.goto("/categories/hard-days")
    follow(page, "My handwriting left")
    follow(page, "join us")
    join(page, f"uma{'_js' * javascript}", "Uma")
    follow(page, "Skip all of this")
    expect(page.get_by_role("heading", name="My handwriting left", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Answer", exact=True)).to_be_in_viewport()
    narrow(page)


@pytest.mark.parametrize("path", ["/threads/1-new-here-pull-up-a-chair?page=2", "/home"])
def test_letters_twice_as_large_fit_a_phone(visits: Visits, path: str) -> None:
    page = visits.open(javascript=False, width=360, height=740)
    sign_in(page, "noor")
    large = page.context.new_cdp_session(page)
    large.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.goto(path)
    # Whoever measures has to see that the letters are large.
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 32
    narrow(page)
