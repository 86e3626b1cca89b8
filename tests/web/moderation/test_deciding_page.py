"""Deciding through the form, as a person does; and through forms that no person would send."""

from __future__ import annotations

import pytest

from forum.community.models import Rule
from forum.conversations import commands
from forum.database import transaction
from forum.moderation.claims import claim
from tests.integration.moderation.deciding import carry_out, decisions
from tests.support.client import choose_form, fill_in
from tests.support.html import parse
from tests.web.moderation.conftest import Desk

WORDS = "Could you leave out the last sentence? The rest is lovely."
FORM = "decision"


def test_approve_and_on_to_the_next(desk: Desk) -> None:
    first = desk.item
    other = desk.world.reply(desk.world.person(), desk.thread, "Nobody asked for your story.")
    item = desk.world.open_item(other)
    assert item is not None

    answer = desk.client.submit(first, {"action": "approve"}, form=FORM, follow_redirects=True)

    assert desk.state() == "published"
    assert "Approved. Its author is told in a moment." in answer.text
    assert answer.request.path == f"/review/{item.id}"


def test_ask_for_a_change(desk: Desk) -> None:
    answer = desk.client.submit(
        desk.item, {"action": "request_changes", "note": WORDS}, form=FORM, follow_redirects=True
    )

    assert desk.state() == "changes_requested"
    assert "Sent back with a request for changes. Its author is told in a moment." in answer.text
    assert [made.note for made in decisions(desk.post)] == [WORDS]


def test_decline_citing_a_rule(desk: Desk) -> None:
    rule = desk.world.rule_id()
    fields = {"action": "decline", "rule": str(rule), "note": WORDS}

    assert desk.client.submit(desk.item, fields, form=FORM).status_code == 303

    assert desk.state() == "declined"
    assert [(made.rule_id, made.note) for made in decisions(desk.post)] == [(rule, WORDS)]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "What should happen? Please choose what should happen."),
        (
            {"action": "decline", "note": WORDS},
            "Please choose the rule that this decision rests on.",
        ),
        ({"action": "request_changes"}, "Please tell the author why, in your own words."),
        ({"action": "request_changes", "note": " \n "}, "Please tell the author why"),
        ({"action": "request_changes", "note": "x" * 2_001}, "longer than a note can be"),
        ({"action": "request_changes", "note": f"{WORDS}\u202e"}, "Some characters that can"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    desk: Desk, fields: dict[str, str], said: str
) -> None:
    answer = desk.client.submit(desk.item, fields, form=FORM)
    page = parse(answer.text)[0]
    form = choose_form(page, FORM)

    assert answer.status_code == 400
    assert said in page.find(id="errors").text.replace("’", "'").replace("'", "'")
    assert form.find("textarea").text == fields.get("note", "").strip().removesuffix("\u202e")
    ticked = [one["value"] for one in form.find_all("input", type="radio") if one.has("checked")]
    assert ticked == ([fields["action"]] if "action" in fields else [])
    assert desk.state() == "held"


def test_a_rule_that_was_retired_meanwhile(desk: Desk) -> None:
    page = desk.client.page(desk.item)
    form = choose_form(page, FORM)
    sent = fill_in(form, {"action": "decline", "rule": str(desk.world.rule_id()), "note": WORDS})
    with transaction() as session:
        session.get_one(Rule, desk.world.rule_id()).retired_at = desk.world.clock.now()

    answer = desk.client.post(form["action"], data=sent)

    assert answer.status_code == 400
    assert "Please choose the rule" in answer.text
    assert WORDS in answer.text
    assert desk.state() == "held"


# -------------------------------------------------------------------------------- out of date


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        ("approve", "Already handled by Jo: approved. Nothing was changed."),
        ("decline", "Already handled by Jo: declined. Nothing was changed."),
        ("withdraw", "Its author has taken this post back. Nothing was changed."),
        ("revise", "Its author has sent newer words, which take the place of these."),
    ],
)
def test_a_page_that_is_out_of_date_keeps_what_was_typed(
    desk: Desk, meanwhile: str, said: str
) -> None:
    form = choose_form(desk.client.page(desk.item), FORM)
    sent = fill_in(form, {"action": "request_changes", "note": f"{WORDS} <3"})
    if meanwhile == "withdraw":
        commands.withdraw(desk.ana, desk.post.id, desk.world.clock)
    elif meanwhile == "revise":
        new = commands.NewVersion(text="Kind words.", title=None, based_on=1)
        commands.revise(desk.ana, desk.post.id, new, desk.world.clock)
    else:
        carry_out(desk.world, desk.jo, desk.post, meanwhile)
    before = desk.state()

    answer = desk.client.post(form["action"], data=sent)
    page = parse(answer.text)[0]

    assert answer.status_code == 409
    assert said in page.text
    # Not everything that comes between is somebody who was faster.
    assert page.find("h1").text == "Nothing was changed"
    kept = page.find("textarea")
    assert kept.text == f"{WORDS} <3"
    assert kept.has("readonly")
    assert desk.state() == before


def test_the_same_form_sent_twice_decides_once(desk: Desk) -> None:
    form = choose_form(desk.client.page(desk.item), FORM)
    sent = fill_in(form, {"action": "approve"})

    first = desk.client.post(form["action"], data=sent)
    second = desk.client.post(form["action"], data=sent)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "You have handled this already: approved. Nothing was changed." in second.text
    assert len(decisions(desk.post)) == 1


def test_while_somebody_else_has_it_open_the_way_back_leads_to_taking_it_over(desk: Desk) -> None:
    path = desk.item
    form = choose_form(desk.client.page(path), FORM)
    sent = fill_in(form, {"action": "request_changes", "note": WORDS})
    claim(desk.jo, int(path.rpartition("/")[2]), desk.world.clock)

    answer = desk.client.post(form["action"], data=sent)
    page = parse(answer.text)[0].find("main")

    assert page.find("h1").text == "Nothing was changed"
    assert "Jo has this open just now." in page.text
    (back,) = [link for link in page.find_all("a") if link["href"] == path]
    assert "Take it over" in desk.client.page(back["href"]).text


def test_a_post_outside_the_queue_that_changed_meanwhile(desk: Desk) -> None:
    carry_out(desk.world, desk.jo, desk.post, "approve")
    path = f"/posts/{desk.post.id}/moderate"
    fields = {"action": "hide", "rule": str(desk.world.rule_id()), "note": WORDS}
    form = choose_form(desk.client.page(path), FORM)
    sent = fill_in(form, fields)
    carry_out(desk.world, desk.jo, desk.post, "remove")

    answer = desk.client.post(path, data=sent)

    assert answer.status_code == 409
    assert "Already handled by Jo: removed. Nothing was changed." in answer.text
    assert WORDS in answer.text
    commands_after = [made.action for made in decisions(desk.post)]
    assert commands_after == ["approve", "remove"]


def test_a_post_outside_the_queue_that_was_taken_back_meanwhile(desk: Desk) -> None:
    carry_out(desk.world, desk.jo, desk.post, "approve")
    path = f"/posts/{desk.post.id}/moderate"
    sent = fill_in(
        choose_form(desk.client.page(path), FORM), {"action": "request_changes", "note": WORDS}
    )
    commands.withdraw(desk.ana, desk.post.id, desk.world.clock)

    answer = desk.client.post(path, data=sent)

    assert answer.status_code == 409
    assert "Its author has taken this post back meanwhile. Nothing was changed." in answer.text
    assert WORDS in answer.text


@pytest.mark.parametrize("press", ["", "preview", "use"])
def test_words_that_are_too_long_come_back_when_the_post_has_moved_on(
    desk: Desk, press: str
) -> None:
    carry_out(desk.world, desk.jo, desk.post, "approve")
    path, too_long = f"/posts/{desk.post.id}/moderate", "x" * 2_001
    form = choose_form(desk.client.page(path), FORM)
    sent = fill_in(form, {"action": "request_changes", "note": too_long})
    carry_out(desk.world, desk.jo, desk.post, "remove")
    if press:
        sent["press"] = press

    answer = desk.client.post(path, data=sent)

    assert answer.status_code == 409
    assert too_long in answer.text


def test_what_is_hidden_outside_the_queue_waits_in_it_until_somebody_has_decided(
    desk: Desk,
) -> None:
    carry_out(desk.world, desk.jo, desk.post, "approve")
    path = f"/posts/{desk.post.id}/moderate"
    fields = {"action": "hide", "rule": str(desk.world.rule_id()), "note": WORDS}

    answer = desk.client.submit(path, fields, form=FORM, follow_redirects=True)
    assert (answer.request.path, desk.state()) == (desk.item, "hidden")
    desk.client.submit(desk.item, {"action": "restore"}, form=FORM)

    assert desk.state() == "published"


# ------------------------------------------------------------------ what no form of ours sends


@pytest.mark.parametrize(
    "changed",
    [
        {"revision_id": ""},
        {"revision_id": "x"},
        {"revision_id": "9" * 30},
        {"revision_id": "-1"},
        {"last_decision_id": "x"},
        {"last_decision_id": "9" * 30},
        {"action": "ban"},
        {"action": "pass"},
        {"action": ""},
        {"action": "decline", "rule": "9" * 30, "note": WORDS},
        {"action": "decline", "rule": "one", "note": WORDS},
        {"action": "decline", "rule": "4711", "note": WORDS},
        {"csrf_token": "made up"},
    ],
)
def test_odd_values_get_a_clear_answer_and_change_nothing(
    desk: Desk, changed: dict[str, str]
) -> None:
    form = choose_form(desk.client.page(desk.item), FORM)
    sent = fill_in(form, {"action": "approve"})
    for name, value in changed.items():
        sent[name] = value

    answer = desk.client.post(form["action"], data=sent)

    assert answer.status_code == 400
    assert desk.state() == "held"


@pytest.mark.parametrize(
    "extra",
    ["decided_by_id", "decided_by_automation", "post_id", "state", "item_id", "decided_at"],
)
def test_fields_that_are_not_in_the_form_do_nothing(desk: Desk, extra: str) -> None:
    form = choose_form(desk.client.page(desk.item), FORM)
    sent = fill_in(form, {"action": "approve"})
    sent[extra] = "1"

    assert desk.client.post(form["action"], data=sent).status_code == 303

    (made,) = decisions(desk.post)
    assert (made.post_id, made.decided_by_id, made.decided_by_automation) == (
        desk.post.id,
        desk.mira.id,
        False,
    )


@pytest.mark.parametrize("number", ["99999999999999999999", "0", "-1", "x"])
def test_numbers_that_nothing_has(desk: Desk, number: str) -> None:
    assert desk.client.get(f"/review/{number}").status_code == 404
    assert desk.client.get(f"/posts/{number}/moderate").status_code == 404


def test_nothing_changes_by_get(desk: Desk) -> None:
    assert desk.client.get(f"{desk.item}/decide?action=approve").status_code == 405
    assert desk.state() == "held"
