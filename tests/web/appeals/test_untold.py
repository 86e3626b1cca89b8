"""Numbers of decisions count up, so anybody can try them: nobody finds one of which they were never told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.models import Appeal
from forum.database import db
from forum.moderation.commands import decide
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.options import ModeratorAction
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow
from forum.privately.deciding import PrivateRuling, decide_on_private
from forum.screened_fields.lifecycle import FieldAction
from tests.factories import UNKIND, World, sign_in
from tests.integration.appeals.conftest import HOW_I_SEE_IT, Case, case
from tests.integration.moderation.deciding import WORDS, ruling
from tests.integration.privately.talking import two
from tests.integration.screened_fields.conftest import Names, names
from tests.support.client import CheckingClient

__all__ = ["case", "names"]
Enter = Callable[[Actor], CheckingClient]


@pytest.fixture
def enter(app: Flask, new_client: Callable[[], CheckingClient]) -> Enter:
    return lambda person: sign_in(app, new_client(), person)


def is_hidden(browser: CheckingClient, path: str) -> bool:
    """Whether somebody who tries a number is told what they are told of one that does not exist."""
    sent = {"csrf_token": browser.token("/inbox"), "words": HOW_I_SEE_IT}
    answers = [browser.get(path), browser.post(path, data=sent)]
    assert all(WORDS not in answer.text for answer in answers)
    # Words may have been begun while it could be undone.
    assert HOW_I_SEE_IT in answers[1].text
    return {answer.status_code for answer in answers} == {404} and not db.session.query(
        Appeal
    ).count()


def undo_newest(world: World, moderator: Actor) -> None:
    """Take back within the first seconds what was decided last."""
    db.session.rollback()
    window = db.session.query(UndoWindow).order_by(UndoWindow.id.desc()).limit(1).one()
    undo(moderator, window.id, world.clock)
    db.session.rollback()


def test_that_a_post_was_reported_and_left_as_it_is(case: Case, enter: Enter) -> None:
    post = case.world.reply(case.ana, case.thread, "Something else.")
    concern = Concern(reason=ReportReason.UNKIND, words="It hurts.")
    report_post(case.world.person(name="Rosa"), post.id, concern, case.clock)
    kept = case.world.ruling(case.world.fresh(post), "keep", note=WORDS)
    decision_id = decide(case.mira, post.id, kept, case.clock)
    case.world.let_out()
    assert is_hidden(enter(case.ana), f"/decisions/{decision_id}/appeal")


@pytest.mark.parametrize("action", ["remove", "edit decline"])
def test_a_decision_that_was_undone(case: Case, enter: Enter, action: str) -> None:
    if action == "remove":
        post = case.world.reply(case.ana, case.thread, "Something else.")
    else:
        post, action = case.with_held_change(), action.removeprefix("edit ")
    decision_id = decide(case.mira, post.id, ruling(case.world, post, action), case.clock)
    undo_newest(case.world, case.mira)
    assert is_hidden(enter(case.ana), f"/decisions/{decision_id}/appeal")


def test_one_that_can_still_be_undone_stands_on_the_posts_page_and_can_be_asked_about(
    case: Case, enter: Enter
) -> None:
    post = case.world.reply(case.ana, case.thread, "Something else.")
    decision_id = decide(case.mira, post.id, ruling(case.world, post, "remove"), case.clock)
    ana, path = enter(case.ana), f"/decisions/{decision_id}/appeal"
    assert path in {link["href"] for link in ana.page(f"/posts/{post.id}").find_all("a")}
    assert WORDS in ana.page(path).text


def test_that_words_said_in_private_were_taken_down_and_shown_again(
    world: World, enter: Enter
) -> None:
    pair, jo = two(world), world.person(Role.MODERATOR, name="Jo")
    item = pair.report(pair.nia, pair.say(pair.mo, "Words that hurt."))
    removal = PrivateRuling(action=ModeratorAction.REMOVE, rule_id=world.rule_id(), note=WORDS)
    decide_on_private(jo, item.id, removal, world.clock)
    undo_newest(world, jo)
    decision = db.session.query(TextDecision).one()
    assert is_hidden(enter(pair.mo), f"/text-decisions/{decision.id}/appeal")


@pytest.mark.parametrize(("action", "is_undone"), [("decline", True), ("approve", False)])
def test_a_decision_on_a_name_that_was_undone_or_not_against_it(
    world: World, enter: Enter, names: Names, action: str, is_undone: bool
) -> None:
    names.say(UNKIND)
    world.screen()
    item, against = names.item(), action == "decline"
    assert item is not None
    decision_id = decide_on_field(
        names.mira,
        item.id,
        FieldRuling(
            field_id=names.newest().id,
            action=FieldAction(action),
            note=WORDS if against else "",
            rule_id=world.rule_id() if against else None,
        ),
        world.clock,
    )
    if is_undone:
        undo_newest(world, names.mira)
    assert is_hidden(enter(names.ana), f"/text-decisions/{decision_id}/appeal")
