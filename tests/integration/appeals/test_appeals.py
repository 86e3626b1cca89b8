"""A second look: who may ask and answer, what overturning restores, and who comes second."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User, UserRole
from forum.appeals import expiring
from forum.appeals.commands import (
    About,
    Judgement,
    judge,
    lock_appeal,
    make_appeal,
    withdraw_appeal,
)
from forum.appeals.expiring import expire_moot_appeals
from forum.appeals.listing import appeal_list
from forum.appeals.models import Appeal
from forum.appeals.reversing import reverse
from forum.appeals.rules import AppealState
from forum.appeals.targets import Target
from forum.audit.queries import AuditFilter, audit_page
from forum.conversations import commands
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation.claims import claim_next
from forum.moderation.commands import decide
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow
from forum.notifications.models import Notification
from forum.notifications.queries import inbox_page
from forum.sanctions.commands import lift_sanction
from forum.sanctions.lookup import restriction_of
from tests.factories import KIND, UNKIND
from tests.integration.appeals.conftest import ANSWER, HOW_I_SEE_IT, Case
from tests.integration.moderation.deciding import carry_out, decisions, ruling
from tests.integration.sanctions.giving import give, sanctions_of

AGAINST = ["decline", "remove", "hide", "request_changes"]
AGAINST_EDITS = ["edit decline", "edit request_changes"]


def told(person: Actor) -> list[str]:
    db.session.rollback()
    rows = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [row.kind for row in rows]


# -------------------------------------------------------------------------- what comes of it


@pytest.mark.parametrize("action", AGAINST)
def test_overturned_means_that_readers_see_it(case: Case, action: str) -> None:
    post, appeal_id = case.appeal(action)
    case.judge(case.jo, appeal_id)

    after = case.world.fresh(post)
    assert (after.state, after.shown_number) == ("published", 1)
    assert case.world.revision(post).outcome in {"approved", "passed"}
    assert case.state(appeal_id) == "overturned"
    # The numbers that mirror it are right again as well.
    assert db.session.get_one(Thread, post.thread_id).reply_count == 1
    assert db.session.get_one(User, case.ana.id).published_posts == 1
    # It is a decision like any other, by the one who looked again.
    assert [made.decided_by_id for made in decisions(post)] == [case.mira.id, case.jo.id]


@pytest.mark.parametrize("action", [*AGAINST, *AGAINST_EDITS])
def test_whoever_was_right_reads_one_line_about_it(case: Case, action: str) -> None:
    _, appeal_id = case.appeal(action)
    before = told(case.ana)
    case.judge(case.jo, appeal_id)
    # A first post brings a mentor as well, however late it comes.
    news = [kind for kind in told(case.ana)[len(before) :] if kind != "mentor_found"]
    assert news == ["appeal_overturned"]


@pytest.mark.parametrize("action", AGAINST_EDITS)
def test_an_edit_takes_the_place_of_what_readers_saw(case: Case, action: str) -> None:
    post, appeal_id = case.appeal(action)
    assert case.world.fresh(post).shown_number == 1

    case.judge(case.jo, appeal_id)

    after = case.world.fresh(post)
    assert (after.state, after.shown_number) == ("published", 2)
    assert case.world.revision(post).outcome == "approved"


def test_a_change_that_waited_when_its_post_was_removed_waits_again(case: Case) -> None:
    post = case.with_held_change()
    case.judge(case.jo, case.ask(case.on_show(post, "remove")))

    item = case.world.open_item(post)
    assert item is not None
    assert (item.is_edit, item.revision_id) == (True, case.world.revision(post, 2).id)
    after = case.world.fresh(post)
    assert (after.state, after.shown_number) == ("published", 1)


@pytest.mark.parametrize("action", [*AGAINST, *AGAINST_EDITS])
def test_upheld_means_that_nothing_changes(case: Case, action: str) -> None:
    post, appeal_id = case.appeal(action)
    before = case.world.fresh(post)
    stood = (before.state, before.shown_number, case.world.revision(post).outcome)

    case.judge(case.jo, appeal_id, "upheld")

    after = case.world.fresh(post)
    assert (after.state, after.shown_number, case.world.revision(post).outcome) == stood
    assert case.state(appeal_id) == "upheld"
    assert len(decisions(post)) == 1


@pytest.mark.parametrize("kind", ["warning", "pre_moderate", "silence", "suspend"])
def test_a_sanction_that_is_overturned_ends_at_once(case: Case, kind: str) -> None:
    number = give(case.world, case.mira, case.ana, kind)
    appeal_id = make_appeal(case.ana, About(sanction_id=number), HOW_I_SEE_IT, case.clock)

    case.judge(case.jo, appeal_id)

    (made,) = sanctions_of(case.ana)
    assert (made.lifted_by_id, made.lifted_because) == (case.jo.id, ANSWER)
    assert restriction_of(db.session(), case.ana.id, case.clock.now()) is None


@pytest.mark.parametrize(
    ("outcome", "line"), [("upheld", "appeal_upheld"), ("overturned", "appeal_overturned")]
)
def test_everybody_hears_of_it(case: Case, outcome: str, line: str) -> None:
    _, appeal_id = case.appeal("decline")
    assert told(case.jo) == ["appeal_waits"]
    assert "appeal_waits" not in told(case.mira) + told(case.ada) + told(case.ana)

    case.judge(case.jo, appeal_id, outcome)

    assert line in told(case.ana)
    lines = [row.sentence for row in audit_page(AuditFilter(person=case.jo.username), 1, str).items]
    assert any("looked again at a decision about Ana" in sentence for sentence in lines)
    assert not [sentence for sentence in lines if HOW_I_SEE_IT in sentence or ANSWER in sentence]


# ------------------------------------------------------------------------------- who may ask


def test_once_for_each_decision(case: Case) -> None:
    _, decision_id = case.decided("decline")
    appeal_id = case.ask(decision_id)

    for _ in range(2):
        with pytest.raises(ConflictError):
            case.ask(decision_id)
        if case.state(appeal_id) == "open":
            withdraw_appeal(case.ana, appeal_id, case.clock)


@pytest.mark.parametrize("who", ["jo", "mira", "ada"])
def test_nobody_asks_for_somebody_else(case: Case, who: str) -> None:
    _, decision_id = case.decided("decline")

    with pytest.raises((NotFoundError, NotAllowedError)):
        make_appeal(getattr(case, who), About(decision_id=decision_id), HOW_I_SEE_IT, case.clock)


def test_a_stranger_does_not_learn_that_there_is_a_decision(case: Case) -> None:
    _, decision_id = case.decided("decline")

    for number in (decision_id, 4_711):
        with pytest.raises(NotFoundError):
            make_appeal(case.world.person(), About(decision_id=number), HOW_I_SEE_IT, case.clock)


def test_after_thirty_days_it_is_too_late(case: Case) -> None:
    _, decision_id = case.decided("decline")
    case.clock.advance(days=30)

    with pytest.raises(ConflictError, match="30 days"):
        case.ask(decision_id)


def test_a_decision_in_ones_favour_is_none_to_appeal(case: Case) -> None:
    post, _ = case.decided("hide")
    decision_id = carry_out(case.world, case.jo, post, "restore")

    with pytest.raises(ConflictError):
        case.ask(decision_id)


def test_what_was_reversed_meanwhile_is_nothing_to_appeal(case: Case) -> None:
    post, decision_id = case.decided("hide")
    carry_out(case.world, case.jo, post, "restore")

    with pytest.raises(ConflictError, match="put right or overtaken"):
        case.ask(decision_id)


@pytest.mark.parametrize("words", ["", " \n ", "x" * 2_001])
def test_it_takes_words(case: Case, words: str) -> None:
    _, decision_id = case.decided("decline")

    with pytest.raises(InvalidInputError):
        make_appeal(case.ana, About(decision_id=decision_id), words, case.clock)


def test_a_message_is_no_sanction_to_appeal(case: Case) -> None:
    number = give(case.world, case.mira, case.ana, "message")

    with pytest.raises(ConflictError):
        make_appeal(case.ana, About(sanction_id=number), HOW_I_SEE_IT, case.clock)


# ----------------------------------------------------------------------------- who may answer


@pytest.mark.parametrize("who", ["mira", "ada", "ana"])
def test_nobody_answers_but_another_moderator(case: Case, who: str) -> None:
    post, appeal_id = case.appeal("decline")

    with pytest.raises((NotAllowedError, NotFoundError)):
        case.judge(getattr(case, who), appeal_id)

    assert case.state(appeal_id) == "open"
    assert case.world.fresh(post).state == "declined"


def take_role(person: Actor, role: Role) -> None:
    with transaction() as session:
        session.delete(session.get_one(UserRole, (person.id, role)))


def test_where_there_is_only_one_moderator_an_admin_answers(case: Case) -> None:
    post, appeal_id = case.appeal("decline")
    take_role(case.jo, Role.MODERATOR)

    case.judge(case.ada, appeal_id)

    assert case.world.fresh(post).state == "published"


@pytest.mark.parametrize("about", ["post", "sanction"])
def test_a_moderator_who_had_told_us_of_it_does_not_look_again(case: Case, about: str) -> None:
    post = case.world.reply(case.ana, case.thread)
    report_post(case.jo, post.id, Concern(reason=ReportReason.UNKIND, words=""), case.clock)
    decision_id = carry_out(case.world, case.mira, post, "remove")
    if about == "post":
        appeal_id = case.ask(decision_id)
    else:
        number = give(case.world, case.mira, case.ana, "warning", post_id=post.id)
        appeal_id = make_appeal(case.ana, About(sanction_id=number), HOW_I_SEE_IT, case.clock)

    with pytest.raises(NotAllowedError):
        case.judge(case.jo, appeal_id)
    assert claim_next(case.jo, case.clock) is None
    (row,) = appeal_list(case.jo, case.clock.now()).waiting
    assert not row.may_judge
    # Nobody else is a moderator, so an admin stands in.
    case.judge(case.ada, appeal_id)
    assert case.state(appeal_id) == "overturned"


def test_an_appeal_of_a_ban_goes_to_another_admin(case: Case) -> None:
    eve = case.world.person(Role.ADMIN, name="Eve")
    number = give(case.world, case.ada, case.ana, "ban")
    appeal_id = make_appeal(case.ana, About(sanction_id=number), HOW_I_SEE_IT, case.clock)

    for who in (case.ada, case.mira):
        with pytest.raises(NotAllowedError):
            case.judge(who, appeal_id)
    case.judge(eve, appeal_id)

    assert sanctions_of(case.ana)[0].lifted_at is not None


def test_an_answer_has_words(case: Case) -> None:
    _, appeal_id = case.appeal("decline")

    with pytest.raises(InvalidInputError):
        judge(case.jo, appeal_id, Judgement(outcome=AppealState.UPHELD, answer=" "), case.clock)

    assert case.state(appeal_id) == "open"


# ------------------------------------------------------------------- already so, somebody faster


@pytest.mark.parametrize("how", ["answered", "taken back", "post taken back"])
def test_what_is_settled_is_not_answered_again(case: Case, how: str) -> None:
    post, appeal_id = case.appeal("hide")
    if how == "answered":
        case.judge(case.jo, appeal_id, "upheld")
    elif how == "taken back":
        withdraw_appeal(case.ana, appeal_id, case.clock)
    else:
        commands.withdraw(case.ana, post.id, case.clock)

    with pytest.raises(ConflictError, match="meanwhile"):
        case.judge(case.jo, appeal_id)


def test_two_judges_at_the_same_instant(app: Flask, case: Case) -> None:
    kim = case.world.person(Role.MODERATOR, name="Kim")
    post, appeal_id = case.appeal("decline")
    start = threading.Barrier(2)
    db.session.rollback()

    def press(by: Actor, outcome: str) -> str | None:
        with app.app_context():
            start.wait(timeout=10)
            try:
                case.judge(by, appeal_id, outcome)
            except ConflictError as error:
                return error.message
            return None

    with ThreadPoolExecutor(2) as pool:
        pressed = [
            pool.submit(press, case.jo, "overturned"),
            pool.submit(press, kim, "upheld"),
        ]
        outcomes = [one.result(timeout=30) for one in pressed]

    assert outcomes.count(None) == 1
    won = "overturned" if outcomes[0] is None else "upheld"
    assert case.state(appeal_id) == won
    assert case.world.fresh(post).state == ("published" if won == "overturned" else "declined")


def test_two_of_the_same_form_at_the_same_instant(app: Flask, case: Case) -> None:
    _, decision_id = case.decided("decline")
    start = threading.Barrier(2)
    db.session.rollback()

    def press() -> str | None:
        with app.app_context():
            start.wait(timeout=10)
            try:
                case.ask(decision_id)
            except ConflictError as error:
                return error.message
            return None

    with ThreadPoolExecutor(2) as pool:
        outcomes = [one.result(timeout=30) for one in [pool.submit(press), pool.submit(press)]]

    assert outcomes.count(None) == 1
    assert db.session.query(Appeal).count() == 1


# ----------------------------------------------------------------------------- closing by itself


def test_an_appeal_whose_matter_has_gone_closes_by_itself(case: Case) -> None:
    post, appeal_id = case.appeal("hide")
    expire_moot_appeals(case.clock)
    assert case.state(appeal_id) == "open"
    commands.withdraw(case.ana, post.id, case.clock)

    expire_moot_appeals(case.clock)
    expire_moot_appeals(case.clock)

    assert case.state(appeal_id) == "expired"
    assert told(case.ana).count("appeal_expired") == 1


def test_one_that_can_not_be_looked_at_keeps_no_other_from_closing(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    (_, broken), (post, appeal_id) = case.appeal("decline"), case.appeal("hide")
    commands.withdraw(case.ana, post.id, case.clock)

    def lock(session: Session, number: int) -> tuple[Appeal, Target]:
        if number == broken:
            raise LookupError("a row that nobody understands")
        return lock_appeal(session, number)

    monkeypatch.setattr(expiring, "lock_appeal", lock)
    expire_moot_appeals(case.clock)

    assert (case.state(broken), case.state(appeal_id)) == ("open", "expired")


@pytest.mark.parametrize("how", ["over", "lifted"])
def test_an_appeal_against_a_sanction_that_has_ended_closes(case: Case, how: str) -> None:
    number = give(case.world, case.mira, case.ana, "silence")
    appeal_id = make_appeal(case.ana, About(sanction_id=number), HOW_I_SEE_IT, case.clock)
    if how == "over":
        case.clock.advance(days=7)
    else:
        lift_sanction(case.mira, number, "We were wrong.", case.clock)

    expire_moot_appeals(case.clock)

    assert case.state(appeal_id) == "expired"


def test_new_words_instead_of_an_answer_close_it_as_well(case: Case) -> None:
    post, appeal_id = case.appeal("request_changes")
    new = commands.NewVersion(text=KIND, title=None, based_on=1)
    commands.revise(case.ana, post.id, new, case.clock)

    expire_moot_appeals(case.clock)

    assert case.state(appeal_id) == "expired"


@pytest.mark.parametrize("action", AGAINST_EDITS)
def test_what_was_asked_about_a_change_waits_while_its_post_is_hidden(
    case: Case, action: str
) -> None:
    post, appeal_id = case.appeal(action)
    carry_out(case.world, case.mira, post, "hide")

    expire_moot_appeals(case.clock)

    assert case.state(appeal_id) == "open"
    carry_out(case.world, case.mira, post, "restore")
    expire_moot_appeals(case.clock)
    case.judge(case.jo, appeal_id)
    after = case.world.fresh(post)
    assert (after.state, after.shown_number) == ("published", 2)


def test_it_closes_when_the_hidden_post_is_taken_down(case: Case) -> None:
    post, appeal_id = case.appeal("edit decline")
    for action in ("hide", "remove"):
        carry_out(case.world, case.mira, post, action)

    expire_moot_appeals(case.clock)

    assert case.state(appeal_id) == "expired"


@pytest.mark.parametrize("action", AGAINST_EDITS)
def test_what_was_asked_about_a_change_is_asked_again_when_its_post_is_put_back(
    case: Case, action: str
) -> None:
    post, appeal_id = case.appeal(action)
    removed = carry_out(case.world, case.mira, post, "remove")
    expire_moot_appeals(case.clock)
    assert case.state(appeal_id) == "expired"

    reverse(case.jo, removed, "We were wrong.", case.clock)
    case.world.let_out()
    expire_moot_appeals(case.clock)

    assert case.state(appeal_id) == "open"
    case.judge(case.jo, appeal_id)
    after = case.world.fresh(post)
    assert (after.state, after.shown_number) == ("published", 2)


def test_newer_words_since_end_it_for_good(case: Case) -> None:
    post, appeal_id = case.appeal("edit decline")
    new = commands.NewVersion(text=KIND, title=None, based_on=2)
    commands.revise(case.ana, post.id, new, case.clock)
    for _ in range(2):
        expire_moot_appeals(case.clock)
        assert case.state(appeal_id) == "expired"


def test_whoever_asked_is_not_told_that_it_changed_by_itself_where_a_moderator_decided(
    case: Case,
) -> None:
    post, _ = case.appeal("hide")
    carry_out(case.world, case.mira, post, "remove")

    expire_moot_appeals(case.clock)

    newest = inbox_page(case.ana, 1, str).items[0]
    assert (
        newest.sentence == "You asked for a second look. Meanwhile what it was about has changed."
    )


def test_what_can_still_be_undone_closes_nothing(case: Case) -> None:
    post, appeal_id = case.appeal("hide")
    decide(case.mira, post.id, ruling(case.world, post, "restore"), case.clock)

    expire_moot_appeals(case.clock)

    window = db.session.scalars(select(UndoWindow.id).where(UndoWindow.ended_at.is_(None))).one()
    undo(case.mira, window, case.clock)
    assert (case.world.fresh(post).state, case.state(appeal_id)) == ("hidden", "open")
    assert "appeal_expired" not in told(case.ana)


def test_what_can_not_be_undone_any_more_does(case: Case) -> None:
    post, appeal_id = case.appeal("hide")
    carry_out(case.world, case.mira, post, "restore")

    expire_moot_appeals(case.clock)

    assert case.state(appeal_id) == "expired"
    assert told(case.ana).count("appeal_expired") == 1


def test_only_its_person_takes_it_back(case: Case) -> None:
    _, appeal_id = case.appeal("decline")

    for other in (case.jo, case.world.person(), Actor()):
        with pytest.raises(NotFoundError):
            withdraw_appeal(other, appeal_id, case.clock)
    withdraw_appeal(case.ana, appeal_id, case.clock)

    assert case.state(appeal_id) == "withdrawn"


def test_whoever_comes_second_does_not_learn_whose_decision_is_appealed(case: Case) -> None:
    post = case.world.reply(case.ana, case.thread, UNKIND)
    on_the_screen = ruling(case.world, post, "approve")
    appeal_id = case.ask(carry_out(case.world, case.mira, post, "decline"))

    with pytest.raises(ConflictError) as told:
        decide(case.jo, post.id, on_the_screen, case.clock)
    assert told.value.message == "Already handled: declined. Nothing was changed."

    case.judge(case.jo, appeal_id, "upheld")
    with pytest.raises(ConflictError, match="Already handled by Mira: declined"):
        decide(case.jo, post.id, on_the_screen, case.clock)
