"""Earlier decisions on similar texts stand on the item's page, without a word of those texts."""

from __future__ import annotations

import pytest

from forum.appeals.reversing import reverse
from forum.conversations import commands
from forum.database import db
from tests.factories import UNKIND
from tests.integration.moderation.deciding import carry_out
from tests.support.statements import statements
from tests.web.moderation.conftest import Desk

SPAM = f"Buy my course on healing, dear friends. {UNKIND} It will change your life for ever."
HEADING = "Decided about similar texts"


def open_page(desk: Desk, text: str) -> str:
    post = desk.world.reply(desk.world.person(), desk.thread, text)
    item = desk.world.open_item(post)
    assert item is not None
    return f"/review/{item.id}"


def test_which_decision_rule_and_when(desk: Desk) -> None:
    before = desk.world.reply(desk.world.newcomer("Bo"), desk.thread, f"{SPAM} Secretword.")
    carry_out(desk.world, desk.jo, before, "decline")
    desk.world.clock.advance(hours=2)  # type: ignore[attr-defined]
    page = desk.client.page(open_page(desk, SPAM))
    found = page.find(id="similar").parent
    assert found is not None

    assert "Declined, citing Rule 1: Speak to the person, kindly, 2 hours ago" in found.text
    assert "in 10 phrases are the same" in found.text
    assert found.find("a")["href"] == f"/posts/{before.id}/moderate"
    assert "Secretword" not in found.text
    assert "Bo" not in found.text


def test_what_its_author_took_back_since_is_not_led_to(desk: Desk) -> None:
    bo = desk.world.newcomer("Bo")
    before = desk.world.reply(bo, desk.thread, SPAM)
    carry_out(desk.world, desk.jo, before, "request_changes")
    commands.withdraw(bo, before.id, desk.world.clock)
    found = desk.client.page(open_page(desk, SPAM)).find(id="similar").parent
    assert found is not None

    assert "all phrases are the same" in found.text
    assert not found.find_all("a")


def test_what_was_put_right_since_is_no_example(desk: Desk) -> None:
    before = desk.world.reply(desk.world.newcomer("Bo"), desk.thread, SPAM)
    declined = carry_out(desk.world, desk.jo, before, "decline")
    path = open_page(desk, SPAM)
    assert HEADING in desk.client.page(path).text
    reverse(desk.mira, declined, "It was a quotation.", desk.world.clock)
    desk.world.let_out()

    found = desk.client.page(path).find(id="similar").parent
    assert found is not None

    assert "Approved" in found.text
    assert "Declined" not in found.text


def test_other_texts_and_ones_own_cases_are_left_out(desk: Desk) -> None:
    carry_out(desk.world, desk.jo, desk.world.reply(desk.mira, desk.thread, SPAM), "decline")
    assert HEADING not in desk.client.page(open_page(desk, SPAM)).text
    carry_out(desk.world, desk.jo, desk.world.reply(desk.ana, desk.thread, SPAM), "decline")
    other = f"My cat sleeps all day on the stove. {UNKIND} She dreams of mice."
    assert HEADING not in desk.client.page(open_page(desk, other)).text


@pytest.mark.parametrize("more", [8])
def test_however_many_there_are_it_asks_the_same(desk: Desk, more: int) -> None:
    def decided() -> None:
        post = desk.world.reply(desk.world.person(), desk.thread, SPAM)
        carry_out(desk.world, desk.jo, post, "decline")

    decided()
    path = open_page(desk, SPAM)
    with statements(db.engine) as few:
        desk.client.page(path)
    for _ in range(more):
        decided()
    with statements(db.engine) as many:
        page = desk.client.page(path)

    assert len(many) == len(few)
    assert len(many) <= 30
    found = page.find(id="similar").parent
    assert found is not None
    assert len(found.find_all("li")) == 5
