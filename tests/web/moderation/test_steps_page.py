"""Passing an item on and writing notes, as a moderator does it in the browser."""

from __future__ import annotations

import pytest

from forum.accounts.models import Role
from forum.database import db
from forum.moderation.commands import decide
from forum.moderation.models import ReviewItem
from forum.moderation.report_commands import Concern, report_person
from forum.moderation.reporting import ReportReason
from tests.integration.moderation.deciding import ruling
from tests.support.html import Element
from tests.web.moderation.conftest import Desk

WORDS = "I know her from work, so somebody else should read it."


@pytest.fixture(autouse=True)
def admin(desk: Desk) -> None:
    """Somebody whom moderators can ask."""
    desk.world.person(Role.ADMIN)


def choices(page: Element) -> list[str]:
    form = page.find("form", id="passing")
    return [field["value"] for field in form.find_all("input", name="step")]


def test_it_is_left_to_somebody_else(desk: Desk) -> None:
    assert choices(desk.client.page(desk.item)) == ["skip", "second_opinion", "escalate"]
    sent = desk.client.submit(desk.item, {"step": "skip", "note": WORDS}, form="passing")

    assert sent.location == "/review"
    page = desk.enter(desk.jo).page(desk.item)
    assert "Mira left it to somebody else" in page.text
    assert WORDS in page.text
    assert "left to others once" in desk.client.page("/review").text
    assert "you left it to somebody else" in desk.client.page("/review").text


def test_a_question_is_answered_in_a_note_and_the_asker_is_told(desk: Desk) -> None:
    fields = {"step": "second_opinion", "note": "Is this irony?"}
    desk.client.submit(desk.item, fields, form="passing")
    jo = desk.enter(desk.jo)
    assert "Mira asks: Is this irony?" in jo.page("/review").text.replace("  ", " ")
    assert "second_opinion" not in choices(jo.page(desk.item))
    sent = jo.submit(desk.item, {"note": "It is."}, form="staff-note-form")

    assert sent.location == desk.item
    assert "It is." in jo.page(desk.item).text
    inbox = desk.client.page("/inbox")
    assert "You asked for a second opinion. Jo has looked." in inbox.text
    assert "Second opinions" not in jo.page("/review").text


def test_admins_find_it_in_their_inbox(desk: Desk) -> None:
    ada = desk.enter(desk.world.person(Role.ADMIN, Role.MODERATOR, name="Ada"))
    desk.client.submit(desk.item, {"step": "escalate", "note": WORDS}, form="passing")

    inbox = ada.page("/inbox")
    assert "Mira asks the admins to look" in inbox.text
    form = next(
        one for one in inbox.find("main").find_all("form") if one["action"].endswith("/open")
    )
    opened = ada.post(
        form["action"],
        data={"csrf_token": form.find("input", name="csrf_token")["value"]},
        follow_redirects=True,
    )
    assert opened.request.path == desk.item
    assert WORDS in opened.text
    assert "For the admins" in desk.client.page("/review?part=escalated").text


def test_without_words_the_form_comes_back(desk: Desk) -> None:
    sent = desk.client.submit(desk.item, {"step": "escalate"}, form="passing")
    assert sent.status_code == 400
    assert "Please say why the admins should look at it." in sent.text
    sent = desk.client.submit(desk.item, {"note": WORDS}, form="passing")
    assert sent.status_code == 400
    assert f"\n{WORDS}</textarea>" in sent.text
    sent = desk.client.submit(desk.item, {"note": "x" * 2_001}, form="staff-note-form")
    assert sent.status_code == 400
    assert "x" * 2_001 in sent.text


def test_words_are_given_back_where_somebody_was_faster(desk: Desk) -> None:
    item, token = desk.item, desk.client.token(desk.item)
    decide(desk.jo, desk.post.id, ruling(desk.world, desk.post, "approve"), desk.world.clock)
    for path, fields in {"step": {"step": "skip"}, "note": {}}.items():
        data = {"csrf_token": token, "note": WORDS, **fields}
        sent = desk.client.post(f"{item}/{path}", data=data)
        assert sent.status_code == 409
        assert f"\n{WORDS}</textarea>" in sent.text


def test_notes_about_a_person_stay_with_them(desk: Desk) -> None:
    path = f"/people/{desk.ana.username}/notes"
    sent = desk.client.submit(path, {"note": "Had a hard week. Be gentle."})

    assert sent.location == path
    assert "Had a hard week. Be gentle." in desk.enter(desk.jo).page(desk.item).text
    assert "Had a hard week" in desk.enter(desk.world.person(Role.ADMIN)).page(path).text
    assert desk.client.submit(path, {"note": " "}).status_code == 400
    assert desk.client.get(f"/people/{desk.mira.username}/notes").status_code == 403


def test_a_note_on_what_is_not_in_the_queue(desk: Desk) -> None:
    post = desk.world.reply(desk.ana, desk.thread)
    path = f"/posts/{post.id}/moderate"
    sent = desk.client.submit(path, {"note": "Looks fine."}, form="staff-note-form")

    assert sent.location == path
    assert "Looks fine." in desk.client.page(path).text
    assert not desk.client.page(path).find_all("form", id="passing")


def test_a_profile_is_passed_on_as_well(desk: Desk) -> None:
    concern = Concern(reason=ReportReason.UNKIND, words="", hide=False)
    report_person(desk.jo, desk.ana.id, concern, desk.world.clock)
    item = db.session.query(ReviewItem).filter_by(person_id=desk.ana.id).one()
    path = f"/review/{item.id}"
    sent = desk.client.submit(path, {"step": "escalate"}, form="passing")
    assert sent.status_code == 400
    sent = desk.client.submit(path, {"step": "escalate", "note": WORDS}, form="passing")
    assert sent.status_code == 303
    assert "Mira asked the admins" in desk.client.page(path).text
