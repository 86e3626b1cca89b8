"""A moderator's whole shift by keyboard only: signing in, reading, deciding, and the end of the queue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from forum.appeals.commands import About, make_appeal
from forum.conversations.models import Post, Thread
from forum.database import db, transaction
from forum.moderation.models import ReviewItem
from forum.screening import Finding, Submission, Verdict
from tests.browser.forum import CLOCK, PASSWORD, RunningForum, actor_of, recovery_code
from tests.browser.people import main, tab_to
from tests.browser.states import let_look_again
from tests.factories import UNKIND, ScriptedScreener, World
from tests.support.browser import Visits, assert_accessible

MODERATOR = "owen_b"
THREAT = "Dark words that nobody should have to read by surprise."
WRITERS = ("jo_lynn", "elspeth", "yuki", "quentin")
ASKED = "Could you say, as at a table, what you mean? A decision can wait."
DECLINED = "This only hurts. You are welcome to begin again."
# A browser without windows has no tab that nobody looks at.
HIDDEN_UNTIL_LOOKED_AT = """
let hidden = true;
Object.defineProperty(document, "hidden", { get: () => hidden });
globalThis.lookAt = () => {
  hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
};
"""


class SaysThreat(ScriptedScreener):
    """Finds a threat in one text."""

    def screen(self, submission: Submission) -> Verdict:
        """What the script says, and of that text that it is a threat."""
        said = super().screen(submission)
        if THREAT not in submission.text:
            return said
        threat = [replace(found, label="threat") for found in said.findings]
        return replace(said, scores={"threat": 0.95}, findings=tuple[Finding, ...](threat))


@pytest.fixture(scope="module")
def forum(example_forum: RunningForum) -> RunningForum:
    """The example community with nothing left from yesterday, and five new things to read."""
    with example_forum.app.app_context():
        with transaction() as session:
            session.execute(
                update(ReviewItem)
                .where(ReviewItem.closed_at.is_(None))
                .values(
                    closed_at=CLOCK.now(),
                    closed_as="approve",
                    claimed_by_id=None,
                    claimed_until=None,
                )
            )
        world = World(clock=CLOCK, screener=SaysThreat())
        thread = db.session.scalars(
            select(Thread).where(Thread.welcome_flagged_at.is_not(None)).order_by(Thread.id)
        ).first()
        assert thread is not None
        world.reply(actor_of("stormy_m"), thread, f"{THREAT} {UNKIND}")
        for writer in WRITERS:
            world.reply(actor_of(writer), thread, f"{writer} writes. {UNKIND}")
    return example_forum


def button(page: Page, words: str) -> Locator:
    return main(page).get_by_role("button", name=words, exact=True)


def arrives(page: Page, heading: str, said: str = "") -> None:
    """The focus stands at the head of the page, and what came of the last step is read out with it."""
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text(heading)
    expect(title).to_be_focused()
    listens(page)
    if said:
        expect(title).to_have_accessible_description(re.compile(said))


def listens(page: Page) -> None:
    """The page has fetched what makes it listen to keys."""
    page.wait_for_load_state("networkidle")


def signs_in(page: Page) -> None:
    page.goto("/sign-in")
    tab_to(page, page.get_by_label("User name or e-mail address"))
    page.keyboard.type(MODERATOR)
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="One thing more")).to_be_visible()
    tab_to(page, page.get_by_label("Code"))
    page.keyboard.type(recovery_code(MODERATOR, 100))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Inbox")).to_be_visible()


def finds_a_way_in_the_queue(page: Page) -> None:
    tab_to(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Review"))
    page.keyboard.press("Enter")
    rows = main(page).get_by_role("listitem").get_by_role("heading").get_by_role("link")
    expect(rows).to_have_count(1 + len(WRITERS))
    listens(page)
    for key, number in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(number)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Ask for a change")
    assert_accessible(page)
    # Nothing below listens while it is open.
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    search = page.get_by_label("By or about whom?")
    expect(search).to_be_focused()
    page.keyboard.type("jock?")
    expect(search).to_have_value("jock?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def reads_what_is_covered(page: Page) -> None:
    tab_to(page, button(page, "Start reviewing"))
    page.keyboard.press("Enter")
    arrives(page, "answer")
    expect(main(page)).to_contain_text("The post is covered")
    assert THREAT not in page.content()
    expect(main(page)).not_to_contain_text("Send the decision")
    assert_accessible(page)
    page.keyboard.press("a")
    page.keyboard.press("o")
    expect(main(page)).to_contain_text(THREAT)
    expect(page.get_by_role("heading", name="The post", exact=True)).to_be_focused()
    listens(page)
    assert_accessible(page)


def declines(page: Page) -> None:
    page.keyboard.press("d")
    expect(page.get_by_label("Decline it")).to_be_checked()
    expect(page.get_by_label("Which rule is it about?")).to_be_focused()
    page.keyboard.type("1.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your words to the author")).to_be_focused()
    page.keyboard.type(DECLINED)
    tab_to(page, button(page, "Send the decision"))
    page.keyboard.press("Enter")


def takes_it_back(page: Page) -> None:
    page.keyboard.press("z")
    # They have asked to see it today, so it is not covered again.
    expect(main(page)).to_contain_text(THREAT)
    expect(main(page)).not_to_contain_text("Nobody has been told yet")
    listens(page)


def asks_for_a_change(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.get_by_label("Ask for a change")).to_be_checked()
    note = page.get_by_label("Your words to the author")
    expect(note).to_be_focused()
    page.keyboard.type(ASKED)
    expect(note).to_have_value(ASKED)
    tab_to(page, button(page, "Send the decision"))
    page.keyboard.press("Enter")


def leaves_it_to_somebody_else(page: Page) -> None:
    page.keyboard.press("s")
    expect(page.get_by_label("Your reason, or your question")).to_be_focused()
    page.keyboard.type("I know them.")
    tab_to(page, button(page, "Pass it on"))
    page.keyboard.press("Enter")


def asks_again(forum: RunningForum, writer: str) -> None:
    """Another moderator takes down what somebody has just written, and they ask for a second look."""
    with forum.app.app_context():
        let_look_again(MODERATOR)
        world, author = World(clock=CLOCK), actor_of(writer)
        newest = select(Post).where(Post.author_id == author.id).order_by(Post.id.desc()).limit(1)
        decision_id = world.decide(
            actor_of("nokuthula"),
            db.session.scalars(newest).one(),
            "remove",
            note=DECLINED,
            rule=world.rule_id(),
        )
        make_appeal(author, About(decision_id=decision_id), "I was quoting.", CLOCK)


def answers_an_appeal(page: Page) -> None:
    page.goto("/review?part=appeals")
    listens(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A post was taken down")
    listens(page)
    assert_accessible(page)
    page.keyboard.press("a")
    expect(page.get_by_label("Put it right")).to_be_checked()
    answer = page.get_by_label("Your answer to them")
    expect(answer).to_be_focused()
    page.keyboard.type(ASKED)
    expect(answer).to_have_value(ASKED)
    tab_to(page, button(page, "Send the answer"))
    page.keyboard.press("Enter")
    arrives(page, "A post was taken down", "finds your answer")


def states(forum: RunningForum, writers: Sequence[str]) -> list[str]:
    """What became of the newest post of each."""
    with forum.app.app_context():
        return [
            db.session.scalars(
                select(Post.state)
                .where(Post.author_id == actor_of(writer).id)
                .order_by(Post.id.desc())
                .limit(1)
            ).one()
            for writer in writers
        ]


def test_a_whole_shift_by_keyboard_only(forum: RunningForum, visits: Visits) -> None:
    page = visits.open()
    signs_in(page)
    finds_a_way_in_the_queue(page)
    reads_what_is_covered(page)
    declines(page)
    arrives(page, "answer", "Declined")
    takes_it_back(page)
    declines(page)
    arrives(page, "answer", "Declined")
    page.keyboard.press("a")
    arrives(page, "answer", "Approved")
    asks_for_a_change(page)
    arrives(page, "answer")
    # Looking ahead and back again takes nothing away.
    here = page.url
    page.keyboard.press("j")
    expect(page).not_to_have_url(here)
    listens(page)
    page.keyboard.press("k")
    expect(page).to_have_url(here)
    listens(page)
    leaves_it_to_somebody_else(page)
    arrives(page, "answer")
    page.keyboard.press("a")
    arrives(page, "Review", "Approved")
    assert_accessible(page)

    assert states(forum, ("stormy_m", *WRITERS)) == [
        "declined",
        "published",
        "changes_requested",
        "held",
        "published",
    ]
    asks_again(forum, "jo_lynn")
    answers_an_appeal(page)
    assert states(forum, ["jo_lynn"]) == ["published"]


def test_whoever_has_switched_the_keys_off_can_press_what_they_like(
    forum: RunningForum, visits: Visits
) -> None:
    page = visits.open()
    signs_in_again(page)
    page.goto("/review/reading")
    assert_accessible(page)
    tab_to(page, page.get_by_label("Work with keys"))
    page.keyboard.press("Space")
    tab_to(page, button(page, "Save"))
    page.keyboard.press("Enter")
    expect(main(page)).to_contain_text("From now on you read like this.")
    page.goto("/review")
    listens(page)
    for key in "?/j":
        page.keyboard.press(key)
    expect(page.locator("body")).to_be_focused()
    expect(page.locator("kbd")).to_have_count(0)


def test_an_item_in_a_tab_that_nobody_looks_at_is_taken_when_somebody_does(
    forum: RunningForum, visits: Visits
) -> None:
    page = visits.open()
    signs_in_again(page, 102)
    page.add_init_script(HIDDEN_UNTIL_LOOKED_AT)
    page.goto(one_more_to_read(forum))
    listens(page)
    said = page.locator("[data-claim-words]")
    expect(said).to_have_text("Nobody has this open.")

    page.evaluate("lookAt()")

    expect(said).to_contain_text("You have this until")
    expect(button(page, "Leave it for now")).to_be_visible()


def one_more_to_read(forum: RunningForum) -> str:
    """The address of something new in the queue."""
    with forum.app.app_context():
        thread = db.session.scalars(select(Thread).order_by(Thread.id)).first()
        assert thread is not None
        world = World(clock=CLOCK, screener=ScriptedScreener())
        item = world.open_item(world.reply(actor_of("yuki"), thread, f"One more. {UNKIND}"))
        assert item is not None
        return f"/review/{item.id}"


def signs_in_again(page: Page, code: int = 101) -> None:
    """As before, with another of the codes."""
    page.goto("/sign-in")
    page.get_by_label("User name or e-mail address").fill(MODERATOR)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    button(page, "Sign in").click()
    page.get_by_label("Code").fill(recovery_code(MODERATOR, code))
    button(page, "Go on").click()
    expect(page.get_by_role("link", name="Inbox")).to_be_visible()
