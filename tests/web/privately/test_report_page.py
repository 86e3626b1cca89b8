"""Reporting private words in two clicks, and a moderator's page of them, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Role, User
from forum.accounts.roles import grant
from forum.database import db, transaction
from forum.exposure.models import Exposure
from forum.leaving.rules import left_username
from forum.moderation.models import Report, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.reply_texts import NewText, keep_text
from forum.text import moment_in_full
from forum.welcome.mentorships import change_mentor
from tests.factories import World, everyone, sign_in
from tests.integration.privately.talking import Two
from tests.support.client import CheckingClient, choose_form, fill_in
from tests.support.clock import FakeClock
from tests.support.html import parse

WORDS = "This hurt me, and I would rather not say why."
NOTE = "Please let her be for a while."


@pytest.fixture
def jo(app: Flask, world: World, new_client: Callable[[], CheckingClient]) -> CheckingClient:
    return sign_in(app, new_client(), world.person(Role.MODERATOR, name="Jo"))


def address(both: Two) -> str:
    return f"/private/{both.id}"


def told(both: Two, nia: CheckingClient) -> str:
    """Nia has reported something that Mo said. The address of its review."""
    bad = both.say(both.mo, "Go away.")
    nia.submit(f"{address(both)}/messages/{bad}/report")
    return f"/review/{item().id}/private"


def item() -> ReviewItem:
    db.session.rollback()
    return db.session.query(ReviewItem).one()


def test_two_clicks_from_a_message(both: Two, nia: CheckingClient) -> None:
    bad = both.say(both.mo, "Go away.")
    page = nia.page(address(both)).find(id=f"message-{bad}")
    (link,) = [one for one in page.find_all("a") if one.text.startswith("Report")]

    thanked = nia.submit(link["href"], follow_redirects=True)

    assert "A moderator looks at what you have shown them, and at nothing else." in thanked.text
    assert db.session.query(Report).one().reason == "unsure"


def test_each_message_that_can_be_shown_says_when_before_whose(
    both: Two, nia: CheckingClient
) -> None:
    both.say(both.mo, "Hello.")
    bad = both.say(both.mo, "Go away.")
    offered = nia.page(f"{address(both)}/messages/{bad}/report").text
    assert f"{moment_in_full(both.world.clock.now())}: {both.mo.display_name}" in offered


def test_two_clicks_from_a_conversation(both: Two, mo: CheckingClient) -> None:
    both.say(both.nia, "Go away.")
    (link,) = [
        one for one in mo.page(address(both)).find_all("a") if one.text == "Tell a moderator"
    ]

    assert mo.submit(link["href"]).status_code == 303
    assert item().about_id == both.nia.id


def test_the_page_says_what_moderators_will_see_before_it_is_sent(
    both: Two, nia: CheckingClient
) -> None:
    both.say(both.nia, "Long ago.")
    for number in range(4):
        both.say(both.nia, f"Before {number}.")
    bad = both.say(both.mo, "Go away.")
    both.say(both.nia, "After.")
    page = nia.page(f"{address(both)}/messages/{bad}/report").find("main")

    assert "They see the message below, and those that are ticked beside it." in page.text
    assert "nothing else of this conversation" in page.text
    assert "Go away." in page.text
    assert "Long ago." not in page.text
    boxes = page.find_all("input", name="shown")
    assert [box.has("checked") for box in boxes] == [False, False, False, True, False]


def test_the_page_offers_no_more_than_what_can_be_done_now(both: Two, nia: CheckingClient) -> None:
    both.say(both.mo, "Go away.")
    end_it, block_mo = f"{address(both)}/end", f"/people/{both.mo.username}/block"
    assert {end_it, block_mo} <= ways(both, nia)
    change_mentor(both.nia, both.world.clock)
    assert ways(both, nia) & {end_it, block_mo} == {block_mo}
    with transaction() as session:
        session.get_one(User, both.mo.id).username = left_username("0a1b2c")
    for way in ways(both, nia):
        assert nia.get(way).status_code == 200, way


def ways(both: Two, nia: CheckingClient) -> set[str]:
    """Where the page on which Nia reports leads."""
    main = nia.page(f"{address(both)}/report").find("main")
    return {link["href"] for link in main.find_all("a")}


def test_moderators_see_what_was_chosen_and_nothing_else(
    both: Two, nia: CheckingClient, jo: CheckingClient
) -> None:
    both.say(both.nia, "A secret.")
    bad = both.say(both.mo, "Go away.")
    path = f"{address(both)}/messages/{bad}/report"
    box = nia.page(path).find("input", name="shown")
    nia.submit(path, {"reason": "unkind", "words": WORDS, box["name"]: False})

    queue = jo.page("/review").find("main").text
    assert "Something said in private, by Mo" in queue
    opened = jo.get(f"/review/{item().id}", follow_redirects=True).text
    assert "Go away." in opened
    assert WORDS in opened
    assert "A secret." not in opened
    assert jo.get(address(both)).status_code == 404


def test_taking_it_down(
    both: Two, nia: CheckingClient, mo: CheckingClient, jo: CheckingClient
) -> None:
    bad = both.say(both.mo, "Go away.")
    nia.submit(f"{address(both)}/messages/{bad}/report")
    path = f"/review/{item().id}/private"
    without = jo.submit(path, {"action": "remove"}, form="decision")
    assert without.status_code == 400
    assert "Please choose the rule" in without.text

    rule = str(both.world.rule_id())
    fields = {"action": "remove", "rule": rule, "note": "Not like this."}
    assert jo.submit(path, fields, form="decision").status_code == 303

    hers, his = nia.page(address(both)).find("main").text, mo.page(address(both)).find("main").text
    assert "taken down by a moderator" in hers
    assert "Go away." not in hers
    assert "Not like this." not in hers
    for words in ("taken down by a moderator", "Go away.", "Not like this.", "Only you can still"):
        assert words in his
    both.world.let_out()
    assert "did something about it" in nia.page("/inbox").find("main").text
    assert "took down something that you had said in private" in mo.page("/inbox").find("main").text
    handled = jo.get(path, follow_redirects=True).text
    assert "You have handled this already: removed." in handled
    assert "Go away." not in handled


def test_what_is_shown_while_somebody_has_it_open_is_read_before_it_is_decided(
    both: Two, nia: CheckingClient, jo: CheckingClient, clock: FakeClock
) -> None:
    path = told(both, nia)
    form = choose_form(jo.page(path), "decision")
    fields = {"action": "remove", "rule": str(both.world.rule_id()), "note": NOTE}
    worse = both.say(both.mo, "I know where you live.")
    clock.advance(minutes=1)
    nia.submit(f"{address(both)}/messages/{worse}/report")

    asked = jo.post(path, data=fill_in(form, fields))

    assert asked.status_code == 400
    assert "Somebody has told us more of this while you had it open." in asked.text
    assert "I know where you live." in asked.text
    again = choose_form(parse(asked.text)[0], "decision")
    assert jo.post(path, data=fill_in(again, {})).status_code == 303


def test_words_and_choices_come_back(both: Two, nia: CheckingClient) -> None:
    both.say(both.nia, "Mine.")
    both.say(both.mo, "Go away.")
    path = f"{address(both)}/report"
    boxes = nia.page(path).find_all("input", name="shown")
    form = {"shown": boxes[0]["value"], "words": WORDS, "reason": "unkind"}
    data = {**form, "csrf_token": nia.token(path)}
    turned_away = nia.post(path, data=data)
    assert turned_away.status_code == 400
    assert "Please choose at least one thing that Mo said." in turned_away.text
    assert f"{WORDS}</textarea>" in turned_away.text


@pytest.mark.parametrize("page", ["report", "messages/1/report"])
def test_nobody_else_reports_it(
    app: Flask, world: World, both: Two, client: CheckingClient, page: str
) -> None:
    both.say(both.mo, "Go away.")
    for kind, person in everyone(world).items():
        if person.is_signed_in:
            sign_in(app, client, person)
        expected = 404 if person.is_signed_in else 302
        assert client.get(f"{address(both)}/{page}").status_code == expected, kind


@pytest.mark.parametrize("is_admin", [False, True])
def test_nobody_is_led_to_speak_to_an_admin_as_staff(
    app: Flask, world: World, both: Two, nia: CheckingClient, client: CheckingClient, is_admin: bool
) -> None:
    bad = both.say(both.mo, "Go away.")
    nia.submit(f"{address(both)}/messages/{bad}/report")
    if is_admin:
        with transaction() as session:
            grant(session, both.mo.id, Role.ADMIN, by_id=None, now=world.clock.now())
    number = item().id
    page = sign_in(app, client, world.person(Role.MODERATOR)).get(f"/review/{number}/private").text
    assert ("Speak to Mo" in page) is not is_admin


def test_the_page_of_an_item_is_for_moderators(
    app: Flask,
    world: World,
    both: Two,
    nia: CheckingClient,
    new_client: Callable[[], CheckingClient],
) -> None:
    bad = both.say(both.mo, "Go away.")
    nia.submit(f"{address(both)}/messages/{bad}/report")
    for kind, person in everyone(world).items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        expected = {"moderator": 200, "visitor": 302}.get(kind, 403)
        assert client.get(f"/review/{item().id}/private").status_code == expected, kind


def test_hard_words_are_covered_first_and_a_decision_can_be_undone(
    both: Two, nia: CheckingClient, jo: CheckingClient
) -> None:
    bad = both.say(both.mo, "Zanzibar")
    nia.submit(f"{address(both)}/messages/{bad}/report", {"reason": "threat"})
    path = f"/review/{item().id}"
    covered = jo.get(path, follow_redirects=True)
    assert "This may be hard to read." in covered.text
    assert "Zanzibar" not in covered.text
    assert 'id="decision"' not in covered.text

    shown = jo.submit(f"{path}/private", form=f"{path}/uncover", follow_redirects=True)
    assert "Zanzibar" in shown.text
    after = jo.submit(f"{path}/private", {"action": "keep"}, form="decision", follow_redirects=True)
    assert "What Mo said in private: left as it is. Nobody has been told yet." in after.text
    back = jo.submit("/review", {}, form="undo-1", follow_redirects=True)
    assert back.request.path == f"{path}/private"


def test_a_decision_that_comes_second_keeps_its_words(
    app: Flask,
    both: Two,
    nia: CheckingClient,
    jo: CheckingClient,
    new_client: Callable[[], CheckingClient],
) -> None:
    path = told(both, nia)
    mira = sign_in(app, new_client(), both.world.person(Role.MODERATOR, name="Mira"))
    kinds = {"decision": {"action": "remove", "note": WORDS}, "passing": {"note": WORDS}}
    sent = {which: fill_in(choose_form(mira.page(path), which), kinds[which]) for which in kinds}
    addresses = {"decision": path, "passing": f"{path}/step"}
    jo.submit(path, {"action": "keep"}, form="decision")

    for which, typed in sent.items():
        late = mira.post(addresses[which], data=typed)

        assert late.status_code == 409
        assert "Already handled by Jo: left as it is. Nothing was changed." in late.text
        assert f"\n{WORDS}</textarea>" in late.text


def test_whoever_does_not_want_to_read_it_leaves_it_to_somebody_else(
    app: Flask,
    both: Two,
    nia: CheckingClient,
    jo: CheckingClient,
    new_client: Callable[[], CheckingClient],
) -> None:
    bad = both.say(both.mo, "Zanzibar")
    nia.submit(f"{address(both)}/messages/{bad}/report")
    path = f"/review/{item().id}/private"
    mira = sign_in(app, new_client(), both.world.person(Role.MODERATOR, name="Mira"))

    asked = mira.submit(path, form="passing")
    assert (asked.status_code, "Please say in a few words why" in asked.text) == (400, True)
    left = mira.submit(path, {"note": WORDS}, form="passing", follow_redirects=True)

    # The queue has it still, and serves it to somebody else, who reads why.
    assert "you left it to somebody else" in left.text
    assert mira.submit("/review", form="/review/next").location == "/review"
    assert jo.submit("/review", form="/review/next").location == path.removesuffix("/private")
    assert WORDS in jo.page(path).text


def test_whoever_has_read_enough_today_reads_this_tomorrow(
    app: Flask, both: Two, nia: CheckingClient, new_client: Callable[[], CheckingClient]
) -> None:
    mira = both.world.person(Role.MODERATOR)
    client = sign_in(app, new_client(), mira)
    bad = both.say(both.mo, "Zanzibar")
    nia.submit(f"{address(both)}/messages/{bad}/report")
    with transaction() as session:
        session.add(
            Exposure(
                moderator_id=mira.id, day=both.world.clock.now().date(), at=both.world.clock.now(),
                step="opened", person_id=both.nia.id, points=500,
            )
        )  # fmt: skip
    page = client.get(f"/review/{item().id}/private")
    assert "Zanzibar" not in page.text
    assert "enough for today" in page.text


def test_the_keys_are_those_of_any_item(both: Two, jo: CheckingClient) -> None:
    bad = both.say(both.mo, "Go away.")
    path = f"/review/{both.report(both.nia, bad).id}/private"

    page = jo.page(path)

    carriers = {one["data-shortcut"]: one for one in page.elements if one.has("data-shortcut")}
    assert set(carriers) == {"a", "d", "s", "/", "?"}
    assert carriers["d"]["data-then"] == "rule"
    assert page.find("dialog", id="keys").text
    jo.submit("/review/reading", {"keys_on": False})
    assert not [one for one in jo.page(path).elements if one.has("data-shortcut")]


def test_what_its_author_will_read_can_be_seen_first(
    both: Two, nia: CheckingClient, jo: CheckingClient, world: World
) -> None:
    path = told(both, nia)
    sent = {"action": "remove", "rule": str(world.rule_id()), "note": NOTE}
    shown = jo.submit(path, sent, form=path, button="Preview")

    ahead = parse(shown.text)[0].find(id="preview")
    assert "took down something that you had said in private" in ahead.text
    assert "Speak to the person, kindly" in ahead.text
    assert NOTE in ahead.text
    # A mail may be read by others: the words are not in it.
    assert NOTE not in ahead.find("details").text
    assert f"\n{NOTE}</textarea>" in shown.text
    assert item().closed_at is None


@pytest.mark.parametrize("action", ["keep", "settle"])
def test_it_is_said_beforehand_where_its_author_reads_nothing(
    both: Two, nia: CheckingClient, jo: CheckingClient, action: str
) -> None:
    path = told(both, nia)
    shown = jo.submit(path, {"action": action}, form=path, button="Preview")

    assert "Its author hears nothing of this." in parse(shown.text)[0].find(id="preview").text


def test_a_preview_asks_for_what_is_missing(
    both: Two, nia: CheckingClient, jo: CheckingClient
) -> None:
    path = told(both, nia)
    shown = jo.submit(path, {"action": "remove", "note": NOTE}, form=path, button="Preview")

    assert shown.status_code == 400
    assert f"\n{NOTE}</textarea>" in shown.text


def test_a_saved_text_is_put_behind_what_was_typed(
    both: Two, nia: CheckingClient, jo: CheckingClient, world: World
) -> None:
    path = told(both, nia)
    moderator = world.person(Role.MODERATOR)
    kept = NewText(title="In private", text="Please be gentle.", action=ModeratorAction.REMOVE)
    keep_text(moderator, kept, world.clock)
    picker = jo.page(path).find("select", name="saved")
    (offered,) = [one for one in picker.find_all("option") if one["value"]]
    shown = jo.submit(
        path, {"saved": offered["value"], "note": NOTE}, form=path, button="Use this text"
    )

    assert f"\n{NOTE}\n\nPlease be gentle.</textarea>" in shown.text
    assert item().closed_at is None
