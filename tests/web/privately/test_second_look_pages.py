"""From what was taken down in private to the answer, through the pages. Of who finds it, see `tests/web/canaries`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.config import Settings
from forum.notifications.mailing import send_due_notifications
from forum.wiring import Services
from tests.factories import World, sign_in
from tests.integration.privately.test_second_looks import (
    ANSWER,
    GONE,
    HOW_I_SEE_IT,
    NOTE,
    Case,
    case,
)
from tests.support.client import CheckingClient
from tests.support.mail import Outbox

__all__ = ["case"]
Enter = Callable[[Actor], CheckingClient]
SECRET = (GONE, HOW_I_SEE_IT, NOTE, ANSWER)


@pytest.fixture
def enter(app: Flask, new_client: Callable[[], CheckingClient]) -> Enter:
    return lambda person: sign_in(app, new_client(), person)


@pytest.mark.parametrize("start", ["private", "standing"])
def test_from_what_was_taken_down_to_the_answer(case: Case, enter: Enter, start: str) -> None:
    nia, kim = enter(case.both.nia), enter(case.kim)
    path = f"/text-decisions/{case.decision_id}/appeal"
    there = f"/private/{case.both.id}" if start == "private" else "/standing"
    assert path in {link["href"] for link in nia.page(there).find_all("a")}
    assert "Another moderator looks at it" in nia.page(path).text

    asked = nia.submit(path, {"words": HOW_I_SEE_IT}, follow_redirects=True)
    assert HOW_I_SEE_IT in asked.text
    assert asked.request.path == f"/private/{case.both.id}"
    (appeal,) = [
        link["href"]
        for link in kim.page("/appeals").find_all("a")
        if link["href"].startswith("/appeals/")
    ]
    page = kim.get(appeal).text
    assert GONE in page
    assert "Nothing else of this conversation is open to you" in page
    done = kim.submit(
        appeal, {"outcome": "overturned", "answer": ANSWER}, form=appeal, follow_redirects=True
    )

    assert "Nia finds your answer in their inbox." in done.text
    assert "It has been looked at again" in done.text
    assert GONE in enter(case.both.mo).get(f"/private/{case.both.id}").text
    for place in (path, "/standing"):
        assert ANSWER in nia.get(place).text
    assert "put the decision right" in nia.get("/inbox").text


def test_no_mail_carries_it(case: Case, settings: Settings, outbox: Outbox) -> None:
    case.judge(case.kim, case.ask(), "upheld")

    send_due_notifications(Services(mailer=outbox, clock=case.clock), settings)

    told = [str(mail) for mail in outbox.messages]
    assert any("the decision stands" in mail for mail in told)
    assert not any(word in mail for mail in told for word in SECRET)


def test_an_admin_who_stands_in_reads_it_without_being_a_moderator(
    world: World, case: Case, enter: Enter
) -> None:
    ada = world.person(Role.ADMIN, name="Ada")
    appeal_id = case.ask()
    assert GONE not in enter(ada).get(f"/appeals/{appeal_id}").text
