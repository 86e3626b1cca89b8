"""A decision on a name, or another short text, is one like any other: undone, told in full, put right, appealed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.commands import NewPerson, join
from forum.accounts.models import Role, User
from forum.appeals.commands import (
    About,
    Judgement,
    judge,
    make_appeal,
    withdraw_appeal,
)
from forum.appeals.expiring import expire_moot_appeals
from forum.appeals.judging import judge_page
from forum.appeals.listing import appeal_list
from forum.appeals.models import Appeal
from forum.appeals.queries import looks_at_texts
from forum.appeals.reversing_texts import reverse_text
from forum.appeals.rules import AppealState
from forum.audit.queries import AuditFilter, audit_page
from forum.config import Settings
from forum.conversations.models import Thread
from forum.database import db, transaction
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.exposure.models import Exposure
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.models import ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.profile_commands import settle_profile
from forum.moderation.ranking import DISTRESS, Gravity
from forum.moderation.report_commands import Concern, report_person
from forum.moderation.reporting import ReportReason
from forum.moderation.step_commands import Step, take_step
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.commands import TooLateError, undo
from forum.moderation.undo.models import UndoWindow
from forum.moderation.undo.queries import undoable
from forum.notifications.mailing import send_due_notifications
from forum.notifications.models import Notification
from forum.screened_fields.commands import offer, take_back
from forum.screened_fields.kinds import FieldKind, stand_in_username
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.queries import own_fields, who_waits_for_username
from forum.screened_fields.screening import due_fields, screen_field
from forum.screening.labels import Label
from forum.welcome.commands import set_welcome_flag
from forum.welcome.mentor_commands import MentorChoices, save_choices
from forum.welcome.models import MentorSettings
from forum.wiring import Services
from tests.factories import RULES, UNKIND
from tests.integration.sanctions.giving import give
from tests.integration.screened_fields.conftest import CRY, HearsCries, Names
from tests.support.clock import FakeClock
from tests.support.mail import Outbox

NOTE = "Please leave out what is about other people."
SORRY = "You were quoting what was said to you. We are sorry."
HOW_I_SEE_IT = "These are the words of my grandmother."


def told(person: Actor) -> list[str]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [line.kind for line in lines]


def decide(names: Names, field: FieldRevision, action: str, by: Actor | None = None) -> int:
    item = db.session.query(ReviewItem).filter_by(person_id=field.author_id, closed_at=None).one()
    ruling = FieldRuling(
        field_id=field.id,
        action=FieldAction(action),
        note=NOTE if action == "decline" else "",
        rule_id=names.world.rule_id() if action == "decline" else None,
    )
    return decide_on_field(by or names.mira, item.id, ruling, names.world.clock)


def window_of(decision_id: int) -> int:
    db.session.rollback()
    return db.session.scalars(
        select(UndoWindow.id).where(UndoWindow.text_decision_id == decision_id)
    ).one()


# ------------------------------------------------------------------- each kind of text, held

Shown = Callable[[], str]


def biography(names: Names) -> Shown:
    names.say(UNKIND)
    return lambda: names.shown().biography


def display_name(names: Names) -> Shown:
    names.say(name=f"Ana {UNKIND}")
    return lambda: names.shown().display_name


def introduction(names: Names) -> Shown:
    mentor = names.world.person(Role.MENTOR)
    save_choices(mentor, MentorChoices(introduction=UNKIND), names.world.clock)

    def shown() -> str:
        db.session.rollback()
        return db.session.get_one(MentorSettings, mentor.id).introduction

    return shown


def welcome_reason(names: Names) -> Shown:
    mentor = names.world.person(Role.MENTOR)
    thread = names.world.thread(names.world.person())
    set_welcome_flag(mentor, thread.id, flagged=True, reason=UNKIND, clock=names.world.clock)

    def shown() -> str:
        db.session.rollback()
        return db.session.get_one(Thread, thread.id).welcome_reason

    return shown


@pytest.mark.parametrize("action", ["approve", "decline"])
@pytest.mark.parametrize("kind", [biography, display_name, introduction, welcome_reason])
def test_undoing_brings_everything_back_and_nobody_hears_of_it(
    names: Names, kind: Callable[[Names], Shown], action: str
) -> None:
    shown = kind(names)
    names.world.screen()
    before, field = shown(), names.newest()
    author = Actor(user_id=field.author_id)
    heard = told(author)
    window = window_of(decide(names, field, action))
    assert (shown() == before) is (action == "decline")

    back = undo(names.mira, window, names.world.clock)

    assert shown() == before
    again = names.newest()
    assert (again.state, again.settled_at, again.settled_by_id) == ("held", None, None)
    item = names.item(author)
    assert item is not None
    assert back.item_id == item.id
    assert [reason.kind for reason in item.reasons] == ["screening"]
    names.world.let_out()
    assert told(author) == heard
    decide(names, again, action)
    names.world.let_out()
    assert told(author) != heard


@pytest.mark.parametrize("kind", [biography, display_name, introduction, welcome_reason])
def test_what_stood_there_is_remembered_only_while_it_can_come_back(
    names: Names, kind: Callable[[Names], Shown]
) -> None:
    kind(names)
    names.world.screen()
    window = window_of(decide(names, names.newest(), "decline"))
    assert db.session.get_one(UndoWindow, window).before
    names.world.let_out()
    db.session.rollback()
    assert db.session.get_one(UndoWindow, window).before == {}


def chooses_username(names: Names) -> Actor:
    """Lena goes by a user name that the forum made. The one that she chose is held."""
    lena = names.world.newcomer("Lena")
    made = stand_in_username(lena.id)
    give(names.world, names.mira, lena, "pre_moderate")
    with transaction() as session:
        session.get_one(User, lena.id).username = made
        offer(
            session, FieldKind.USERNAME, "lena",
            author_id=lena.id, shown=made, now=names.world.clock.now(),
        )  # fmt: skip
    names.world.screen()
    return lena


def join_as_lena(names: Names) -> Actor:
    new = NewPerson(
        username="lena",
        display_name="Lena",
        email="other@example.org",
        password="four plain words here",
        accepts_rules=True,
    )
    return Actor(user_id=join(new, "test", names.world.clock).user_id)


def test_a_user_name_goes_back_to_what_the_forum_had_made(names: Names) -> None:
    lena = chooses_username(names)
    window = window_of(decide(names, names.newest(), "approve"))
    assert names.shown(lena).username == "lena"
    undo(names.mira, window, names.world.clock)
    assert names.shown(lena).username == stand_in_username(lena.id)
    assert who_waits_for_username("lena") == lena.id


def test_a_user_name_is_kept_for_whoever_may_wait_for_it_again(names: Names) -> None:
    lena = chooses_username(names)
    window = window_of(decide(names, names.newest(), "decline"))
    with pytest.raises(InvalidInputError):
        join_as_lena(names)
    undo(names.mira, window, names.world.clock)
    assert who_waits_for_username("lena") == lena.id
    decide(names, names.newest(), "decline")
    names.world.let_out()
    assert join_as_lena(names).user_id == who_waits_for_username("lena")


@pytest.mark.parametrize("has_it", [True, False])
def test_a_user_name_that_somebody_else_has_chosen_meanwhile_stays_theirs(
    names: Names, has_it: bool
) -> None:
    lena = chooses_username(names)
    decision_id = decide(names, names.newest(), "decline")
    names.world.let_out()
    other = join_as_lena(names)
    if has_it:
        names.world.screen()
    with pytest.raises(ConflictError):
        reverse_text(names.mira, decision_id, SORRY, names.world.clock)
    names.world.screen()
    assert names.shown(other).username == "lena"
    assert "field_restored" not in told(lena)


def test_a_user_name_that_somebody_was_given_in_the_same_moment_stays_theirs(names: Names) -> None:
    lena, other = chooses_username(names), names.world.person()
    with transaction() as session:
        session.get_one(User, other.id).username = "lena"
    with pytest.raises(ConflictError, match="Somebody else has this user name by now"):
        decide(names, names.newest(), "approve")
    assert names.newest().state == "held"
    assert "field_published" not in told(lena)
    decide(names, names.newest(), "decline")
    assert names.shown(other).username == "lena"


def asks_for_another(names: Names) -> int:
    field = names.newest()
    item = names.item(Actor(user_id=field.author_id))
    assert item is not None
    ruling = FieldRuling(field_id=field.id, action=FieldAction.REQUEST_CHANGES, note=NOTE)
    return decide_on_field(names.mira, item.id, ruling, names.world.clock)


def test_a_user_name_that_nobody_can_have_is_turned_down_without_a_rule(names: Names) -> None:
    lena, other = chooses_username(names), names.world.person()
    with transaction() as session:
        session.get_one(User, other.id).username = "lena"

    undo(names.mira, window_of(asks_for_another(names)), names.world.clock)
    assert names.newest().state == "held"
    decision_id = asks_for_another(names)
    names.world.let_out()

    assert told(lena)[-1] == "field_asked"
    (own,) = own_fields(lena.id)
    assert (own.asks_for_another, own.rule, own.note) == (True, "", NOTE)
    # There is nothing that somebody else could put right.
    assert not looks_at_texts([own], names.world.clock.now())[decision_id].may_ask
    names.say(by=lena, name="Lena")
    with transaction() as session:
        offer(
            session, FieldKind.USERNAME, "lena2",
            author_id=lena.id, shown=names.shown(lena).username, now=names.world.clock.now(),
        )  # fmt: skip
    assert names.newest().text == "lena2"


def test_nobody_is_asked_for_another_name_where_theirs_can_be_had(names: Names) -> None:
    chooses_username(names)
    with pytest.raises(ConflictError, match="Nobody else has this user name"):
        asks_for_another(names)
    assert names.newest().state == "held"

    names.say(UNKIND)
    names.world.screen()
    with pytest.raises(ConflictError):
        asks_for_another(names)
    assert names.newest().state == "held"


class TestUndoing:
    @pytest.fixture
    def field(self, names: Names) -> FieldRevision:
        names.say(UNKIND)
        names.world.screen()
        return names.newest()

    def test_a_page_offers_it_and_says_what(self, names: Names, field: FieldRevision) -> None:
        decide(names, field, "decline")
        (offered,) = undoable(names.mira, names.world.clock.now())
        assert offered.what == "What Ana says of themselves: declined"

    def test_the_time_ends(self, names: Names, clock: FakeClock, field: FieldRevision) -> None:
        window = window_of(decide(names, field, "decline"))
        clock.advance(seconds=12)
        with pytest.raises(TooLateError):
            undo(names.mira, window, clock)
        assert names.newest().state == "declined"

    def test_it_is_whose_decision_it_was(self, names: Names, field: FieldRevision) -> None:
        window = window_of(decide(names, field, "decline"))
        with pytest.raises(NotAllowedError):
            undo(names.world.person(Role.MODERATOR), window, names.world.clock)

    def test_twice_is_harmless(self, names: Names, field: FieldRevision) -> None:
        window = window_of(decide(names, field, "decline"))
        undo(names.mira, window, names.world.clock)
        undo(names.mira, window, names.world.clock)
        assert names.newest().state == "held"

    def test_newer_words_of_the_author_come_first(self, names: Names, field: FieldRevision) -> None:
        window = window_of(decide(names, field, "approve"))
        names.say("Newer words.")
        assert told(names.ana)[-1] == "field_published"
        with pytest.raises(TooLateError):
            undo(names.mira, window, names.world.clock)
        assert names.shown().biography == UNKIND

    def test_so_does_emptying_it(self, names: Names, field: FieldRevision) -> None:
        window = window_of(decide(names, field, "approve"))
        names.say("")
        with pytest.raises(TooLateError):
            undo(names.mira, window, names.world.clock)
        assert names.shown().biography == ""

    def test_another_text_of_the_same_person_is_a_decision_of_its_own(
        self, names: Names, field: FieldRevision
    ) -> None:
        names.say(UNKIND, f"Ana {UNKIND}")
        names.world.screen()
        name = names.newest()
        first = window_of(decide(names, field, "approve"))
        second = window_of(decide(names, name, "decline"))
        assert names.item() is None
        undo(names.mira, first, names.world.clock)
        assert states() == {"biography": "held", "display_name": "declined"}
        undo(names.mira, second, names.world.clock)
        assert states() == {"biography": "held", "display_name": "held"}
        item = names.item()
        assert item is not None
        assert [reason.kind for reason in item.reasons] == ["screening"]

    def test_what_was_told_meanwhile_comes_along(self, names: Names, field: FieldRevision) -> None:
        window = window_of(decide(names, field, "decline"))
        report_person(
            names.world.person(), names.ana.id, Concern(reason=ReportReason.SPAM), names.world.clock
        )
        undo(names.mira, window, names.world.clock)
        item = names.item()
        assert item is not None
        assert {reason.kind for reason in item.reasons} == {"screening", "report"}

    def test_what_was_told_of_it_while_more_waits_weighs_as_much(
        self, names: Names, field: FieldRevision
    ) -> None:
        names.say(UNKIND, f"Ana {UNKIND}")
        names.world.screen()
        window = window_of(decide(names, field, "approve"))
        threat = Concern(reason=ReportReason.THREAT)
        report_person(names.world.person(), names.ana.id, threat, names.world.clock)
        undo(names.mira, window, names.world.clock)
        item = names.item()
        assert item is not None
        assert {reason.kind for reason in item.reasons} == {"screening", "report"}
        assert (item.gravity, item.label) == (Gravity.SEVERE, Label.THREAT)

    @pytest.mark.parametrize("more_waits", [True, False])
    def test_a_cry_for_help_meanwhile_comes_along(self, names: Names, more_waits: bool) -> None:
        lena = names.world.person(Role.MENTOR)
        names.say(UNKIND, by=lena)
        names.world.screen()
        held = names.newest()
        if more_waits:
            names.say(UNKIND, f"Lena {UNKIND}", by=lena)
            names.world.screen()
        window = window_of(decide(names, held, "approve"))
        save_choices(lena, MentorChoices(introduction=CRY), names.world.clock)
        screen_field(HearsCries(), due_fields()[0], names.world.clock)
        undo(names.mira, window, names.world.clock)
        item = names.item(lena)
        assert item is not None
        assert {reason.kind for reason in item.reasons} == {"screening", "distress"}
        assert (item.gravity, item.label) == (Gravity.URGENT, DISTRESS)

    def test_what_was_told_of_the_profile_is_settled_after_it(
        self, names: Names, field: FieldRevision
    ) -> None:
        rika = names.world.person()
        report_person(rika, names.ana.id, Concern(reason=ReportReason.UNKIND), names.world.clock)
        item, window = names.item(), window_of(decide(names, field, "approve"))
        assert item is not None
        settle_profile(names.mira, item.id, ModeratorAction.KEEP, names.world.clock)
        assert told(names.ana)[-1] == "field_published"
        with pytest.raises(TooLateError):
            undo(names.mira, window, names.world.clock)
        assert names.item() is None
        assert told(rika) == []
        names.world.let_out()
        assert told(rika) == ["report_kept"]

    def test_undoing_that_leaves_the_text_decided_on(
        self, names: Names, field: FieldRevision
    ) -> None:
        rika = names.world.person()
        report_person(rika, names.ana.id, Concern(reason=ReportReason.UNKIND), names.world.clock)
        item, _ = names.item(), decide(names, field, "approve")
        assert item is not None
        settle_profile(names.mira, item.id, ModeratorAction.KEEP, names.world.clock)
        last = select(UndoWindow.id).order_by(UndoWindow.id.desc()).limit(1)
        undo(names.mira, db.session.scalars(last).one(), names.world.clock)
        assert names.newest().state == "published"
        again = names.item()
        assert again is not None
        assert [reason.kind for reason in again.reasons] == ["report"]
        names.world.let_out()
        assert told(rika) == []

    def test_the_log_says_so(self, names: Names, field: FieldRevision) -> None:
        undo(names.mira, window_of(decide(names, field, "decline")), names.world.clock)
        lines = [line.sentence for line in audit_page(AuditFilter(), 1, str).items]
        assert any("before anybody was told, that they had declined it" in line for line in lines)
        assert not any(UNKIND in line or NOTE in line for line in lines)


def states() -> dict[str, str]:
    """Of each kind the newest text's."""
    db.session.rollback()
    return {
        row.kind: row.state for row in db.session.query(FieldRevision).order_by(FieldRevision.id)
    }


# ------------------------------------------------------------------------- what is decided


@pytest.fixture
def declined(names: Names) -> int:
    """Mira has declined Ana's name, and Ana has heard of it."""
    names.say(name=f"Ana {UNKIND}")
    names.world.screen()
    decision_id = decide(names, names.newest(), "decline")
    names.world.let_out()
    return decision_id


def ask(names: Names, decision_id: int) -> int:
    about = About(text_decision_id=decision_id)
    return make_appeal(names.ana, about, HOW_I_SEE_IT, names.world.clock)


def answer(names: Names, appeal_id: int, outcome: str, by: Actor) -> None:
    judgement = Judgement(outcome=AppealState(outcome), answer=SORRY)
    judge(by, appeal_id, judgement, names.world.clock)


def test_its_author_is_mailed_in_full(
    names: Names, declined: int, settings: Settings, outbox: Outbox, clock: FakeClock
) -> None:
    clock.advance(minutes=30)
    send_due_notifications(Services(mailer=outbox, clock=clock), settings)
    address = db.session.get_one(User, names.ana.id).email
    mail = [one for one in outbox.messages if one["To"] == address][-1]
    words = " ".join(mail.get_content().split())
    for part in (
        "decided not to show it to others",
        "The automatic screen had set it aside. A person has read it and decided.",
        f"Rule 1: {RULES[0][0]}",
        f"> {NOTE}",
        "you can ask within 30 days that somebody else look again",
    ):
        assert part in words
    assert UNKIND not in words


def test_deciding_counts_as_reading_it(names: Names, declined: int) -> None:
    (read,) = db.session.query(Exposure).all()
    assert (read.moderator_id, read.person_id, read.step) == (names.mira.id, names.ana.id, "opened")


@pytest.mark.parametrize("step", ["skip", "second_opinion", "escalate"])
def test_it_can_be_left_to_somebody_else(names: Names, step: str) -> None:
    names.world.person(Role.MODERATOR)
    names.world.person(Role.ADMIN)
    names.say(UNKIND)
    names.world.screen()
    item = names.item()
    assert item is not None
    sent = Step(action=ModeratorAction(step), words="I know her.")
    take_step(names.mira, item.id, sent, names.world.clock)
    assert names.newest().state == "held"
    assert names.item() is not None


class TestASecondLook:
    def test_overturned_means_that_others_see_it(self, names: Names, declined: int) -> None:
        jo = names.world.person(Role.MODERATOR, name="Jo")
        appeal_id = ask(names, declined)
        assert told(jo) == ["appeal_waits"]
        answer(names, appeal_id, "overturned", jo)
        assert names.shown().display_name == f"Ana {UNKIND}"
        first, second = db.session.query(TextDecision).order_by(TextDecision.id)
        assert (second.action, second.reverses_id, second.note) == ("restore", first.id, SORRY)
        # One line, the answer, and not two.
        assert told(names.ana)[-2:] == ["field_declined", "appeal_overturned"]

    def test_the_mail_with_the_answer_leads_to_the_decision(
        self, names: Names, declined: int, settings: Settings, outbox: Outbox, clock: FakeClock
    ) -> None:
        jo = names.world.person(Role.MODERATOR, name="Jo")
        answer(names, ask(names, declined), "upheld", jo)
        clock.advance(minutes=30)
        send_due_notifications(Services(mailer=outbox, clock=clock), settings)
        mails = [one.get_content() for one in outbox.messages]
        (answered,) = [one for one in mails if "the decision stands" in one]
        assert f"/text-decisions/{declined}/appeal" in answered

    def test_upheld_means_that_nothing_changes(self, names: Names, declined: int) -> None:
        jo = names.world.person(Role.MODERATOR)
        answer(names, ask(names, declined), "upheld", jo)
        assert names.shown().display_name == "Ana"
        assert names.newest().state == "declined"
        assert told(names.ana)[-1] == "appeal_upheld"

    def test_nobody_judges_their_own_decision(self, names: Names, declined: int) -> None:
        names.world.person(Role.MODERATOR)
        with pytest.raises(NotAllowedError):
            answer(names, ask(names, declined), "upheld", names.mira)

    def test_it_is_its_authors_alone(self, names: Names, declined: int) -> None:
        about = About(text_decision_id=declined)
        with pytest.raises(NotFoundError):
            make_appeal(names.world.person(), about, HOW_I_SEE_IT, names.world.clock)

    def test_once_is_all_there_is(self, names: Names, declined: int) -> None:
        withdraw_appeal(names.ana, ask(names, declined), names.world.clock)
        with pytest.raises(ConflictError, match="took that back"):
            ask(names, declined)

    def test_after_thirty_days_it_is_too_late(
        self, names: Names, declined: int, clock: FakeClock
    ) -> None:
        clock.advance(days=30)
        with pytest.raises(ConflictError, match="30 days"):
            ask(names, declined)
        assert not looks_at_texts(own_fields(names.ana.id), clock.now())[declined].may_ask

    def test_it_outlasts_what_can_still_be_undone(self, names: Names, declined: int) -> None:
        appeal_id = ask(names, declined)
        reverse_text(names.mira, declined, SORRY, names.world.clock)
        expire_moot_appeals(names.world.clock)
        newest = db.session.query(TextDecision).order_by(TextDecision.id.desc()).limit(1).one()
        undo(names.mira, window_of(newest.id), names.world.clock)
        assert names.newest().state == "declined"
        assert db.session.get_one(Appeal, appeal_id).state == "open"
        assert "appeal_expired" not in told(names.ana)

    def test_it_outlasts_newer_words_that_are_not_shown_either(
        self, names: Names, declined: int
    ) -> None:
        jo, appeal_id = names.world.person(Role.MODERATOR), ask(names, declined)
        names.say(name=f"{UNKIND} again")
        names.world.screen()
        expire_moot_appeals(names.world.clock)
        assert judge_page(jo, appeal_id, names.world.clock.now()).may_stand_again
        decide(names, names.newest(), "decline")
        names.world.let_out()
        expire_moot_appeals(names.world.clock)
        assert db.session.get_one(Appeal, appeal_id).state == "open"
        assert judge_page(jo, appeal_id, names.world.clock.now()).stands

    def test_what_was_let_through_can_not_be_appealed(self, names: Names) -> None:
        names.say(UNKIND)
        names.world.screen()
        with pytest.raises(NotFoundError):
            ask(names, decide(names, names.newest(), "approve"))

    def test_what_was_undone_can_not_be_appealed(self, names: Names) -> None:
        names.say(UNKIND)
        names.world.screen()
        decision_id = decide(names, names.newest(), "decline")
        undo(names.mira, window_of(decision_id), names.world.clock)
        decide(names, names.newest(), "decline")
        with pytest.raises(NotFoundError):
            ask(names, decision_id)

    def test_newer_words_make_it_moot_once_they_are_shown(
        self, names: Names, declined: int
    ) -> None:
        names.world.person(Role.MODERATOR)
        appeal_id = ask(names, declined)
        names.say(name="Ana Lena")
        expire_moot_appeals(names.world.clock)
        assert db.session.get_one(Appeal, appeal_id).state == "open"
        names.world.screen()
        expire_moot_appeals(names.world.clock)
        db.session.rollback()
        assert db.session.get_one(Appeal, appeal_id).state == "expired"

    def test_newer_words_that_were_taken_back_do_not(self, names: Names, declined: int) -> None:
        appeal_id = ask(names, declined)
        names.say(name=f"Lena {UNKIND}")
        take_back(names.ana, names.newest().id, names.world.clock)
        expire_moot_appeals(names.world.clock)
        assert db.session.get_one(Appeal, appeal_id).state == "open"

    def test_whoever_looks_again_reads_what_it_is_about(self, names: Names, declined: int) -> None:
        jo = names.world.person(Role.MODERATOR)
        appeal_id = ask(names, declined)
        (row,) = appeal_list(jo, names.world.clock.now()).waiting
        assert (row.what, row.may_judge) == ("A name was not shown to others", True)
        page = judge_page(jo, appeal_id, names.world.clock.now())
        assert (page.texts, page.note, page.decided_by) == ([f"Ana {UNKIND}"], NOTE, None)
        assert page.rule is not None


class TestWhatTheAuthorWantsSince:
    def test_what_its_author_has_emptied_since_does_not_come_back(self, names: Names) -> None:
        names.say("I bake.")
        names.world.screen()
        names.say(f"I bake. {UNKIND}")
        names.world.screen()
        declined = decide(names, names.newest(), "decline")
        names.world.let_out()
        appeal_id = ask(names, declined)
        names.say("")
        with pytest.raises(ConflictError):
            answer(names, appeal_id, "overturned", names.world.person(Role.MODERATOR))
        with pytest.raises(ConflictError):
            reverse_text(names.mira, declined, SORRY, names.world.clock)
        expire_moot_appeals(names.world.clock)
        assert names.shown().biography == ""
        assert db.session.get_one(Appeal, appeal_id).state == "expired"

    def test_whoever_goes_back_to_the_name_that_others_see_keeps_it(
        self, names: Names, declined: int
    ) -> None:
        appeal_id = ask(names, declined)
        names.say(name="Lena")
        names.say(name="Ana")
        with pytest.raises(ConflictError):
            answer(names, appeal_id, "overturned", names.world.person(Role.MODERATOR))
        assert names.shown().display_name == "Ana"

    def test_so_with_what_waited_in_its_place_and_was_emptied(self, names: Names) -> None:
        names.say(UNKIND)
        names.world.screen()
        declined = decide(names, names.newest(), "decline")
        names.world.let_out()
        names.say("I bake.")
        names.say("")
        with pytest.raises(ConflictError, match="put right or overtaken"):
            ask(names, declined)

    def test_saving_something_else_beside_an_empty_box_takes_nothing_away(
        self, names: Names
    ) -> None:
        names.say(UNKIND)
        names.world.screen()
        appeal_id = ask(names, decide(names, names.newest(), "decline"))
        names.say("", name="Ana Lena")
        answer(names, appeal_id, "overturned", names.world.person(Role.MODERATOR))
        assert names.shown().biography == UNKIND

    def test_words_about_a_welcome_that_is_over_are_not_said_of_the_next(
        self, names: Names
    ) -> None:
        mentor, thread = names.world.person(Role.MENTOR), names.world.thread(names.world.person())

        def flag(reason: str) -> None:
            set_welcome_flag(
                mentor, thread.id, flagged=bool(reason), reason=reason, clock=names.world.clock
            )
            names.world.screen()

        flag(UNKIND)
        declined = decide(names, names.newest(), "decline")
        flag("")
        flag(f"{UNKIND} Again.")
        decide(names, names.newest(), "decline")
        with pytest.raises(ConflictError):
            reverse_text(names.mira, declined, SORRY, names.world.clock)


class TestPuttingItRight:
    def test_a_moderator_can_do_so_unasked(self, names: Names, declined: int) -> None:
        reverse_text(names.mira, declined, SORRY, names.world.clock)
        assert names.shown().display_name == f"Ana {UNKIND}"
        assert told(names.ana)[-1] == "field_declined"
        names.world.let_out()
        assert told(names.ana)[-1] == "field_restored"

    def test_it_can_be_undone_as_well(self, names: Names, declined: int) -> None:
        reverse_text(names.mira, declined, SORRY, names.world.clock)
        newest = db.session.query(TextDecision).order_by(TextDecision.id.desc()).limit(1).one()
        # What somebody tells us meanwhile is another matter.
        report_person(
            names.world.person(), names.ana.id, Concern(reason=ReportReason.SPAM), names.world.clock
        )
        undo(names.mira, window_of(newest.id), names.world.clock)
        assert names.shown().display_name == "Ana"
        kept = names.newest()
        assert (kept.state, kept.settled_by_id) == ("declined", names.mira.id)
        assert names.item() is not None
        names.world.let_out()
        assert "field_restored" not in told(names.ana)

    def test_twice_is_too_late(self, names: Names, declined: int) -> None:
        reverse_text(names.mira, declined, SORRY, names.world.clock)
        with pytest.raises(ConflictError):
            reverse_text(names.mira, declined, SORRY, names.world.clock)

    def test_it_takes_words(self, names: Names, declined: int) -> None:
        with pytest.raises(InvalidInputError):
            reverse_text(names.mira, declined, " ", names.world.clock)

    def test_it_takes_a_moderator_and_not_the_author(self, names: Names, declined: int) -> None:
        for person in (names.ana, names.world.person(), names.world.person(Role.ADMIN)):
            with pytest.raises(NotAllowedError):
                reverse_text(person, declined, SORRY, names.world.clock)
