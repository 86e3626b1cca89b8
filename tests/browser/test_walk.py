"""The main job, lived through: a newcomer's first post lands somewhere friendly.

One story, told once with JavaScript and once without it: real web server, real worker, the model that ships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forum import PASSWORD, RunningForum, give_password
from tests.browser.people import (
    follow,
    hears,
    join,
    main,
    open_newest_line,
    press,
    sees,
    send,
    set_up_app,
    sign_in,
    wait_until_read,
)
from tests.support.browser import TIMEOUT_MILLISECONDS, Visits

# On a machine that is busy with other tests.
SET_UP_WITHIN_MILLISECONDS = 90_000
RULE = "Speak as at your own table"
RULE_TEXT = "Kindly, and to the person. Above all when they are new."
THREAD = "Coffee, tea, or just a chair"
REASON = "A gentle place to say hello."
HELLO = """Hello, I am Nia. I moved here in spring and I do not know many people yet.

I like baking bread and long walks by the river."""
WELCOME = "Welcome, Nia. How good that you found us. Which bread do you like to bake the most?"
UNKIND = "Shut up, you stupid idiot. Nobody wants you here, get lost."
BETTER = "Welcome, Nia. Try rye bread with caraway, it keeps for a week."
CRUEL = "Shut up, you stupid worthless loser. Crawl back to the hole you came from."
ASKED = "Please say it without going for the person. You are welcome to answer her."
DECLINED = "This only hurts. If you had a bad day, begin a thread of your own and tell us."


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody's own browser."""

    admin: Page
    mentor: Page
    moderator: Page
    newcomer: Page
    member: Page
    visitor: Page


@pytest.fixture
def forum(new_forum: Callable[[], RunningForum]) -> Iterator[RunningForum]:
    """A forum that nobody has set up yet, with its worker."""
    made = new_forum()
    made.worker.start()
    yield made
    made.worker.stop()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_newcomers_first_post_lands_somewhere_friendly(
    forum: RunningForum, visits: Visits, javascript: bool
) -> None:
    cast = Cast(**{name: visits.open(javascript=javascript) for name in Cast.__annotations__})
    the_admin_sets_the_community_up(cast, forum.setup_link())
    with forum.app.app_context():
        give_password()
    two_people_join_and_are_given_roles(cast)
    the_mentor_makes_a_welcome_thread(cast)
    a_visitor_reads_and_joins(cast)
    the_newcomer_introduces_herself(cast)
    the_mentor_answers_her(cast)
    first = an_unkind_reply_is_held(cast, UNKIND)
    the_moderator_asks_for_a_change(cast)
    its_author_changes_it_and_it_is_published(cast, first)
    an_unkind_reply_is_held(cast, CRUEL)
    the_moderator_declines(cast)
    the_admin_reads_what_happened(cast)
    the_admin_takes_a_role(cast)


def the_admin_sets_the_community_up(cast: Cast, link: str) -> None:
    page = cast.admin
    page.goto("/")
    sees(page, "This forum is not set up yet")
    page.goto(link)
    page.get_by_label("What is this place called?").fill("Lantern Lane")
    page.get_by_label("One sentence about it").fill("Come in, you can listen first.")
    page.get_by_label("Your name, as others will see it").fill("Ada")
    page.get_by_label("Your user name").fill("ada")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_label("Rule 1", exact=True).fill(RULE)
    page.get_by_label("Rule 1 in a sentence or two").fill(RULE_TEXT)
    page.get_by_label("With an example community").check()
    # Hundreds of posts are written before the next page comes.
    page.set_default_navigation_timeout(SET_UP_WITHIN_MILLISECONDS)
    page.set_default_timeout(SET_UP_WITHIN_MILLISECONDS)
    press(page, "Light the fire")
    page.set_default_timeout(TIMEOUT_MILLISECONDS)
    sees(page, "Welcome home. This is your community now.", "Your role asks for this")
    set_up_app(page)
    sees(page, "Say hello here")
    page.goto(link)
    sees(page, "There is nothing at this address")


def two_people_join_and_are_given_roles(cast: Cast) -> None:
    for page, name, role in (
        (cast.mentor, "Momo", "mentor"),
        (cast.moderator, "Rahel", "moderator"),
    ):
        page.goto("/join")
        join(page, name.lower(), name)
        sees(page, "A few questions, if you like")
        cast.admin.goto("/admin/people")
        cast.admin.get_by_label("Name", exact=True).fill(name)
        press(cast.admin, "Find")
        follow(cast.admin, f"Roles of {name}")
        main(cast.admin).get_by_role("button", name=f"Give the role {role}").click()
        row = main(cast.admin).get_by_role("listitem").filter(has_text=role.capitalize())
        expect(row).to_contain_text("has this role")
        page.goto("/inbox")
        sees(page, f"You are a {role} here now.")
    cast.moderator.goto("/review")
    sees(cast.moderator, "Your role asks for this")
    set_up_app(cast.moderator)
    expect(cast.moderator.get_by_role("heading", name="Review")).to_be_visible()


def the_mentor_makes_a_welcome_thread(cast: Cast) -> None:
    page = cast.mentor
    page.goto("/")
    page.get_by_role("link", name="Hello", exact=True).click()
    follow(page, "Begin a thread")
    page.get_by_label("Title").fill(THREAD)
    send(page, "Sit down wherever you like. Tell us what you drink, if you want to tell anything.")
    sees(page, "Your post is up.")
    follow(page, "Make it a welcome thread")
    page.get_by_label("What is this thread good for?").fill(REASON)
    press(page, "Make it a welcome thread")
    sees(page, "This is a welcome thread.", REASON, "Momo looks after it.")


def a_visitor_reads_and_joins(cast: Cast) -> None:
    for page in (cast.visitor, cast.newcomer):
        page.goto("/")
        follow(page, THREAD)
        sees(page, "Sit down wherever you like.", "Would you like to say something?")
    page = cast.newcomer
    page.get_by_role("contentinfo").get_by_role("link", name="Our rules").click()
    sees(page, RULE, RULE_TEXT)
    page.get_by_role("banner").get_by_role("link", name="Join").click()
    sees(page, RULE)
    join(page, "nia", "Nia")
    sees(page, "A few questions, if you like", "to find conversations and a mentor who suit you")
    follow(page, "Skip all of this")
    sees(page, "Welcome, Nia", "Say hello", THREAD)
    expect(page.get_by_role("complementary")).to_contain_text(RULE)


def the_newcomer_introduces_herself(cast: Cast) -> None:
    page = cast.newcomer
    follow(page, THREAD)
    rules = page.get_by_role("heading", name="What we hold to here").bounding_box()
    box = page.get_by_role("textbox", name="Your words").bounding_box()
    assert rules is not None
    assert box is not None
    assert rules["y"] < box["y"], "the rules stand on top of the box"
    sees(page, RULE)
    send(page, HELLO)
    sees(page, "Your post is up.", "baking bread")
    cast.visitor.reload()
    sees(cast.visitor, "long walks by the river")


def the_mentor_answers_her(cast: Cast) -> None:
    page = cast.mentor
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Mentor’s desk").click()
    # She looks after the thread, so she was called for Nia; others wait for somebody else.
    expect(page.locator("li[id^=waiting-]").first).to_contain_text("Nia")
    others = page.get_by_role("region", name="Waiting for others").locator("li[id^=waiting-] time")
    since = [one.get_attribute("datetime") or "" for one in others.all()]
    assert since
    assert since == sorted(since), "the longest wait comes first"
    follow(page, "Answer Nia")
    sees(page, "Answer Nia", "baking bread", "Nia is new here.", RULE)
    send(page, WELCOME)
    sees(page, "Your post is up.", WELCOME)
    page.goto("/mentor")
    expect(main(page)).not_to_contain_text("Answer Nia")
    cast.newcomer.goto("/home")
    sees(cast.newcomer, "Somebody answered you", f"Momo in “{THREAD}”")
    open_newest_line(cast.newcomer, "Read the answer")
    sees(cast.newcomer, WELCOME)


def an_unkind_reply_is_held(cast: Cast, words: str) -> str:
    """A member of long standing writes it. Returns the address of the post's page."""
    page = cast.member
    if not page.url.startswith("http"):
        sign_in(page, "stormy_m")
    page.goto("/")
    follow(page, THREAD)
    hers = page.get_by_role("article").filter(has_text="baking bread")
    hers.get_by_role("link", name="Answer Nia").click()
    send(page, words)
    sees(
        page,
        "Before you send it",
        "Somebody who is new here will read it.",
        "Nothing has been sent",
    )
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(words)
    press(page, "Ask a person to read it")
    wait_until_read(page)
    sees(
        page, "Your post is resting until a person has read it", "The automatic screen set it aside"
    )
    sees(page, "no person has looked yet", "A moderator reads it", "You hear from them", words)
    expect(page.get_by_role("link", name="Change it")).to_be_visible()
    expect(page.get_by_role("link", name="Take it back")).to_be_visible()
    nobody_else_sees(cast, words)
    return page.url


def nobody_else_sees(cast: Cast, words: str) -> None:
    for page in (cast.newcomer, cast.visitor):
        for path in ("/", "/home", "/inbox", "/people/stormy_m"):
            page.goto(path)
            assert words not in page.content()
        page.goto("/")
        follow(page, THREAD)
        sees(page, WELCOME)
        assert words not in page.content()


def open_the_review(cast: Cast, words: str) -> None:
    page = cast.moderator
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Review").click()
    row = main(page).get_by_role("listitem").filter(has_text="speaks to Nia, a newcomer")
    row.get_by_role("link").click()
    sees(page, "An answer to a newcomer", "Where it stands", THREAD, "A newcomer, joined")
    expect(page.get_by_label("What Nia wrote")).to_contain_text("baking bread")
    sees(page, "What the automatic screen thought", "over the limit of", "Insult", "Threat")
    hard_to_read = page.get_by_role("button", name="Show it: words that may be hard to read")
    if hard_to_read.count():
        hard_to_read.click()
    expect(main(page).get_by_text(words).first).to_be_visible()


def the_moderator_asks_for_a_change(cast: Cast) -> None:
    page = cast.moderator
    open_the_review(cast, UNKIND)
    page.get_by_label("Ask for a change").check()
    press(page, "Send the decision")
    sees(page, "Nearly there.")
    page.get_by_label("Your words to the author").fill(ASKED)
    press(page, "Send the decision")
    sees(page, "Its author is told in a moment.")
    nobody_else_sees(cast, UNKIND)


def its_author_changes_it_and_it_is_published(cast: Cast, address: str) -> None:
    page = cast.member
    hears(page, "asks you for a change")
    open_newest_line(page, "Open your post")
    assert page.url.partition("?")[0] == address.partition("?")[0]
    sees(page, "Your post is back with you", ASKED, UNKIND)
    follow(page, "Change it")
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(UNKIND)
    sees(page, ASKED, RULE)
    send(page, BETTER, "Send it")
    sees(page, "Your post is up.", BETTER)
    for reader in (cast.newcomer, cast.visitor):
        reader.reload()
        sees(reader, BETTER)
        assert UNKIND not in reader.content()


def the_moderator_declines(cast: Cast) -> None:
    page = cast.moderator
    open_the_review(cast, CRUEL)
    page.get_by_label("Decline it").check()
    page.get_by_label("Which rule is it about?").select_option(label=f"1. {RULE}")
    page.get_by_label("Your words to the author").fill(DECLINED)
    press(page, "Send the decision")
    sees(page, "Its author is told in a moment.")
    page = cast.member
    newest = hears(page, "decided not to publish it")
    for words in ("decided not to publish it", RULE, RULE_TEXT, DECLINED):
        expect(newest).to_contain_text(words)
    open_newest_line(page, "Open your post")
    sees(page, "Your post was not published", RULE, DECLINED, CRUEL)
    nobody_else_sees(cast, CRUEL)


def the_admin_reads_what_happened(cast: Cast) -> None:
    page = cast.admin
    page.goto("/admin/audit")
    log = main(page).get_by_role("table").inner_text()
    steps = (
        "Ada (admin) set the community up",
        "Momo joined",
        "Ada (admin) made Momo mentor",
        "Rahel joined",
        "Ada (admin) made Rahel moderator",
        "Momo (mentor) made their own thread",
        "Nia joined",
        "by Nia and published it",
        "by Momo and published it",
        "by stormy aside for a person to read",
        "Rahel (moderator) asked for a change to",
        "stormy sent a new version of",
        "by stormy and published it",
        "by stormy aside for a person to read",
        "Rahel (moderator) declined",
    )
    rest = log
    for step in reversed(steps):
        assert step in rest, f"{step!r} is not where it should be in\n{log}"
        rest = rest.partition(step)[2]
    for words in (UNKIND, BETTER, CRUEL, HELLO[:30]):
        assert words not in page.content(), "the log holds no post's text"
    cast.moderator.goto("/admin/audit")
    sees(cast.moderator, "This door is closed")


def the_admin_takes_a_role(cast: Cast) -> None:
    page = cast.admin
    page.goto("/admin/people?q=momo")
    follow(page, "Roles of Momo")
    main(page).get_by_role("button", name="Take away the role mentor").click()
    expect(page.get_by_role("button", name="Give the role mentor")).to_be_visible()
    cast.mentor.goto("/mentor")
    expect(cast.mentor.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(cast.mentor, "momo")
    cast.mentor.goto("/mentor")
    sees(cast.mentor, "This door is closed")
