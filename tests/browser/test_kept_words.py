"""Words on the device: for whom they are kept, when they are offered, and that no choice or typing loses any."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from forum.accounts.models import User
from forum.conversations.models import Post
from forum.database import db
from tests.browser.forum import PASSWORD, RunningForum, joined
from tests.browser.people import main, press, sees, sign_in, write
from tests.support.browser import Visits

REPLY = "/threads/1/reply"
# Where a draft may stay behind.
ELSEWHERE = "/threads/2/reply"
# What a page sends while it is left is out of a route's reach.
NO_DRAFTS = "window.fetch = () => Promise.reject(new TypeError('no way out'));"
OLD = "It took me two hours to say this."
NEW = "Hello again."
OFFER = "You began to write here before."


def typed(page: Page, words: str) -> None:
    """Put words into the box, and wait until the device has them."""
    write(page, words)
    page.wait_for_function(
        "words => Object.values(localStorage).some(kept => kept.includes(JSON.stringify(words)))",
        arg=words,
    )


def type_early(page: Page, path: str, words: str) -> None:
    """Put words into the box of a page whose scripts come only afterwards."""
    on_the_way: list[Route] = []

    def stop(scripts: Route) -> None:
        on_the_way.append(scripts)

    page.route("**/js/main.js", stop)
    page.goto(path, wait_until="commit")
    write(page, words)
    for scripts in on_the_way:
        scripts.continue_()
    page.wait_for_load_state("networkidle")
    page.unroute("**/js/main.js")


def on_device(page: Page) -> str:
    """All that the device has kept, once the page has forgotten what has arrived."""
    page.wait_for_load_state("networkidle")
    return str(page.evaluate("JSON.stringify(localStorage)"))


def box_holds(page: Page, words: str) -> None:
    """These words and no others stand in the box."""
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(words)


def is_offered(page: Page, *, offered: bool = True) -> None:
    """Whether the page offers what was kept. What it does by itself it has done when this is asked."""
    page.wait_for_load_state("networkidle")
    expect(main(page).get_by_text(OFFER)).to_have_count(1 if offered else 0)


@pytest.fixture
def drafting(visits: Visits) -> Page:
    """Dee's browser."""
    opened = visits.open()
    sign_in(opened, "dee")
    return opened


@pytest.fixture
def page(drafting: Page) -> Page:
    """The same, where her drafts don't get through: the device alone has what she types."""
    drafting.add_init_script(NO_DRAFTS)
    return drafting


@pytest.fixture
def own_post(forum: RunningForum) -> int:
    """A post of hers that everybody can see."""
    with forum.app.app_context():
        found = db.session.scalars(
            select(Post.id)
            .join(User, User.id == Post.author_id)
            .where(User.username == "dee", Post.state == "published", Post.is_opening.is_(False))
        ).first()
        if found is None:
            pytest.fail("the example community has no post of hers")
        return found


def test_they_are_offered_to_whoever_wrote_them(page: Page) -> None:
    page.goto(REPLY)
    typed(page, OLD)
    page.context.clear_cookies()
    page.goto("/")
    assert OLD in on_device(page), "a visitor may be whoever wrote it"
    sign_in(page, "dee")
    page.goto(REPLY)
    is_offered(page)
    press(page, "Put them back")
    box_holds(page, OLD)


def test_nobody_else_is_offered_them(page: Page) -> None:
    page.goto(REPLY)
    typed(page, OLD)
    page.context.clear_cookies()
    sign_in(page, "noor")
    assert OLD not in on_device(page)
    page.goto(REPLY)
    is_offered(page, offered=False)


def test_signing_out_on_its_page_forgets_them(page: Page) -> None:
    page.goto(REPLY)
    typed(page, OLD)
    page.goto("/sign-out")
    press(page, "Sign out")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert OLD not in on_device(page)


def test_leaving_forgets_them_unless_it_is_turned_away(forum: RunningForum, visits: Visits) -> None:
    with forum.app.app_context():
        joined("gus", "Gus")
    page = visits.open()
    sign_in(page, "gus")
    page.goto("/threads/1")
    typed(page, OLD)
    page.goto("/account/leave")
    page.get_by_label("without my name").check()
    for password, stays in (("not the one", True), (PASSWORD, False)):
        page.locator("[name=password]").fill(password)
        press(page, "Leave this place")
        heading = "Leave this place" if stays else "You have left"
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert (OLD in on_device(page)) is stays


def test_a_change_of_a_post_is_offered_and_forgotten_once_it_waits(
    page: Page, own_post: int
) -> None:
    path = f"/posts/{own_post}/edit"
    page.goto(path)
    before = page.get_by_role("textbox", name="Your words").input_value()
    typed(page, f"One word before. {before}")
    page.goto(path)
    is_offered(page)
    typed(page, f"{before} One word after.")
    page.goto(path)
    is_offered(page)
    press(page, "Put them back")
    for words in ("One word before.", "One word after."):
        assert words in page.get_by_role("textbox", name="Your words").input_value()
    typed(page, f"{before} One word more.")
    press(page, "Send it")
    sees(page, "Others see the earlier version")
    assert before not in on_device(page)
    page.goto(path)
    is_offered(page, offered=False)


def test_so_is_a_change_of_ones_profile(page: Page) -> None:
    page.goto("/account/profile")
    about = page.locator("[name=biography]")
    about.fill("I like long walks.")
    page.wait_for_function("() => JSON.stringify(localStorage).includes('long walks')")
    page.goto("/account/profile")
    press(page, "Put them back")
    expect(about).to_have_value("I like long walks.")


class TestTypingPastTheOffer:
    """Until somebody chooses, the older words stay."""

    @pytest.fixture(autouse=True)
    def past_it(self, page: Page) -> None:
        page.goto(REPLY)
        typed(page, OLD)
        page.goto(REPLY)
        is_offered(page)
        typed(page, NEW)

    def test_putting_them_back_takes_nothing_away(self, page: Page) -> None:
        press(page, "Put them back")
        box_holds(page, f"{NEW}\n\n{OLD}")
        page.goto(REPLY)
        press(page, "Put them back")
        box_holds(page, f"{NEW}\n\n{OLD}")

    def test_forgetting_them_forgets_no_new_ones(self, page: Page) -> None:
        press(page, "Forget them")
        box_holds(page, NEW)
        assert OLD not in on_device(page)
        page.goto(REPLY)
        press(page, "Put them back")
        box_holds(page, NEW)

    def test_both_are_offered_to_whoever_went_away_without_choosing(self, page: Page) -> None:
        page.goto(REPLY)
        press(page, "Put them back")
        box_holds(page, f"{OLD}\n\n{NEW}")

    def test_sending_the_new_ones_leaves_the_older(self, page: Page) -> None:
        press(page, "Send")
        sees(page, "Your post is being read")
        assert NEW not in on_device(page)
        page.goto("/threads/1")
        press(page, "Put them back")
        box_holds(page, OLD)


class TestABadConnection:
    """Somebody types before the page's scripts have come."""

    def test_the_words_are_kept_and_drafted_though_no_further_key_is_pressed(
        self, drafting: Page
    ) -> None:
        page = drafting
        type_early(page, "/threads/3/reply", OLD)
        expect(page.locator("[data-draft-status]")).to_contain_text("Saved as a draft")
        assert OLD in on_device(page)

    def test_what_was_kept_before_stays_beside_them(self, page: Page) -> None:
        page.goto(REPLY)
        typed(page, OLD)
        type_early(page, REPLY, NEW)
        is_offered(page)
        page.goto(REPLY)
        press(page, "Put them back")
        box_holds(page, f"{OLD}\n\n{NEW}")


def test_what_a_browser_puts_back_after_it_was_sent_is_not_kept_once_more(page: Page) -> None:
    page.goto(REPLY)
    typed(page, OLD)
    press(page, "Send")
    sees(page, "Your post is being read")
    # Whoever goes back before the page's scripts have come is offered them once more, which harms nobody.
    assert OLD not in on_device(page)
    page.go_back()
    box_holds(page, OLD)
    assert OLD not in on_device(page)


def test_what_has_not_been_saved_as_a_draft_is_said_to_be_on_the_device(drafting: Page) -> None:
    page = drafting
    page.goto(ELSEWHERE)
    status = page.get_by_role("status").and_(page.locator("[data-draft-status]"))
    typed(page, OLD)
    expect(status).to_have_text("Saved as a draft. Only you can see it.")
    page.route("**/draft", lambda route: route.abort())
    typed(page, f"{OLD} {NEW}")
    expect(status).to_have_text(
        "Your latest words are not saved as a draft yet. They are kept on this device."
    )


def test_what_was_typed_right_after_a_draft_was_saved_is_offered(drafting: Page) -> None:
    page = drafting
    page.goto(ELSEWHERE)
    status = page.locator("[data-draft-status]")
    typed(page, OLD)
    expect(status).to_have_text("Saved as a draft. Only you can see it.")
    page.route("**/draft", lambda route: route.abort())
    typed(page, f"{OLD} {NEW}")
    expect(status).to_contain_text("They are kept on this device.")
    page.goto(ELSEWHERE)
    box_holds(page, OLD)
    press(page, "Put them back")
    box_holds(page, f"{OLD} {NEW}")


def test_an_emptied_box_is_not_said_to_be_saved(drafting: Page) -> None:
    page = drafting
    page.goto(ELSEWHERE)
    status = page.locator("[data-draft-status]")
    typed(page, OLD)
    expect(status).to_have_text("Saved as a draft. Only you can see it.")
    write(page, "")
    expect(status).to_have_text("")


def test_a_draft_that_is_thrown_away_goes_from_the_device_too(drafting: Page) -> None:
    page = drafting
    page.goto(ELSEWHERE)
    typed(page, OLD)
    expect(page.locator("[data-draft-status]")).to_contain_text("Saved as a draft")
    assert OLD in on_device(page)
    page.goto("/home")
    main(page).get_by_role("button", name="Throw it away").first.click()
    sees(page, "Your draft is gone.")
    assert OLD not in on_device(page)


def test_the_box_below_a_thread_and_the_page_for_answering_it_are_one_place(page: Page) -> None:
    page.goto("/threads/1")
    typed(page, OLD)
    page.goto(REPLY)
    press(page, "Put them back")
    box_holds(page, OLD)
