"""How a newcomer is met, in three browsers at once: theirs, their mentor's, and that of the backup who is called.

Told twice: with JavaScript the mentor's time runs out, without it the mentor hands over.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from forum.accounts.models import Role
from forum.accounts.roles import change_role_as_operator
from forum.database import transaction
from forum.notifications.mailing import AT_MOST_EVERY
from forum.notifications.models import Notification
from forum.welcome.goal import current_goal
from forum.welcome.mentor_commands import MentorChoices, save_choices
from forum.welcome.models import ReplyClock
from forum.welcome.pairing import Weight
from tests.browser.forum import CLOCK, PASSWORD, RunningForum, actor_of, joined
from tests.browser.people import (
    follow,
    join,
    main,
    press,
    sees,
    sign_in,
    tab_to,
    wait_until_read,
    write,
)
from tests.support.browser import Visits

# The worker looks once a minute whose turn it is.
CALLED_WITHIN_SECONDS = 150
MOMO = "Momo Lind"
BEA = "Bea Holm"
BEAS_WORDS = "I keep bees and I am up early. Ask me anything."
HELLO = "I moved here in spring and I bake bread on Sundays."
QUESTION = "May I write here when I only want to say good morning?"
YES = "Of course you may. I like to read such things with my coffee."
WELCOME = "How good that you found us. Which bread do you like to bake the most?"
BACK = "Thank you. Rye bread, with a little honey in it."
NOT_HERE = "There is nothing at this address"


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The newcomer's name, and everybody's own browser."""

    name: str
    newcomer: Page
    mentor: Page
    backup: Page


@pytest.fixture(scope="module")
def forum(example_forum: RunningForum) -> Iterator[RunningForum]:
    """The example community with its worker and two mentors. Momo asked for more mentees, so newcomers go to her."""
    with example_forum.app.app_context():
        save_choices(actor_of("ada"), MentorChoices(weight=Weight.NONE), CLOCK)
        _mentor("momo", MOMO, MentorChoices(weight=Weight.HIGH, languages=["en"]))
        _mentor("bea", BEA, MentorChoices(languages=["en"], introduction=BEAS_WORDS))
    example_forum.worker.start()
    yield example_forum
    example_forum.worker.stop()


def _mentor(username: str, name: str, chosen: MentorChoices) -> None:
    joined(username, name)
    change_role_as_operator(username, Role.MENTOR, CLOCK, given=True)
    save_choices(actor_of(username), chosen, CLOCK)


def test_a_newcomer_is_met_though_their_mentors_time_runs_out(
    forum: RunningForum, visits: Visits
) -> None:
    cast = _cast(visits, "Nia Brook", javascript=True)
    the_newcomer_joins(cast, "nia")
    answers_the_questions(cast.newcomer)
    begins_to_write(cast.newcomer)
    expect(main(cast.newcomer)).to_contain_text("Saved as a draft. Only you can see it.")
    they_say_hello(cast)
    the_mentor_sees_who_waits(cast)
    the_mentors_time_runs_out(forum, "nia")
    # Meanwhile: a word in private is no answer that others could see, so the clock goes on.
    conversation = they_speak_in_private(cast)
    the_backup_is_called(cast, "Their mentor has not answered yet, and you are the backup.")
    expect(waiting(cast.backup, cast.name)).to_contain_text("fresh")
    the_backup_answers(cast)
    the_first_answer_is_a_moment(cast)
    the_newcomer_changes_their_mentor(cast, conversation)


def test_a_newcomer_is_met_by_whoever_is_called_when_the_mentor_hands_over(
    forum: RunningForum, visits: Visits
) -> None:
    cast = _cast(visits, "Ola Reed", javascript=False)
    the_newcomer_joins(cast, "ola")
    follow(cast.newcomer, "Skip all of this")
    begins_to_write(cast.newcomer)
    press(cast.newcomer, "Keep as a draft")
    sees(cast.newcomer, "Kept as a draft. Only you can see it.")
    they_say_hello(cast)
    the_mentor_sees_who_waits(cast)
    conversation = they_speak_in_private(cast)
    the_mentor_hands_over(cast)
    the_backup_is_called(cast, "Another mentor has handed this over.")
    the_backup_answers(cast)
    the_answer_comes_by_mail(forum, visits, "ola")
    the_first_answer_is_a_moment(cast)
    the_newcomer_changes_their_mentor(cast, conversation)


def _cast(visits: Visits, name: str, *, javascript: bool) -> Cast:
    """Everybody with a browser of their own; the mentors are signed in."""
    pages = [visits.open(javascript=javascript) for _ in range(3)]
    cast = Cast(name=name, newcomer=pages[0], mentor=pages[1], backup=pages[2])
    sign_in(cast.mentor, "momo")
    sign_in(cast.backup, "bea")
    return cast


def block(page: Page, heading: str) -> Locator:
    """A part of the page, by its heading."""
    return main(page).get_by_role("region", name=heading)


def waiting(desk: Page, name: str, heading: str = "Waiting for you") -> Locator:
    """The newcomer's card in one of the two lists of who waits."""
    return block(desk, heading).get_by_role("listitem").filter(has_text=name)


def go_by_keyboard(page: Page, link: str) -> None:
    """Tab to a link and follow it."""
    tab_to(page, main(page).get_by_role("link", name=link, exact=True).first)
    page.keyboard.press("Enter")


def the_newcomer_joins(cast: Cast, username: str) -> None:
    cast.newcomer.goto("/join")
    join(cast.newcomer, username, cast.name)
    sees(cast.newcomer, "A few questions, if you like", "Only you and your mentor can read them.")


def answers_the_questions(page: Page) -> None:
    page.get_by_label("Hard days").check()
    page.get_by_label("English").check()
    press(page, "Save and go on")
    sees(page, "you like to talk about this")


def begins_to_write(page: Page) -> None:
    sees(page, "Nobody in particular yet")
    main(page).get_by_role("link", name="Say hello").first.click()
    sees(page, "What we hold to here", "Your hello")
    after = page.get_by_role("complementary", name="What happens after sending")
    expect(after).to_contain_text("We aim at a first answer within")
    write(page, HELLO)
    press(page, "What brings you here")
    expect(page.get_by_role("textbox", name="Your words")).to_have_value(
        f"{HELLO}\n\nI came here because "
    )


def they_say_hello(cast: Cast) -> None:
    page = cast.newcomer
    page.goto("/home")
    sees(page, "You began to write", HELLO)
    main(page).get_by_role("link", name="Go on writing").click()
    box = page.get_by_role("textbox", name="Your words")
    expect(box).to_have_value(f"{HELLO}\n\nI came here because")
    box.fill(f"{HELLO} I am {cast.name}.")
    press(page, "Send")
    wait_until_read(page)
    sees(page, "Your post is up.", HELLO)
    page.goto("/home")
    sees(page, "You have not been overlooked")
    expect(block(page, "Your mentor")).to_contain_text(MOMO)


def the_mentor_sees_who_waits(cast: Cast) -> None:
    cast.mentor.goto("/mentor")
    card = waiting(cast.mentor, cast.name)
    for words in (HELLO, "fresh", "left to answer in time.", "You look after them."):
        expect(card).to_contain_text(words)
    cast.backup.goto("/mentor")
    expect(waiting(cast.backup, cast.name, "Waiting for others")).to_be_visible()
    expect(waiting(cast.backup, cast.name)).to_have_count(0)


def the_mentors_time_runs_out(forum: RunningForum, username: str) -> None:
    """As if the post had been there for the mentor's share of the goal and a few minutes more."""
    with forum.app.app_context(), transaction() as session:
        goal = current_goal(session)
        earlier = goal.time * goal.primary_share + timedelta(minutes=5)
        running = session.scalars(
            select(ReplyClock).where(
                ReplyClock.newcomer_id == actor_of(username).id, ReplyClock.stopped_at.is_(None)
            )
        ).one()
        assert running.next_step_at is not None
        running.started_at -= earlier
        running.next_step_at -= earlier


def the_mentor_hands_over(cast: Cast) -> None:
    cast.mentor.goto("/mentor")
    press(cast.mentor, f"Hand over {cast.name}")
    sees(cast.mentor, "Handed over. Others are called now; you may still answer.")


def they_speak_in_private(cast: Cast) -> str:
    """The newcomer asks, the mentor answers, and nobody else can open it. Returns its address."""
    page = cast.newcomer
    follow(page, "Ask a question, in private")
    sees(page, f"This is private: only {MOMO} and you can read it.")
    write(page, QUESTION)
    press(page, "Send it in private")
    sees(page, f"Sent. Only {MOMO} and you can read it.", QUESTION)
    address = page.url

    mentor = cast.mentor
    mentor.goto("/mentor")
    expect(block(mentor, "Wrote to you in private")).to_contain_text("one new message")
    follow(mentor, f"{cast.name} and you")
    assert mentor.url.partition("?")[0] == address.partition("?")[0]
    sees(mentor, QUESTION)
    write(mentor, YES)
    press(mentor, "Send it in private")
    sees(mentor, f"Sent. Only {cast.name} and you can read it.", YES)

    page.goto("/home")
    expect(block(page, "Your mentor")).to_contain_text("new words in private")
    follow(page, "Ask a question, in private")
    sees(page, QUESTION, YES)
    is_not_found(cast.backup, address)
    return address


def is_not_found(page: Page, address: str) -> None:
    """For this person there is nothing there."""
    response = page.goto(address)
    assert response is not None
    assert response.status == 404
    sees(page, NOT_HERE)
    for words in (QUESTION, YES):
        assert words not in page.content()


def the_backup_is_called(cast: Cast, why: str) -> None:
    page = cast.backup
    page.goto("/mentor")
    until = time.monotonic() + CALLED_WITHIN_SECONDS
    while not waiting(page, cast.name).count():
        assert time.monotonic() < until, "the backup was not called"
        time.sleep(2)
        page.reload()
    expect(waiting(page, cast.name)).to_contain_text(why)


def the_backup_answers(cast: Cast) -> None:
    page = cast.backup
    go_by_keyboard(page, f"Answer {cast.name}")
    sees(page, f"{cast.name} is new here.", HELLO)
    tab_to(page, page.get_by_role("textbox", name="Your words"))
    page.keyboard.type(WELCOME)
    tab_to(page, main(page).get_by_role("button", name="Send", exact=True))
    page.keyboard.press("Enter")
    wait_until_read(page)
    sees(page, "Your post is up.", WELCOME)
    for mentor in (cast.mentor, cast.backup):
        mentor.goto("/mentor")
        sees(mentor, "Nobody waits for you")
        expect(main(mentor)).not_to_contain_text(f"Answer {cast.name}")


def the_answer_comes_by_mail(forum: RunningForum, visits: Visits, username: str) -> None:
    """Its link leads from a device where nobody is signed in to the box in which one answers back."""
    link = _link_to_answer_back(forum, username)
    page = visits.open(javascript=False, width=360, height=740)
    page.goto(link)
    page.get_by_label("User name or e-mail address").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    expect(page).to_have_url(link)
    sees(page, f"Answer {BEA}", WELCOME)
    expect(page.get_by_role("textbox", name="Your words")).to_be_editable()
    expect(main(page).get_by_role("button", name="Send", exact=True)).to_be_visible()


def _link_to_answer_back(forum: RunningForum, username: str) -> str:
    """Out of the mail that the worker sent; nobody gets two within ten minutes, so the one before was earlier."""
    with forum.app.app_context(), transaction() as session:
        session.execute(
            update(Notification)
            .where(
                Notification.user_id == actor_of(username).id, Notification.mailed_at.is_not(None)
            )
            .values(mailed_at=CLOCK.now() - AT_MOST_EVERY)
        )
    until = time.monotonic() + CALLED_WITHIN_SECONDS
    while time.monotonic() < until:
        for file in forum.settings.mail_dir.glob("*.eml"):
            mail = message_from_bytes(file.read_bytes(), policy=default)
            found = re.search(r"Answer back: (\S+)", mail.get_content())
            if mail["To"] == f"{username}@example.org" and found is not None:
                assert mail["Subject"] == f"{BEA} answered you. It is your first answer here."
                assert WELCOME not in mail.get_content()
                return found.group(1)
        time.sleep(1)
    raise AssertionError("nobody mailed the answer")


def the_first_answer_is_a_moment(cast: Cast) -> None:
    page = cast.newcomer
    page.goto("/inbox")
    sees(page, f"{BEA} answered you", "It is your first answer here.")
    page.goto("/home")
    expect(block(page, "Somebody answered you")).to_contain_text(WELCOME)
    go_by_keyboard(page, f"Answer back to {BEA}")
    sees(page, f"Answer {BEA}", WELCOME)
    tab_to(page, page.get_by_role("textbox", name="Your words"))
    page.keyboard.type(BACK)
    tab_to(page, main(page).get_by_role("button", name="Send", exact=True))
    page.keyboard.press("Enter")
    wait_until_read(page)
    sees(page, "Your post is up.", BACK)
    cast.backup.goto("/inbox")
    sees(cast.backup, f"{cast.name} answered you")


def the_newcomer_changes_their_mentor(cast: Cast, conversation: str) -> None:
    page = cast.newcomer
    page.goto("/home")
    follow(page, "Somebody else, or nobody")
    sees(page, f"{MOMO} is your mentor.", "you need give no reason")
    press(page, "I would like somebody else")
    sees(page, "You have a mentor. They are told, and nobody is told of any reason.")
    for words in (BEA, BEAS_WORDS):
        expect(block(page, "Your mentor")).to_contain_text(words)
    for desk, theirs in ((cast.backup, 1), (cast.mentor, 0)):
        desk.goto("/mentor")
        mentees = block(desk, "Your mentees").get_by_role("link", name=cast.name, exact=True)
        expect(mentees).to_have_count(theirs)
    # What was said to the one before stays between those two, for good.
    page.goto(conversation)
    sees(page, "Closed for new words", QUESTION, YES)
    is_not_found(cast.backup, conversation)
