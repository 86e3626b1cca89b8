"""In private, too, people can see how their words will look before the other one does."""

from __future__ import annotations

import pytest

from forum.database import db
from forum.privately.commands import end
from forum.privately.models import PrivateMessage
from tests.factories import UNKIND
from tests.integration.privately.talking import Two
from tests.support.client import CheckingClient
from tests.support.desk import ScriptedDesk, points_at
from tests.support.rows import every_row
from tests.web.previews.boxes import (
    BUTTON,
    HEADING,
    box_on,
    look,
    look_again,
    page_of,
    seen,
    sees_nothing,
    send,
    words_in,
)

WORDS = "I am **glad** that you ask."


def address(both: Two) -> str:
    return f"/private/{both.id}"


def messages() -> int:
    db.session.rollback()
    return db.session.query(PrivateMessage).count()


def test_it_is_shown_as_it_will_look_and_can_be_sent_then(
    both: Two, nia: CheckingClient, mo: CheckingClient
) -> None:
    shown = look(nia, address(both), text=WORDS)
    article = seen(shown).find("article")
    assert words_in(shown) == WORDS
    assert page_of(shown).find("title").text.startswith(f"{HEADING}: ")
    assert messages() == 0

    assert send(nia, shown).status_code == 303

    (said,) = mo.page(address(both)).find("main").find_all("article")
    assert said.find("h3").text == article.find("h3").text == "Nia"
    assert said.find("strong").text == article.find("strong").text == "glad"


def test_looking_stores_nothing_and_asks_no_screener(
    both: Two, nia: CheckingClient, desk: ScriptedDesk
) -> None:
    desk.reads = points_at(UNKIND)
    page = nia.page(address(both))
    before = every_row()

    shown = look_again(nia, page, text=UNKIND)

    assert UNKIND in seen(shown).text
    assert every_row() == before
    assert desk.asked == []
    assert 'id="nudge"' in send(nia, shown).text


@pytest.mark.parametrize(
    ("text", "said"), [("", "There is no message here yet."), ("x" * 5_001, "1 character longer")]
)
def test_what_can_not_be_sent_can_not_be_looked_at(
    both: Two, nia: CheckingClient, text: str, said: str
) -> None:
    before = every_row()
    answer = look(nia, address(both), text=text)
    assert answer.status_code == 400
    assert said in answer.text
    assert words_in(answer) == text
    assert sees_nothing(answer)
    assert every_row() == before


def test_it_is_never_code(both: Two, nia: CheckingClient) -> None:
    shown = look(nia, address(both), text="<script>alert(1)</script> <b onclick=x>there</b>")
    assert not seen(shown).find_all("script", "b")


def test_once_it_is_closed_the_words_come_back(both: Two, nia: CheckingClient) -> None:
    page = nia.page(address(both))
    end(both.mo, both.id, both.world.clock)

    answer = look_again(nia, page, text=WORDS)

    assert answer.status_code == 409
    assert sees_nothing(answer)
    assert words_in(answer) == WORDS
    assert [one.text for one in box_on(page_of(answer)).find_all("button")] == [BUTTON]


def test_looking_at_what_was_sent_already_sends_nothing(both: Two, nia: CheckingClient) -> None:
    page = nia.page(address(both))
    sent = send(nia, look_again(nia, page, text=WORDS))
    assert sent.status_code == 303
    assert "glad" in seen(look_again(nia, page, text=WORDS)).text
    assert messages() == 1
