"""After the first seconds a moderator can still put a decision against a post right, by a decision that cites it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.reversing import reverse
from forum.conversations import commands
from forum.conversations.models import Post
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation.models import Decision, Report, ReviewItem
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow
from forum.notifications.models import Notification
from forum.notifications.queries import inbox_page
from tests.integration.appeals.conftest import Case
from tests.integration.moderation.deciding import carry_out, decisions

SORRY = "I read this too fast. Your words are welcome."
LEADS_TO = {
    "decline": "approve",
    "request_changes": "approve",
    "remove": "restore",
    "edit decline": "approve",
    "edit request_changes": "approve",
}


def inbox(who: Actor) -> list[str]:
    return [line.sentence for line in inbox_page(who, 1, lambda number: f"?page={number}").items]


def open_window() -> int:
    """The one decision that can still be undone."""
    db.session.rollback()
    return db.session.scalars(select(UndoWindow.id).where(UndoWindow.ended_at.is_(None))).one()


def open_items(post: Post) -> list[ReviewItem]:
    db.session.rollback()
    found = db.session.query(ReviewItem).filter_by(post_id=post.id, closed_at=None)
    return found.order_by(ReviewItem.id).all()


@pytest.mark.parametrize("action", LEADS_TO)
@pytest.mark.parametrize("by", ["mira", "jo"])
def test_it_restores_and_cites_what_it_reverses(case: Case, action: str, by: str) -> None:
    post, decision_id = case.decided(action)

    reverse(getattr(case, by), decision_id, SORRY, case.clock)

    first, second = decisions(post)
    assert (second.action, second.reverses_id, second.note) == (LEADS_TO[action], first.id, SORRY)
    kept = case.world.fresh(post)
    assert (kept.state, kept.shown_number) == ("published", kept.latest_number)


@pytest.mark.parametrize("action", LEADS_TO)
def test_its_author_hears_it_kindly_and_in_the_moderators_words(case: Case, action: str) -> None:
    _, decision_id = case.decided(action)
    reverse(case.mira, decision_id, SORRY, case.clock)
    assert not any("We are sorry" in said for said in inbox(case.ana))
    case.world.let_out()

    lines = inbox_page(case.ana, 1, lambda number: f"?page={number}").items
    (put_right,) = [line for line in lines if "We are sorry" in line.sentence]
    assert put_right.note == SORRY
    assert put_right.by == "A moderator"


def test_whoever_had_reported_it_hears_that_it_was_put_back(case: Case) -> None:
    post = case.world.reply(case.ana, case.thread)
    rika = case.world.person(name="Rika")
    concern = Concern(reason=ReportReason.UNKIND, words="It hurts.")
    report_post(rika, post.id, concern, case.clock)
    case.clock.advance(minutes=1)
    decision_id = carry_out(case.world, case.mira, post, "remove")
    case.clock.advance(minutes=1)

    reverse(case.mira, decision_id, SORRY, case.clock)
    case.world.let_out()

    said = inbox(rika)
    assert "put it back. Telling us was right" in said[0]
    assert SORRY not in " ".join(said)
    assert db.session.query(Report).one().outcome == "put_back"


@pytest.mark.parametrize("action", LEADS_TO)
def test_it_can_be_undone_like_any_other_decision(case: Case, action: str) -> None:
    post, decision_id = case.decided(action)
    before = case.world.fresh(post)
    stood = (before.state, before.shown_number, before.published_at, before.state_changed_at)
    reverse(case.mira, decision_id, SORRY, case.clock)

    undo(case.mira, open_window(), case.clock)

    again = case.world.fresh(post)
    assert (again.state, again.shown_number, again.published_at, again.state_changed_at) == stood
    reverse(case.jo, decision_id, SORRY, case.clock)
    assert case.world.fresh(post).state == "published"


def test_a_change_that_waited_when_its_post_was_removed_waits_again(case: Case) -> None:
    post = case.with_held_change()
    waited = case.world.open_item(post)
    assert waited is not None
    (why,) = [(one.kind, one.gravity, one.explanation) for one in waited.reasons]
    decision_id = case.on_show(post, "remove")
    assert case.world.open_item(post) is None

    reverse(case.jo, decision_id, SORRY, case.clock)

    (item,) = open_items(post)
    assert (item.is_edit, item.revision_id) == (True, case.world.revision(post, 2).id)
    assert [(one.kind, one.gravity, one.explanation) for one in item.reasons] == [why]
    case.world.decide(case.mira, case.world.fresh(post), "approve")
    assert case.world.fresh(post).shown_number == 2


def test_of_such_a_change_one_item_waits_however_often_its_post_comes_back(case: Case) -> None:
    post = case.with_held_change()
    decision_id = case.on_show(post, "remove")

    reverse(case.jo, decision_id, SORRY, case.clock)
    undo(case.jo, open_window(), case.clock)
    assert open_items(post) == []

    reverse(case.jo, decision_id, SORRY, case.clock)
    assert len(open_items(post)) == 1


def test_a_removal_that_is_undone_leaves_the_one_item_of_the_change(case: Case) -> None:
    post = case.with_held_change()
    (waited,) = open_items(post)
    waited_id = waited.id
    case.on_show(post, "remove")

    undo(case.mira, open_window(), case.clock)

    assert [item.id for item in open_items(post)] == [waited_id]


def test_an_undone_reversal_leaves_its_reporter_as_they_were(case: Case) -> None:
    post = case.world.reply(case.ana, case.thread)
    concern = Concern(reason=ReportReason.UNKIND, words="It hurts.")
    report_post(case.world.person(), post.id, concern, case.clock)
    decision_id = carry_out(case.world, case.mira, post, "remove")
    reverse(case.mira, decision_id, SORRY, case.clock)

    undo(case.mira, open_window(), case.clock)

    db.session.rollback()
    assert db.session.query(Report).one().outcome == "acted"
    assert db.session.query(Notification).filter_by(kind="report_put_back").count() == 0


def test_a_second_one_finds_nothing_left_to_put_right(case: Case) -> None:
    post, decision_id = case.decided("decline")
    reverse(case.mira, decision_id, SORRY, case.clock)

    with pytest.raises(ConflictError, match="put right"):
        reverse(case.jo, decision_id, SORRY, case.clock)
    assert len(decisions(post)) == 2


def test_what_its_author_took_back_stays_with_them(case: Case) -> None:
    post, decision_id = case.decided("request_changes")
    commands.withdraw(case.ana, post.id, case.clock)

    with pytest.raises(NotFoundError):
        reverse(case.mira, decision_id, SORRY, case.clock)
    assert case.world.fresh(post).state == "withdrawn"


def test_an_open_appeal_against_it_has_nothing_left_to_ask(case: Case) -> None:
    _, appeal_id = case.appeal("decline")
    decision_id = db.session.scalars(select(Decision.id)).first()
    assert decision_id is not None

    reverse(case.mira, decision_id, SORRY, case.clock)

    with pytest.raises(ConflictError):
        case.judge(case.jo, appeal_id, "upheld")


@pytest.mark.parametrize("action", ["hide"])
def test_what_has_a_way_back_of_its_own_is_not_reversed(case: Case, action: str) -> None:
    _, decision_id = case.decided(action)

    with pytest.raises(NotFoundError):
        reverse(case.mira, decision_id, SORRY, case.clock)


@pytest.mark.parametrize("words", ["", " \n ", "x" * 2_001])
def test_it_says_why(case: Case, words: str) -> None:
    post, decision_id = case.decided("remove")

    with pytest.raises(InvalidInputError) as error:
        reverse(case.mira, decision_id, words, case.clock)

    assert error.value.field == "words"
    assert case.world.fresh(post).state == "removed"


def test_only_moderators_and_nobody_on_their_own_post(case: Case) -> None:
    _, decision_id = case.decided("remove")
    for who in (case.ana, case.ada, Actor(), case.world.person(Role.MENTOR)):
        with pytest.raises((NotAllowedError, NotFoundError)):
            reverse(who, decision_id, SORRY, case.clock)
    with pytest.raises(NotAllowedError):
        reverse(
            replace(case.ana, roles=frozenset({Role.MODERATOR})), decision_id, SORRY, case.clock
        )


def test_what_does_not_exist_is_not_there(case: Case) -> None:
    with pytest.raises(NotFoundError):
        reverse(case.mira, 4_711, SORRY, case.clock)


def test_a_granted_appeal_cites_what_it_reverses_as_well(case: Case) -> None:
    post, appeal_id = case.appeal("decline")
    case.judge(case.jo, appeal_id)

    first, second = decisions(post)
    assert second.reverses_id == first.id
