"""The second step at sign-in in a real browser: by typing a code without JavaScript, and with a passkey."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pyotp import TOTP

from tests.browser.forum import PASSWORD, RunningForum
from tests.browser.people import follow, join, main, press, sees, set_up_app
from tests.support.browser import Visits, assert_accessible

WIDTHS = (320, 1280)
OTHER_PASSWORD = "marble kettle daylight"


@pytest.fixture
def local(browser: Browser, forum: RunningForum) -> Iterator[Visits]:
    """The same forum under a name: a passkey belongs to a name, and 127.0.0.1 is none."""
    made = Visits(browser, forum.url.replace("127.0.0.1", "localhost"))
    yield made
    made.close()
    assert made.complaints == []


@contextmanager
def a_key_is_plugged_in(page: Page) -> Iterator[None]:
    """Chromium's own stand-in for a security key."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    devtools.send("WebAuthn.disable")


def type_the_password(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="One thing more")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/sign-out")
    press(page, "Sign out")


def look_at(page: Page) -> None:
    """What axe has to say in both themes, and whether the page fits a phone."""
    # The page before may still be there.
    expect(page).to_have_title(re.compile(r"\S"))
    page.wait_for_load_state()
    assert_accessible(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_a_code_signs_in_without_javascript(visits: Visits) -> None:
    page = visits.open(javascript=False)
    page.goto("/join")
    join(page, "tove", "Tove")
    page.goto("/account")
    follow(page, "Second step at sign-in")
    secret = set_up_app(page)
    sees(page, "10 are left")
    sign_out(page)
    type_the_password(page, "tove")
    page.get_by_label("Code").fill("000000")
    press(page, "Go on")
    sees(page, "This code does not fit")
    # The app's first code was used to set it up. The next one is good half a minute early.
    page.get_by_label("Code").fill(TOTP(secret).at(time.time() + 30))
    press(page, "Go on")
    expect(page.get_by_role("link", name="Inbox")).to_be_visible()


def test_a_double_click_on_setting_up_an_app_shows_codes_that_hold(visits: Visits) -> None:
    page = visits.open(javascript=False)
    page.goto("/join")
    join(page, "dora", "Dora")
    page.goto("/account/second-step")
    follow(page, "Set up an app")
    secret = main(page).locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("The six digits that your app shows now").fill(TOTP(secret).now())
    page.get_by_role("button", name="Use this app").dblclick()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.wait_for_load_state()
    [code, *_] = main(page).get_by_role("listitem").all_inner_texts()
    follow(page, "I have kept them. Go on")
    sees(page, "10 are left")
    sign_out(page)
    type_the_password(page, "dora")
    page.get_by_label("Code").fill(code)
    press(page, "Go on")
    expect(page.get_by_role("link", name="Inbox")).to_be_visible()


def test_a_passkey_signs_in(local: Visits) -> None:
    page = local.open()
    with a_key_is_plugged_in(page):
        page.goto("/join")
        join(page, "pia", "Pia")
        page.goto("/account/second-step")
        look_at(page)
        follow(page, "Set up a passkey")
        expect(page.get_by_label("What shall it be called?")).to_be_visible()
        look_at(page)
        page.get_by_label("What shall it be called?").fill("the blue key")
        press(page, "Ask my device")
        expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        look_at(page)
        follow(page, "I have kept them. Go on")
        sees(page, "the blue key", "10 are left")
        sign_out(page)
        type_the_password(page, "pia")
        look_at(page)
        press(page, "Use my passkey")
        expect(page.get_by_role("link", name="Inbox")).to_be_visible()
        page.goto("/account/second-step")
        sees(page, "last used")


def test_a_device_that_does_not_answer_is_told_about_kindly(local: Visits) -> None:
    page = local.open()
    page.goto("/join")
    join(page, "rune", "Rune")
    page.goto("/account/second-step/passkey")
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    press(page, "Ask my device")
    sees(page, "Nothing came back from your device.")
    expect(main(page).get_by_role("button", name="Ask my device")).to_be_enabled()


def test_the_page_of_the_app_is_accessible_and_fits_a_phone(visits: Visits) -> None:
    page = visits.open()
    page.goto("/join")
    join(page, "siv", "Siv")
    page.goto("/account/second-step/app")
    look_at(page)
    page.get_by_label("The six digits that your app shows now").fill("12")
    press(page, "Use this app")
    expect(page.get_by_role("alert")).to_be_focused()
    look_at(page)
    assert re.fullmatch(r"[A-Z2-7 ]{39}", main(page).locator("code.secret").inner_text())


def press_twice(page: Page, name: str) -> None:
    """As a hand does that is used to double clicks: the second one while the answer is on its way."""
    button = main(page).get_by_role("button", name=name)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)
    page.wait_for_timeout(25)
    page.mouse.click(x, y)


def test_a_double_click_is_one_and_nobody_is_signed_out_by_it(visits: Visits) -> None:
    page = visits.open()
    page.goto("/join")
    join(page, "una", "Una")
    page.goto("/account/password")
    page.get_by_label("Your current password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(OTHER_PASSWORD)
    press_twice(page, "Change the password")
    sees(page, "Your new password is set.")
    page.goto("/account/second-step/app")
    secret = main(page).locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("The six digits that your app shows now").fill(TOTP(secret).now())
    press_twice(page, "Use this app")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_a_form_whose_page_stays_is_heard_again_after_a_while(visits: Visits) -> None:
    page = visits.open()
    page.clock.install()
    page.goto("/join")
    join(page, "vera", "Vera")
    page.goto("/account/your-data")
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.method))
    with page.expect_download():
        press(page, "Make a copy and save it")
    press(page, "Make a copy and save it")
    page.clock.fast_forward(10_000)
    with page.expect_download():
        press(page, "Make a copy and save it")
    assert asked == ["POST", "POST"]
