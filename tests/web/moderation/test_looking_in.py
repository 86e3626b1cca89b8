"""Somebody may hurt themselves: whoever opens it is shown how to reach them, before anything is decided."""

from __future__ import annotations

import pytest

from forum.accounts.models import Role
from forum.conversations.models import Post
from forum.database import db
from forum.moderation.models import ReviewItem
from forum.moderation.report_commands import Concern, report_person, report_post
from forum.moderation.reporting import ReportReason
from forum.screening import Submission, Verdict
from tests.factories import KIND
from tests.support.desk import finding, verdict
from tests.support.html import Element
from tests.web.moderation.conftest import Desk

CRY = "I want to end it all."
HEADING = "Look in on Ana first"
WORDS = "I have read what you wrote, and I am glad that you did. Is somebody with you?"


@pytest.fixture
def cry(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Ana's second post, which is on show."""

    def hear(submission: Submission) -> Verdict:
        return verdict(finding("distress", (0, 5), holds=False, urgent=True))

    monkeypatch.setattr(desk.world.screener, "screen", hear)
    return desk.world.reply(desk.ana, desk.thread, CRY)


def address(desk: Desk, post: Post) -> str:
    item = desk.world.open_item(post)
    assert item is not None
    return f"/review/{item.id}"


def opened(desk: Desk, post: Post) -> Element:
    return desk.client.page(address(desk, post)).find("main")


def test_the_first_step_is_to_answer_them_or_to_write_to_them_alone(desk: Desk, cry: Post) -> None:
    page = opened(desk, cry)

    assert HEADING in page.text
    assert page.text.index(HEADING) < page.text.index("Your decision")
    answer = page.find("a", href=f"/threads/{desk.thread.id}/reply?answers={cry.id}")
    assert answer.text.strip() == "Answer Ana"
    assert "Write to them alone" in page.text


def test_what_is_written_to_them_alone_speaks_of_no_rule_and_no_sanction(
    desk: Desk, cry: Post
) -> None:
    link = next(one for one in opened(desk, cry).find_all("a") if "Write to them alone" in one.text)

    page = desk.client.page(link["href"])
    assert page.find("h1").text == "Write to Ana"
    for word in ("rule", "Warn", "what it did to others", "mildest"):
        assert word not in page.find("main").text

    sent = desk.client.submit(link["href"], {"note": WORDS}, follow_redirects=True)
    assert "Sent to Ana." in sent.text
    assert sent.request.path == address(desk, cry)
    inbox = desk.enter(desk.ana).page("/inbox").find("main").text
    assert "A moderator has written to you." in inbox


def test_without_a_word_nothing_is_sent_and_the_page_says_so(desk: Desk, cry: Post) -> None:
    link = next(one for one in opened(desk, cry).find_all("a") if "Write to them alone" in one.text)

    answer = desk.client.submit(link["href"], {"note": " "})

    assert answer.status_code == 400
    assert "<h1>Write to Ana</h1>" in answer.text


def test_a_reader_who_is_worried_brings_the_same_page(desk: Desk) -> None:
    post = desk.world.reply(desk.ana, desk.thread, KIND)
    worried = Concern(reason=ReportReason.WORRIED)
    report_post(desk.world.person(name="Bo"), post.id, worried, desk.world.clock)

    assert HEADING in opened(desk, post).text


def test_whoever_is_worried_about_a_profile_brings_a_way_to_write_to_them_alone(desk: Desk) -> None:
    worried = Concern(reason=ReportReason.WORRIED)
    report_person(desk.world.person(name="Bo"), desk.ana.id, worried, desk.world.clock)
    item = db.session.query(ReviewItem).filter(ReviewItem.person_id == desk.ana.id).one()

    page = desk.client.page(f"/review/{item.id}").find("main")

    assert HEADING in page.text
    assert "Answer Ana" not in page.text
    (link,) = [one for one in page.find_all("a") if "Write to them alone" in one.text]
    assert desk.client.page(link["href"]).find("h1").text == "Write to Ana"


def test_whatever_else_waits_asks_for_no_such_thing(desk: Desk) -> None:
    assert "Look in on" not in desk.client.page(desk.item).find("main").text


def test_whom_nobody_may_speak_to_as_staff_can_still_be_answered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A moderator may not speak to an admin as staff."""

    def hear(submission: Submission) -> Verdict:
        return verdict(finding("distress", (0, 5), holds=False, urgent=True))

    monkeypatch.setattr(desk.world.screener, "screen", hear)
    ada = desk.world.person(Role.ADMIN, name="Ada")
    page = opened(desk, desk.world.reply(ada, desk.thread, CRY))

    assert "Answer Ada" in page.text
    assert "Write to them alone" not in page.text
