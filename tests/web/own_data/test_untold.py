"""What its owner has not been told, and is not to be told, is in no copy of their data either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.reversing import reverse
from forum.database import db
from forum.moderation.commands import decide
from forum.moderation.models import Report
from forum.moderation.options import ModeratorAction
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow
from forum.privately.deciding import PrivateRuling, decide_on_private
from tests.factories import UNKIND, World, sign_in
from tests.integration.privately.talking import Two, two
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.web.own_data.copies import everything, readable

CONCERN = Concern(reason=ReportReason.UNKIND, words="It hurts.")


def told_of_reports(client: CheckingClient) -> list[tuple[str | None, str | None]]:
    """What came of each report, and when, as the copy has it."""
    return [(told["outcome"], told["settled_at"]) for told in everything(client)["reports"]]


def test_a_decision_that_can_still_be_undone_is_not_told(
    client: CheckingClient, world: World, nia: Actor
) -> None:
    moderator = world.person(Role.MODERATOR)
    held = world.reply(nia, world.thread(world.person()), f"{UNKIND} Once more.")
    ruling = world.ruling(held, "decline", note="Please be kind.", rule=world.rule_id())
    decide(moderator, held.id, ruling, world.clock)
    assert everything(client)["decisions"] == []
    world.let_out()
    [told] = everything(client)["decisions"]
    assert (told["action"], told["note"]) == ("decline", "Please be kind.")


def test_that_somebody_reported_a_post_which_was_left_as_it_is_is_never_told_its_author(
    client: CheckingClient, world: World, nia: Actor
) -> None:
    post = world.reply(nia, world.thread(world.person()), "Something else.")
    report_post(world.person(name="Rosa"), post.id, CONCERN, world.clock)
    kept = world.ruling(post, "keep", note="Rosa may have read too much into it.")
    decide(world.person(Role.MODERATOR), post.id, kept, world.clock)
    world.let_out()
    assert everything(client)["decisions"] == []


def remove_in_private(world: World, pair: Two) -> None:
    """A moderator takes down what Mo said to Nia, and could still undo it."""
    item = pair.report(pair.nia, pair.say(pair.mo, "Words that hurt."))
    ruling = PrivateRuling(
        action=ModeratorAction.REMOVE, rule_id=world.rule_id(), note="Please be kind."
    )
    decide_on_private(world.person(Role.MODERATOR), item.id, ruling, world.clock)
    db.session.rollback()


def test_that_private_words_were_taken_down_is_not_told_while_it_can_be_undone(
    app: Flask, new_client: Callable[[], CheckingClient], world: World
) -> None:
    pair, at = two(world), world.clock.now().isoformat()
    remove_in_private(world, pair)
    mos, nias = (sign_in(app, new_client(), one) for one in (pair.mo, pair.nia))

    [own], [other] = (everything(one)["private_conversations"] for one in (mos, nias))
    assert (own["text"], own["removed_at"]) == ("Words that hurt.", None)
    # Out of the other one's sight at once, as on the page.
    assert (other["text"], other["removed_at"]) == ("", None)
    assert "taken down" not in readable(mos)
    assert "not on show" in readable(nias)

    world.let_out()
    [own], [other] = (everything(one)["private_conversations"] for one in (mos, nias))
    assert (own["text"], own["removed_at"]) == ("Words that hurt.", at)
    assert (other["text"], other["removed_at"]) == ("", at)


def test_private_words_whose_removal_was_undone_stand_there_as_if_nothing_had_been(
    app: Flask, new_client: Callable[[], CheckingClient], world: World
) -> None:
    pair = two(world)
    remove_in_private(world, pair)
    window = db.session.query(UndoWindow).one()
    undo(Actor(user_id=window.by_id, roles=frozenset({Role.MODERATOR})), window.id, world.clock)
    [said] = everything(sign_in(app, new_client(), pair.nia))["private_conversations"]
    assert (said["text"], said["removed_at"]) == ("Words that hurt.", None)


def test_what_came_of_a_report_is_not_told_while_it_can_be_undone(
    client: CheckingClient, world: World, nia: Actor, clock: FakeClock
) -> None:
    moderator = world.person(Role.MODERATOR)
    post = world.reply(world.person(), world.thread(world.person()), "Something else.")
    report_post(nia, post.id, CONCERN, world.clock)
    settled_at = clock.now().isoformat()
    ruling = world.ruling(post, "remove", note="Please be kind.", rule=world.rule_id())
    decision_id = decide(moderator, post.id, ruling, world.clock)
    assert told_of_reports(client) == [(None, None)]
    world.let_out()
    assert told_of_reports(client) == [("acted", settled_at)]

    clock.advance(minutes=1)
    reverse(moderator, decision_id, "I read this too fast.", world.clock)
    assert told_of_reports(client) == [(None, None)]
    world.let_out()
    assert told_of_reports(client) == [("put_back", clock.now().isoformat())]


@pytest.mark.parametrize("action", [ModeratorAction.KEEP, ModeratorAction.REMOVE])
def test_nor_is_what_came_of_a_report_of_private_words(
    client: CheckingClient, world: World, nia: Actor, action: ModeratorAction
) -> None:
    pair = two(world, nia=nia)
    item = pair.report(nia, pair.say(pair.mo, "Words that hurt."))
    moderator = world.person(Role.MODERATOR)
    ruling = PrivateRuling(action=action, rule_id=world.rule_id(), note="Not here.")
    decide_on_private(moderator, item.id, ruling, world.clock)
    assert told_of_reports(client) == [(None, None)]
    world.let_out()
    [(outcome, settled_at)] = told_of_reports(client)
    assert outcome == ("kept" if action is ModeratorAction.KEEP else "acted")
    assert settled_at == world.clock.now().isoformat()


def test_a_report_made_to_harm_is_told_like_any_that_led_to_nothing(
    client: CheckingClient, world: World, nia: Actor
) -> None:
    moderator, thread = world.person(Role.MODERATOR), world.thread(world.person())
    for is_made_to_harm in (False, True):
        post = world.reply(world.person(), thread, "Kind words.")
        report_id = report_post(nia, post.id, CONCERN, world.clock)
        harmful = frozenset({report_id} if is_made_to_harm else ())
        ruling = replace(world.ruling(post, "keep"), made_to_harm=harmful)
        decide(moderator, post.id, ruling, world.clock)
    world.let_out()
    assert {report.outcome for report in db.session.query(Report)} == {"kept", "bad_faith"}
    assert told_of_reports(client) == [("kept", world.clock.now().isoformat())] * 2
