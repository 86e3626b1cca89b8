"""Whoever said something in private that was taken down can ask for a second look, and nobody reads more for it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.commands import About, Judgement, judge, make_appeal, withdraw_appeal
from forum.appeals.judging import judge_page, uncover_appealed
from forum.appeals.listing import appeal_list
from forum.appeals.pages import JudgePage
from forum.appeals.queries import taken_down
from forum.appeals.reversing_texts import reverse_text
from forum.appeals.rules import AppealState
from forum.cli.migrating import prepare
from forum.database import db
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.exposure.models import Exposure
from forum.moderation.claims import claim, claim_next
from forum.moderation.options import ModeratorAction
from forum.moderation.reporting import ReportReason
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.commands import TooLateError, undo
from forum.moderation.undo.models import UndoWindow
from forum.notifications.models import Notification
from forum.notifications.queries import inbox_page
from forum.privately.deciding import PrivateRuling, decide_on_private
from tests.factories import World
from tests.integration.privately.talking import Two, two
from tests.support.clock import FakeClock

BEFORE, GONE, AFTER = "Hello to you.", "Go to bed, will you.", "Sleep well."
NOTE, HOW_I_SEE_IT, ANSWER = (
    "Not like this.",
    "It was meant kindly.",
    "You are right: it was a joke.",
)


@dataclass(frozen=True)
class Case:
    """Nia wrote, and her mentor Mo, who is a moderator as well, reported it. Jo took it down; Kim looks again."""

    both: Two
    jo: Actor
    kim: Actor
    decision_id: int
    clock: FakeClock

    def ask(self) -> int:
        about = About(text_decision_id=self.decision_id)
        return make_appeal(self.both.nia, about, HOW_I_SEE_IT, self.clock)

    def judge(self, by: Actor, appeal_id: int, outcome: str = "overturned") -> None:
        judge(by, appeal_id, Judgement(outcome=AppealState(outcome), answer=ANSWER), self.clock)

    def page(self, who: Actor, appeal_id: int) -> JudgePage:
        db.session.rollback()
        return judge_page(who, appeal_id, self.clock.now())

    def mos_view(self) -> list[str]:
        return [
            str(one.html or "taken down") for one in self.both.page(self.both.mo).messages.items
        ]

    def told(self, who: Actor) -> list[str]:
        db.session.rollback()
        rows = db.session.query(Notification).filter_by(user_id=who.id).order_by(Notification.id)
        return [row.kind for row in rows]


def taken(world: World, clock: FakeClock, reason: ReportReason = ReportReason.UNKIND) -> Case:
    both = two(world, mo=world.person(Role.MENTOR, Role.MODERATOR, name="Mo"))
    shown = both.say(both.nia, BEFORE)
    message_id = both.say(both.nia, GONE)
    both.say(both.nia, AFTER)
    item = both.report(both.mo, message_id, shown, reason=reason)
    jo, kim = world.person(Role.MODERATOR, name="Jo"), world.person(Role.MODERATOR, name="Kim")
    ruling = PrivateRuling(action=ModeratorAction.REMOVE, rule_id=world.rule_id(), note=NOTE)
    decide_on_private(jo, item.id, ruling, world.clock)
    db.session.rollback()
    made = db.session.query(TextDecision).one().id
    return Case(both=both, jo=jo, kim=kim, decision_id=made, clock=clock)


@pytest.fixture
def case(world: World, clock: FakeClock) -> Case:
    found = taken(world, clock)
    world.let_out()
    return found


# -------------------------------------------------------------------------------- what comes of it


def test_overturned_means_that_both_can_read_it_again(case: Case) -> None:
    assert case.mos_view()[1] == "taken down"
    case.judge(case.kim, case.ask())

    assert GONE in case.mos_view()[1]
    assert [one.is_removed for one in case.both.page(case.both.nia).messages.items] == [False] * 3
    first, second = db.session.query(TextDecision).order_by(TextDecision.id).all()
    assert (second.action, second.reverses_id, second.note) == ("restore", first.id, ANSWER)
    assert (second.private_id, second.decided_by_id) == (case.both.id, case.kim.id)
    # One line for each, the answer and that it was put back.
    assert case.told(case.both.nia)[-2:] == ["private_removed", "appeal_overturned"]
    assert case.told(case.both.mo)[-2:] == ["report_acted", "report_put_back"]


def test_upheld_means_that_nothing_changes(case: Case) -> None:
    case.judge(case.kim, case.ask(), "upheld")

    assert case.mos_view()[1] == "taken down"
    assert case.told(case.both.nia)[-1] == "appeal_upheld"
    assert case.told(case.both.mo)[-1] == "report_acted"


def test_what_else_was_taken_down_stays_down(case: Case) -> None:
    other = case.both.say(case.both.nia, "Another thing.")
    item = case.both.report(case.both.mo, other)
    ruling = PrivateRuling(
        action=ModeratorAction.REMOVE, rule_id=case.both.world.rule_id(), note=NOTE
    )
    decide_on_private(case.jo, item.id, ruling, case.clock)
    case.both.world.let_out()

    case.judge(case.kim, case.ask())

    assert case.mos_view()[-1] == "taken down"


# ------------------------------------------------------------------------------------- who may ask


def test_only_who_said_it_asks_and_once_within_thirty_days(case: Case) -> None:
    about = About(text_decision_id=case.decision_id)
    for other in (case.both.mo, case.kim, case.both.world.person()):
        with pytest.raises((NotFoundError, NotAllowedError)):
            make_appeal(other, about, HOW_I_SEE_IT, case.clock)
    case.clock.advance(days=30)
    with pytest.raises(ConflictError, match="30 days"):
        case.ask()
    case.clock.advance(days=-1)
    withdraw_appeal(case.both.nia, case.ask(), case.clock)
    with pytest.raises(ConflictError, match="took that back"):
        case.ask()


def test_whoever_asks_in_the_first_seconds_has_heard_of_it(world: World, clock: FakeClock) -> None:
    case = taken(world, clock)
    window = db.session.query(UndoWindow).one().id
    case.ask()
    assert case.told(case.both.nia)[-1] == "private_removed"
    with pytest.raises(TooLateError):
        undo(case.jo, window, case.clock)


def test_what_was_undone_is_nothing_to_appeal(world: World, clock: FakeClock) -> None:
    case = taken(world, clock)
    undo(case.jo, db.session.query(UndoWindow).one().id, case.clock)
    with pytest.raises(NotFoundError):
        case.ask()
    assert taken_down(case.both.nia.id, case.clock.now()) == []


def test_ones_own_list_says_what_can_be_asked_and_what_came_of_it(case: Case) -> None:
    (one,) = taken_down(case.both.nia.id, case.clock.now())
    assert (one.private_id, one.look.may_ask, one.look.appeal) == (case.both.id, True, None)
    case.judge(case.kim, case.ask())

    (one,) = taken_down(case.both.nia.id, case.clock.now())
    assert one.look.appeal is not None
    assert (one.look.may_ask, one.look.appeal.answer) == (False, ANSWER)
    assert taken_down(case.both.mo.id, case.clock.now()) == []


# ------------------------------------------------------------------------------ who may look again


def test_neither_who_decided_nor_who_told_us_looks_again(case: Case) -> None:
    appeal_id = case.ask()
    with pytest.raises(NotAllowedError):
        case.judge(case.jo, appeal_id)
    with pytest.raises(NotAllowedError):
        case.judge(case.both.mo, appeal_id)
    assert claim_next(case.jo, case.clock) is None
    assert claim_next(case.both.mo, case.clock) is None
    assert claim_next(case.kim, case.clock) is not None
    assert "appeal_waits" in case.told(case.kim)
    assert "appeal_waits" not in case.told(case.both.mo) + case.told(case.jo)


def test_where_there_is_nobody_else_an_admin_looks_again_and_reads_it(
    world: World, clock: FakeClock
) -> None:
    case = taken(world, clock)
    ada = world.person(Role.ADMIN, name="Ada")
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM user_roles WHERE user_id = {case.kim.id}")
    appeal_id = case.ask()
    page = case.page(ada, appeal_id)
    assert (page.texts, page.are_stand_ins) == ([GONE], True)

    case.judge(ada, appeal_id)

    assert GONE in case.mos_view()[1]


def test_whoever_looks_again_reads_what_was_decided_and_nothing_else(case: Case) -> None:
    appeal_id = case.ask()
    page = case.page(case.kim, appeal_id)
    assert page.what == "Something said in private was taken down"
    assert (page.texts, page.words, page.note) == ([GONE], HOW_I_SEE_IT, NOTE)
    assert page.decided_by is None

    case.judge(case.kim, appeal_id, "upheld")

    page = case.page(case.kim, appeal_id)
    assert (page.texts, page.words, page.note, page.answer) == (None, "", "", "")
    assert page.decided_by is not None


def test_whoever_decided_first_reads_nothing_of_it_any_more(case: Case) -> None:
    page = case.page(case.jo, case.ask())
    assert (page.texts, page.words, page.note, page.may_judge) == (None, "", "", False)


def test_whoever_told_us_does_not_learn_from_us_that_somebody_asked(case: Case) -> None:
    appeal_id = case.ask()
    found = appeal_list(case.both.mo, case.clock.now())
    assert (found.waiting, found.settled) == ([], [])
    with pytest.raises(NotFoundError):
        case.page(case.both.mo, appeal_id)
    assert len(appeal_list(case.jo, case.clock.now()).waiting) == 1


def test_nobody_puts_it_right_unasked_for_that_would_be_reading_it(case: Case) -> None:
    with pytest.raises(NotFoundError):
        reverse_text(case.kim, case.decision_id, "Sorry.", case.clock)


def test_the_answer_stays_where_a_second_look_was_asked_for(case: Case) -> None:
    case.judge(case.kim, case.ask())
    lines = inbox_page(case.both.nia, 1, str).items
    assert lines[0].second_look_at == case.decision_id
    assert not any(ANSWER in line.note or NOTE in line.note for line in lines)


# ----------------------------------------------------------------------------------- what it costs


def test_severe_words_are_covered_until_they_are_asked_for_and_count(
    world: World, clock: FakeClock
) -> None:
    case = taken(world, clock, ReportReason.THREAT)
    appeal_id = case.ask()
    page = case.page(case.kim, appeal_id)
    assert (page.is_covered, page.texts) == (True, None)
    assert page.item_id is not None
    claim(case.kim, page.item_id, case.clock)

    uncover_appealed(case.kim, appeal_id, case.clock)

    page = case.page(case.kim, appeal_id)
    assert (page.is_covered, page.texts) == (False, [GONE])
    read = db.session.query(Exposure).filter_by(moderator_id=case.kim.id).order_by(Exposure.id)
    assert [(one.step, one.person_id, one.private_id) for one in read] == [
        ("opened", case.both.nia.id, case.both.id),
        ("revealed", case.both.nia.id, case.both.id),
    ]
    with pytest.raises(NotFoundError):
        uncover_appealed(case.jo, appeal_id, case.clock)


# --------------------------------------------------------------------------------------- upgrading


def test_what_had_been_taken_down_before_is_a_decision_after_an_upgrade(
    app: Flask, case: Case
) -> None:
    prepare(app)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE notifications SET text_decision_id = NULL")
        connection.exec_driver_sql("UPDATE undo_windows SET text_decision_id = NULL, item_id = 1")
    db.session.rollback()
    downgrade(revision="0047")
    with db.engine.begin() as connection:
        for before, after in triggers_off_and_on(connection.dialect.name):
            connection.exec_driver_sql(before)
            if after:
                connection.exec_driver_sql("DELETE FROM text_decisions")
                connection.exec_driver_sql(after)
    upgrade()

    (made,) = db.session.query(TextDecision).all()
    assert (made.action, made.note, made.decided_by_id) == ("remove", NOTE, case.jo.id)
    assert (made.private_id, made.about_id) == (case.both.id, case.both.nia.id)
    assert made.item_id is not None
    mine = case.both.page(case.both.nia).messages.items
    assert [one.removal_id for one in mine] == [None, made.id, None]


def triggers_off_and_on(dialect: str) -> list[tuple[str, str]]:
    if dialect == "sqlite":
        make = (
            "CREATE TRIGGER text_decisions_refuses_delete BEFORE DELETE ON text_decisions "
            "BEGIN SELECT RAISE(ABORT, 'text_decisions is append-only'); END"
        )
        return [("DROP TRIGGER text_decisions_refuses_delete", make)]
    off, on = "DISABLE", "ENABLE"
    return [
        (
            f"ALTER TABLE text_decisions {off} TRIGGER text_decisions_refuses_change",
            f"ALTER TABLE text_decisions {on} TRIGGER text_decisions_refuses_change",
        )
    ]
