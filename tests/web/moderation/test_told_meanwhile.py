"""Somebody tells us more of a thing while a moderator has it open: nobody settles what they have not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.actor import Actor
from forum.database import db
from forum.moderation.models import Report, ReviewItem
from forum.moderation.report_commands import Concern, report_person, report_post
from forum.moderation.reporting import ReportReason
from tests.integration.moderation.deciding import carry_out
from tests.support.client import choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.html import parse
from tests.web.moderation.conftest import Desk

FIRST, SECOND = "This hurt me.", "He has written the same to my sister, with her address."
NOTE = "Could you leave out the last sentence?"
FORM = "decision"


@pytest.fixture
def tell(desk: Desk) -> Callable[[Actor, str], None]:
    """Ana's post is published, and people tell us of it."""
    carry_out(desk.world, desk.jo, desk.post, "approve")

    def by(reader: Actor, words: str) -> None:
        concern = Concern(reason=ReportReason.UNKIND, words=words)
        report_post(reader, desk.post.id, concern, desk.world.clock)

    return by


def outcomes() -> list[str | None]:
    db.session.rollback()
    return [one.outcome for one in db.session.query(Report).order_by(Report.id)]


@pytest.mark.parametrize("action", ["keep", "request_changes", "remove"])
def test_a_decision_waits_until_the_new_report_has_been_read(
    desk: Desk, tell: Callable[[Actor, str], None], action: str
) -> None:
    tell(desk.world.person(), FIRST)
    form = choose_form(desk.client.page(desk.item), FORM)
    fields = {"action": action, "note": NOTE, "rule": str(desk.world.rule_id())}
    sent = fill_in(form, fields)
    tell(desk.world.person(), SECOND)

    asked = desk.client.post(form["action"], data=sent)

    assert asked.status_code == 400
    assert "Somebody has told us more of this while you had it open." in asked.text
    assert SECOND in asked.text
    assert (desk.state(), outcomes()) == ("published", [None, None])
    again = choose_form(parse(asked.text)[0], FORM)
    assert again.find("textarea").text == NOTE

    # What was typed and chosen is still there, and is sent as it stands.
    assert desk.client.post(again["action"], data=fill_in(again, {})).status_code == 303
    assert None not in outcomes()


def test_a_preview_does_not_count_as_having_read_it(
    desk: Desk, tell: Callable[[Actor, str], None]
) -> None:
    tell(desk.world.person(), FIRST)
    form = choose_form(desk.client.page(desk.item), FORM)
    sent = fill_in(form, {"action": "request_changes", "note": NOTE})
    tell(desk.world.person(), SECOND)
    sent["press"] = "preview"
    preview = desk.client.post(form["action"], data=sent)
    again = choose_form(parse(preview.text)[0], FORM)

    assert desk.client.post(again["action"], data=fill_in(again, {})).status_code == 400
    assert outcomes() == [None, None]


def test_a_post_can_be_taken_out_of_sight_at_once_and_every_report_stays_open(
    desk: Desk, tell: Callable[[Actor, str], None]
) -> None:
    tell(desk.world.person(), FIRST)
    form = choose_form(desk.client.page(desk.item), FORM)
    fields = {"action": "hide", "note": NOTE, "rule": str(desk.world.rule_id())}
    sent = fill_in(form, fields)
    tell(desk.world.person(), SECOND)

    assert desk.client.post(form["action"], data=sent).status_code == 303
    assert (desk.state(), outcomes()) == ("hidden", [None, None])


def test_the_same_person_says_it_in_graver_words(
    desk: Desk, tell: Callable[[Actor, str], None], clock: FakeClock
) -> None:
    reader = desk.world.person()
    tell(reader, FIRST)
    form = choose_form(desk.client.page(desk.item), FORM)
    sent = fill_in(form, {"action": "keep"})
    clock.advance(minutes=1)
    tell(reader, SECOND)

    asked = desk.client.post(form["action"], data=sent)

    assert (asked.status_code, outcomes()) == (400, [None])
    assert SECOND in asked.text


def test_a_post_that_nobody_had_told_us_of_when_the_page_was_opened(
    desk: Desk, tell: Callable[[Actor, str], None]
) -> None:
    path = f"/posts/{desk.post.id}/moderate"
    fields = {"action": "remove", "note": NOTE, "rule": str(desk.world.rule_id())}
    sent = fill_in(choose_form(desk.client.page(path), FORM), fields)
    tell(desk.world.person(), FIRST)

    asked = desk.client.post(path, data=sent)

    assert (asked.status_code, outcomes()) == (400, [None])
    assert FIRST in asked.text
    assert NOTE in asked.text


def test_the_same_with_a_profile(desk: Desk) -> None:
    def tell(words: str) -> None:
        concern = Concern(reason=ReportReason.UNKIND, words=words)
        report_person(desk.world.person(), desk.ana.id, concern, desk.world.clock)

    tell(FIRST)
    path = f"/review/{db.session.query(ReviewItem).filter_by(person_id=desk.ana.id).one().id}"
    form = choose_form(desk.client.page(path), FORM)
    tell(SECOND)

    asked = desk.client.post(form["action"], data=fill_in(form, {"action": "keep"}))

    assert (asked.status_code, outcomes()) == (400, [None, None])
    assert SECOND in asked.text
    again = choose_form(parse(asked.text)[0], FORM)
    assert desk.client.post(again["action"], data=fill_in(again, {})).status_code == 303
    assert outcomes() == ["kept", "kept"]
