from __future__ import annotations

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.database import db
from tests.factories import UNKIND
from tests.support.statements import statements
from tests.web.moderation.conftest import Desk


def test_a_row_says_why_it_is_there_and_since_when(desk: Desk) -> None:
    desk.world.clock.advance(minutes=40)  # type: ignore[attr-defined]

    row = desk.client.page("/review").find("li", _class="row").text

    assert "A newcomer’s introduction, by Ana" in row
    assert "Held because it may sound insulting." in row
    assert "waiting for 40 minutes" in row
    assert "in “Say hello”" in row


def test_the_queue_shows_no_text(desk: Desk) -> None:
    assert UNKIND not in desk.client.get("/review").text


def test_to_whom_it_speaks_is_said(desk: Desk) -> None:
    ana_post = desk.world.reply(desk.ana, desk.thread)
    desk.world.reply(desk.world.person(name="Bo"), desk.thread, UNKIND, answers=ana_post)

    row = desk.client.page("/review").find_all("li", _class="row")[1].text

    assert "An answer to a newcomer, by Bo" in row
    assert "speaks to Ana, a newcomer" in row


def test_start_leads_to_the_first_and_in_the_end_to_an_empty_queue(desk: Desk) -> None:
    assert desk.client.submit("/review", form="/review/next").location == desk.item
    assert "You have this until 12:10 UTC." in desk.client.page(desk.item).text

    answer = desk.client.submit(
        desk.item, {"action": "approve"}, form="decision", follow_redirects=True
    )

    assert answer.request.path == "/review"
    assert "All read. Go home content." in answer.text
    assert "Approved. Its author is told in a moment." in answer.text


def test_a_row_says_why_it_stands_there(desk: Desk) -> None:
    row = desk.client.page("/review").find("li", _class="row").text

    assert "Stands above the middle, because it may hurt somebody" in row


def test_what_somebody_else_has_open(desk: Desk) -> None:
    desk.enter(desk.jo).submit("/review", form="/review/next")

    assert "Jo has it open" in desk.client.page("/review").find("li", _class="row").text
    page = desk.client.page(desk.item)
    assert "Jo has this open until 12:10 UTC." in page.text
    refused = desk.client.submit(desk.item, {"action": "approve"}, form="decision")
    assert refused.status_code == 409
    assert "Jo has this open just now." in refused.text
    taken = desk.client.submit(desk.item, form=f"{desk.item}/claim", follow_redirects=True)

    assert "You have this until" in taken.text
    assert "Mira has this open" in desk.enter(desk.jo).page(desk.item).text


def test_the_page_itself_takes_what_it_shows(desk: Desk) -> None:
    answers = []
    for client in (desk.client, desk.enter(desk.jo)):
        sent = {"csrf_token": client.token(desk.item)}
        quietly = {"Accept": "application/json"}
        answers.append(client.post(f"{desk.item}/claim", data=sent, headers=quietly).get_json())

    assert answers[0] == {"mine": True, "words": "You have this until 12:10 UTC."}
    assert answers[1]["mine"] is False
    assert "Mira has this open" in answers[1]["words"]


def test_leaving_it_lets_others_have_it(desk: Desk) -> None:
    desk.client.submit("/review", form="/review/next")
    left = desk.client.submit(desk.item, form=f"{desk.item}/release")

    assert left.location == "/review"
    assert desk.enter(desk.jo).submit("/review", form="/review/next").location == desk.item


def test_a_part_of_the_queue(desk: Desk) -> None:
    page = desk.client.page("/review?part=newcomers&person=an")

    assert len(page.find_all("li", _class="row")) == 1
    assert "Nothing of this kind" in desk.client.page("/review?part=edits").text
    assert "Nothing of this kind" in desk.client.page("/review?person=zzz").text
    assert desk.client.get("/review?part=everything").status_code == 404


def test_long_queues_have_pages(desk: Desk) -> None:
    for number in range(20):
        desk.world.reply(desk.ana, desk.thread, f"{number} {UNKIND}")

    assert "21 things wait" in desk.client.page("/review").text
    assert len(desk.client.page("/review").find_all("li", _class="row")) == 20
    assert len(desk.client.page("/review?page=2").find_all("li", _class="row")) == 1
    for page in ("3", "0", "x", "-1", "99999999999999999999"):
        assert desk.client.get(f"/review?page={page}").status_code == 404


def fill(desk: Desk, admin: Actor, times: int) -> None:
    """Held answers by newcomers and members, to somebody and to nobody, and answers to the admin."""
    for _ in range(times):
        author = desk.world.person(name="Author")
        held_author = desk.world.newcomer("Held")
        answered = desk.world.reply(author, desk.thread)
        for person in (author, held_author):
            desk.world.reply(person, desk.thread, f"{person.id} {UNKIND}", answers=answered)
        desk.world.reply(desk.ana, desk.thread, f"{author.id} {UNKIND}")
        desk.world.reply(author, desk.world.thread(admin, title="A thread"))


@pytest.mark.parametrize("path", ["/review", "item", "/inbox", "/admin/audit"])
def test_the_number_of_queries_does_not_grow(desk: Desk, path: str) -> None:
    admin = desk.world.person(Role.MODERATOR, Role.ADMIN)
    client = desk.enter(admin)
    path = desk.item if path == "item" else path
    fill(desk, admin, 1)
    with statements(db.engine) as few:
        assert client.get(path).status_code == 200
    fill(desk, admin, 6)
    with statements(db.engine) as many:
        assert client.get(path).status_code == 200

    assert len(many) == len(few), many
    # An item tells most: the post, its people, what was decided, said and noted, and what is kept to answer with.
    assert len(many) <= 28
