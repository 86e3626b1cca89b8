"""What people do in a browser. All of it works with JavaScript and without it."""

from __future__ import annotations

import time
from collections import Counter

from playwright.sync_api import Locator, Page, expect
from pyotp import TOTP

from tests.browser.forum import PASSWORD, recovery_code

# A machine that is busy with other tests reads slowly.
READ_WITHIN_SECONDS = 60
# How long a decision may take to be told: the seconds in which it can be undone, and the worker's next look.
TOLD_WITHIN_SECONDS = 90
_SIGN_INS: Counter[str] = Counter()
BEING_READ = "Your post is being read"
# Nobody presses the same key so often to get somewhere.
MOST_TABS = 90


def main(page: Page) -> Locator:
    """The page without its frame."""
    return page.get_by_role("main")


def press(page: Page, words: str) -> None:
    """Press the button that says this."""
    main(page).get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    """Follow the first link that says this."""
    main(page).get_by_role("link", name=words, exact=True).first.click()


def sees(page: Page, *words: str) -> None:
    """All of this stands on the page."""
    for part in words:
        expect(main(page)).to_contain_text(part)


def tab_to(page: Page, wanted: Locator) -> None:
    """Go there as somebody does who has no mouse."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Sign in through the form, and through the second step where there is one."""
    page.goto("/sign-in")
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")
    asked = page.get_by_role("heading", name="One thing more")
    # Whichever page comes: whether something is there is only told once one of the two is.
    expect(asked.or_(page.get_by_role("link", name="Inbox"))).to_be_visible()
    if asked.is_visible():
        _SIGN_INS[name] += 1
        page.get_by_label("Code").fill(recovery_code(name, _SIGN_INS[name]))
        press(page, "Go on")
    expect(page.get_by_role("link", name="Inbox")).to_be_visible()


def set_up_app(page: Page) -> str:
    """Set up an authenticator app, from the page that lists what there is. Returns the app's secret."""
    follow(page, "Set up an app")
    secret = main(page).locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("The six digits that your app shows now").fill(TOTP(secret).now())
    press(page, "Use this app")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    expect(main(page).get_by_role("listitem")).to_have_count(10)
    follow(page, "I have kept them. Go on")
    return secret


def join(page: Page, username: str, name: str) -> None:
    """Fill in the form of the page that the link "Join" leads to, and send it."""
    page.get_by_label("User name").fill(username)
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_label("E-mail address").fill(f"{username}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("I have read the rules").check()
    press(page, "Join")


def write(page: Page, words: str) -> None:
    """Put words into the writing box."""
    page.get_by_role("textbox", name="Your words").fill(words)


def send(page: Page, words: str, button: str = "Send") -> None:
    """Write, send, and look again until the automatic screen has read it."""
    write(page, words)
    press(page, button)
    wait_until_read(page)


def wait_until_read(page: Page) -> None:
    """Look again until the automatic screen has read what was sent."""
    until = time.monotonic() + READ_WITHIN_SECONDS
    while page.get_by_role("heading", name=BEING_READ).is_visible():
        assert time.monotonic() < until, "nobody has read this post"
        time.sleep(0.5)
        page.reload()


def open_newest_line(page: Page, link: str) -> None:
    """Open what stands on top of the inbox."""
    page.goto("/inbox")
    newest = main(page).get_by_role("listitem").first
    newest.get_by_role("button", name=link).click()


def hears(page: Page, words: str) -> Locator:
    """The newest line of the inbox, once it says so: a decision is told when it can't be undone any more."""
    page.goto("/inbox")
    newest = main(page).get_by_role("listitem").first
    until = time.monotonic() + TOLD_WITHIN_SECONDS
    while not newest.get_by_text(words).is_visible():
        assert time.monotonic() < until, f"nobody told {words!r}"
        time.sleep(0.5)
        page.reload()
    return newest
