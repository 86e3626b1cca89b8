"""Undoing on the page after a decision: without JavaScript, by a form, with the time that is left."""

from __future__ import annotations

from forum.accounts.models import Role
from tests.factories import UNKIND
from tests.support.client import CheckingClient, choose_form
from tests.support.clock import FakeClock
from tests.support.html import parse
from tests.web.moderation.conftest import Desk

FORM = "decision"


def decide(desk: Desk, client: CheckingClient | None = None) -> str:
    answer = (client or desk.client).submit(
        desk.item, {"action": "approve"}, form=FORM, follow_redirects=True
    )
    assert "Approved. Its author is told in a moment." in answer.text
    return answer.text


def undo_address(text: str) -> str:
    return choose_form(parse(text)[0], "undo-1")["action"]


def test_the_page_after_a_decision_offers_to_undo_it(desk: Desk) -> None:
    page = decide(desk)

    assert "The post by Ana: approved. Nobody has been told yet." in page
    assert "12" in choose_form(parse(page)[0], "undo-1").text


def test_the_time_that_is_left_is_said_again_on_the_next_page(desk: Desk, clock: FakeClock) -> None:
    decide(desk)
    clock.advance(seconds=11.2)
    assert "1 second left" in choose_form(desk.client.page("/review"), "undo-1").text

    clock.advance(seconds=0.8)
    assert "Nobody has been told yet" not in desk.client.get("/review").text


def test_undo_leads_back_to_the_post_which_waits_as_before(desk: Desk) -> None:
    item = desk.item
    decide(desk)

    answer = desk.client.submit("/review", {}, form="undo-1", follow_redirects=True)

    assert answer.request.path == item
    assert "Undone. Everything is as it was before, and nobody was told of it." in answer.text
    assert desk.state() == "held"
    assert choose_form(parse(answer.text)[0], FORM).has("action")


def test_sending_it_twice_is_harmless(desk: Desk) -> None:
    page = parse(decide(desk))[0]
    form = choose_form(page, "undo-1")
    token = form.find("input", name="csrf_token")["value"]

    first, second = (desk.client.post(form["action"], data={"csrf_token": token}) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert desk.state() == "held"


def test_too_late_says_so_kindly(desk: Desk, clock: FakeClock) -> None:
    page = parse(decide(desk))[0]
    form = choose_form(page, "undo-1")
    token = form.find("input", name="csrf_token")["value"]
    clock.advance(seconds=12)

    answer = desk.client.post(form["action"], data={"csrf_token": token})

    assert answer.status_code == 409
    assert "It was too late to undo this" in answer.text
    assert f"/posts/{desk.post.id}/moderate" in answer.text
    assert desk.state() == "published"


def test_it_is_offered_to_nobody_else_and_refused_to_them(desk: Desk) -> None:
    form = choose_form(parse(decide(desk))[0], "undo-1")
    for person, status in (
        (desk.jo, 403),
        (desk.ana, 404),
        (desk.world.person(Role.ADMIN), 404),
    ):
        client = desk.enter(person)
        assert "Nobody has been told yet" not in client.get("/review").text
        token = client.page("/account").find("input", name="csrf_token")["value"]
        assert client.post(form["action"], data={"csrf_token": token}).status_code == status
    assert desk.state() == "published"


def test_without_a_token_nothing_is_undone(desk: Desk) -> None:
    form = choose_form(parse(decide(desk))[0], "undo-1")

    assert desk.client.post(form["action"]).status_code == 400
    assert desk.state() == "published"


def test_the_words_and_the_rule_of_what_was_undone_stand_in_the_form_again(desk: Desk) -> None:
    """Undo is there for slips: nobody types it all once more because of one. What to do is chosen anew."""
    words, rule = "Please say it without going for the person.", str(desk.world.rule_id())
    sent = {"action": "decline", "rule": rule, "note": words}
    desk.client.submit(desk.item, sent, form=FORM)

    answer = desk.client.submit("/review", {}, form="undo-1", follow_redirects=True)

    form = choose_form(parse(answer.text)[0], FORM)
    assert form.find("textarea", name="note").text.strip() == words
    options = form.find("select", name="rule").find_all("option")
    assert [one["value"] for one in options if one.has("selected")] == [rule]
    assert not any(one.has("checked") for one in form.find_all("input", name="action"))


def test_nobody_else_finds_the_words_of_what_was_undone(desk: Desk) -> None:
    words = "Please say it without going for the person."
    sent = {"action": "request_changes", "note": words}
    desk.client.submit(desk.item, sent, form=FORM)
    back = desk.client.submit("/review", {}, form="undo-1").location

    assert words in desk.client.get(back).text
    assert words not in desk.enter(desk.jo).get(back).text
    other = desk.world.reply(desk.world.person(), desk.thread, f"Another. {UNKIND}")
    item = desk.world.open_item(other)
    assert item is not None
    query = back.partition("?")[2]
    assert words not in desk.enter(desk.mira).get(f"/review/{item.id}?{query}").text
