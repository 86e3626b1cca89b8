"""What WCAG 2.2 AA asks, on every page, for everybody who may open it, light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.forum import (
    RunningForum,
    forum_in_this_process,
    session_cookie,
    settings_of,
)
from tests.browser.people import main, sign_in, write
from tests.browser.states import Known, bring_about
from tests.browser.tour import VISITOR, Stop, endpoints, tour
from tests.support.browser import Visits, assert_accessible
from tests.support.databases import Databases

# The tour's people, in groups that take about as long as each other.
GROUPS = {
    "visitor": {VISITOR},
    "newcomers": {"mina", "teo"},
    "mentor and moderator": {"marisol", "nokuthula"},
    "admin": {"ada"},
    "authors": None,
}
NARROW = 320
HAS_FOCUS_RING = """() => {
  const shown = getComputedStyle(document.activeElement);
  const outline = shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) >= 2;
  return outline || shown.boxShadow !== "none";
}"""


@dataclass(frozen=True, kw_only=True)
class Toured:
    """A database with posts in every state there is, whom to ask for which, and all pages."""

    url: str
    known: Known
    stops: Sequence[Stop]


@pytest.fixture(scope="module")
def toured(
    databases: Databases,
    example_url: Callable[[], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Toured:
    """Where the tour went. It asks for thousands of pages, so it is made once for all processes."""

    def fill() -> tuple[str, object]:
        url = example_url()
        settings = settings_of(tmp_path_factory.mktemp("tour"), url)
        with forum_in_this_process(settings) as app:
            with app.app_context():
                known = bring_about()
            stops = tour(app, known)
        return url, {"known": asdict(known), "stops": [asdict(stop) for stop in stops]}

    folder = tmp_path_factory.mktemp("database")
    url, seen = databases.create_filled(folder, "toured", fill)
    return Toured(
        url=url, known=Known(**seen["known"]), stops=[Stop(**stop) for stop in seen["stops"]]
    )


@pytest.fixture(scope="module")
def forum(run_forum: Callable[[str], RunningForum], toured: Toured) -> RunningForum:
    """A forum with the example community, and all that the tour has to see."""
    return run_forum(toured.url)


@pytest.fixture(scope="module")
def known(toured: Toured) -> Known:
    """People whose posts are in every state there is."""
    return toured.known


@pytest.fixture(scope="module")
def stops(toured: Toured) -> Sequence[Stop]:
    """Every page."""
    return toured.stops


def enter(visits: Visits, forum: RunningForum, person: str) -> Page:
    """A page of this person, who is signed in without the form; the walks fill it in."""
    page = visits.open()
    if person != VISITOR:
        with forum.app.app_context():
            name, value = session_cookie(person)
        page.context.add_cookies(
            [{"name": name, "value": value, "url": forum.url.replace("http:", "https:")}]
        )
        page.goto("/")
        expect(page.get_by_role("link", name="Inbox")).to_be_visible()
    return page


def problems(page: Page) -> Iterator[str]:
    """What is wrong with the page as it is now."""
    try:
        assert_accessible(page)
    except AssertionError as error:
        yield str(error)
    if page.get_by_role("heading", level=1).count() != 1:
        yield f"{page.url}: not exactly one h1"
    size: Any = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW:
        yield f"{page.url} is {width} px wide on a screen of {NARROW}"
    page.set_viewport_size(size)


def test_the_tour_misses_no_page(forum: RunningForum, stops: Sequence[Stop]) -> None:
    assert endpoints(forum.app) <= {stop.kind.split()[0] for stop in stops}
    states = {stop.kind.partition(" ")[2] for stop in stops if "conversations.post" in stop.kind}
    wanted = {"submitted", "held", "changes_requested", "declined", "hidden", "removed"}
    assert wanted <= states
    assert {"403", "404", "405"} <= {stop.kind for stop in stops}


@pytest.mark.parametrize("group", GROUPS)
def test_every_page_is_accessible(
    forum: RunningForum, visits: Visits, stops: Sequence[Stop], group: str
) -> None:
    named = {person for people in GROUPS.values() if people for person in people}
    people = GROUPS[group] or {stop.person for stop in stops} - named
    found: list[str] = []
    for person in sorted(people):
        page = enter(visits, forum, person)
        for stop in stops:
            if stop.person == person:
                page.goto(stop.path)
                found += problems(page)
        page.context.close()
    assert not found, "\n".join(found)


def test_a_forum_that_is_not_set_up_is_accessible(
    browser: Browser, new_forum: Callable[[], RunningForum]
) -> None:
    fresh = new_forum()
    visits = Visits(browser, fresh.url)
    page = visits.open()
    found: list[str] = []
    for path in ("/", "/setup/not-the-link", fresh.setup_link()):
        page.goto(path)
        found += problems(page)
    page.get_by_role("button", name="Light the fire").click()
    expect(page.get_by_text("Nearly there")).to_be_visible()
    found += problems(page)
    visits.close()
    assert not [*found, *visits.complaints]


def test_forms_that_were_not_accepted_are_accessible(visits: Visits, known: Known) -> None:
    page = visits.open()
    found: list[str] = []
    for path, button in (
        ("/join", "Join"),
        ("/sign-in", "Sign in"),
        ("/forgotten-password", "Send me a link"),
    ):
        page.goto(path)
        main(page).get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()
        found += problems(page)
    sign_in(page, known.fresh)
    page.goto("/threads/1/reply")
    write(page, "x" * 20_001)
    expect(page.get_by_text("1 character too many")).to_be_visible()
    found += problems(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_focused()
    found += problems(page)
    assert not found, "\n".join(found)


def test_what_opens_is_accessible(visits: Visits, known: Known) -> None:
    page = visits.open()
    sign_in(page, "ada")
    page.goto("/review")
    page.locator("summary", has_text="Your menu").click()
    expect(page.get_by_role("link", name="Audit log")).to_be_visible()
    found = [*problems(page)]
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Audit log")).to_be_hidden()
    for item in page.get_by_role("listitem").get_by_role("link").all():
        page.goto(item.get_attribute("href") or "")
        box = page.get_by_role("button", name="Show it: words that may be hard to read")
        if box.count():
            found += problems(page)
            box.click()
            found += problems(page)
            break
        page.go_back()
    assert not found, "\n".join(found)


def test_the_keyboard_reaches_the_words_and_sends_them(visits: Visits, known: Known) -> None:
    page = visits.open()
    sign_in(page, known.fresh)
    page.goto("/threads/1")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(main(page)).to_be_focused()
    box = page.get_by_role("textbox", name="Your words")
    for _ in range(200):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(HAS_FOCUS_RING), f"nobody sees that this has the focus: {where}"
        if box.evaluate("box => box === document.activeElement"):
            break
    expect(box).to_be_focused()
    # What they could not send at another time waits in the box.
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Hello, I am Mina.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your post is being read")).to_be_visible()


def test_no_page_is_too_wide_for_a_phone_in_the_middle_of_a_long_word(
    visits: Visits, known: Known
) -> None:
    page = visits.open(width=NARROW, height=700)
    sign_in(page, known.edit_held)
    page.goto("/threads/1/reply")
    write(
        page, "Donaudampfschifffahrtsgesellschaftskapitän" * 6 + "\n\n```\n" + "=" * 300 + "\n```"
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Your post is being read")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
