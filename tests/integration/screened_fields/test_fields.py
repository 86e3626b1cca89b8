"""Names and what people say of themselves: read before others see them, held for a person, decided on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.audit.queries import AuditFilter, audit_page
from forum.config import Settings
from forum.conversations.submission import MAX_ATTEMPTS
from forum.database import db
from forum.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SilencedError,
)
from forum.moderation.claims import claim
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.options import ModeratorAction
from forum.moderation.profile_commands import settle_profile
from forum.moderation.profiles import profile_page
from forum.moderation.ranking import DISTRESS, Gravity
from forum.moderation.report_commands import Concern, report_person
from forum.moderation.reporting import ReportReason
from forum.notifications.models import Notification
from forum.sanctions.lookup import restriction_of
from forum.screened_fields.commands import take_back
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.screening import due_fields, screen_field
from forum.worker import Worker
from tests.factories import KIND, UNKIND
from tests.integration.sanctions.giving import give
from tests.integration.screened_fields.conftest import CRY, HearsCries, Names
from tests.support.clock import FakeClock

NOTE = "Please leave out what is about other people."


def told(person: Actor) -> list[tuple[str, str]]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [(line.kind, line.detail) for line in lines]


class TestWhatIsKind:
    def test_it_is_shown_once_it_has_been_read(self, names: Names) -> None:
        names.say(KIND, "Ana Lena")
        assert (names.shown().biography, names.shown().display_name) == ("", "Ana")
        names.world.screen()
        assert (names.shown().biography, names.shown().display_name) == (KIND, "Ana Lena")
        assert names.item() is None
        assert told(names.ana) == []

    def test_what_is_emptied_is_gone_at_once(self, names: Names) -> None:
        names.say(KIND)
        names.world.screen()
        names.say("")
        assert names.shown().biography == ""

    def test_saving_the_same_again_sends_nothing(self, names: Names) -> None:
        names.say(KIND)
        names.say(KIND)
        names.world.screen()
        names.say(KIND)
        assert db.session.query(FieldRevision).count() == 1

    def test_newer_words_take_the_place_of_those_that_wait(self, names: Names) -> None:
        names.say("First words.")
        names.say("Second words.")
        names.world.screen()
        assert names.shown().biography == "Second words."
        states = db.session.query(FieldRevision.state).order_by(FieldRevision.id).all()
        assert [state for (state,) in states] == ["withdrawn", "published"]

    def test_a_verdict_that_lands_on_newer_words_changes_nothing(self, names: Names) -> None:
        names.say("First words.")
        names.world.screener.before = lambda: names.say(UNKIND)
        screen_field(names.world.screener, due_fields()[0], names.world.clock)
        assert names.shown().biography == ""


class TestWhatIsHeld:
    @pytest.fixture(autouse=True)
    def held(self, names: Names) -> None:
        names.say(KIND)
        names.world.screen()
        names.say(UNKIND, f"Ana {UNKIND}")
        names.world.screen()

    def test_others_see_what_they_saw_before(self, names: Names) -> None:
        assert (names.shown().biography, names.shown().display_name) == (KIND, "Ana")

    def test_it_waits_in_one_item_of_the_profile(self, names: Names) -> None:
        item = names.item()
        assert item is not None
        assert [reason.kind for reason in item.reasons] == ["screening"]
        assert (item.gravity, item.from_newcomer) == (Gravity.HURTFUL, True)

    def test_its_author_is_told(self, names: Names) -> None:
        assert set(told(names.ana)) == {("field_held", "biography"), ("field_held", "display_name")}

    def test_what_is_approved_is_shown_and_the_rest_goes_on_waiting(self, names: Names) -> None:
        names.decide("approve")
        assert names.shown().biography == UNKIND
        assert names.shown().display_name == "Ana"
        assert names.item() is not None
        other = db.session.query(FieldRevision).filter_by(state="held").one()
        names.decide("decline", other, note=NOTE)
        assert names.shown().display_name == "Ana"
        assert names.item() is None
        names.world.let_out()
        assert told(names.ana)[-2:] == [
            ("field_published", "biography"),
            ("field_declined", "display_name"),
        ]

    def test_to_decline_it_takes_a_rule_and_words(self, names: Names) -> None:
        with pytest.raises(InvalidInputError):
            names.decide("decline")
        assert names.newest().state == "held"

    def test_the_second_of_two_moderators_is_told_so(self, names: Names) -> None:
        item, field = names.item(), names.newest()
        assert item is not None
        ruling = FieldRuling(field_id=field.id, action=FieldAction.APPROVE)
        decide_on_field(names.mira, item.id, ruling, names.world.clock)
        with pytest.raises(ConflictError, match="approved"):
            decide_on_field(names.mira, item.id, ruling, names.world.clock)

    def test_whoever_has_it_open_decides(self, names: Names) -> None:
        item, other = names.item(), names.world.person(Role.MODERATOR)
        assert item is not None
        claim(other, item.id, names.world.clock)
        with pytest.raises(ConflictError):
            names.decide("approve")

    def test_nobody_decides_on_their_own(self, names: Names) -> None:
        names.say(UNKIND, "Mira", by=names.mira)
        names.world.screen()
        item, field = names.item(names.mira), names.newest()
        assert item is not None
        ruling = FieldRuling(field_id=field.id, action=FieldAction.APPROVE)
        with pytest.raises(NotAllowedError):
            decide_on_field(names.mira, item.id, ruling, names.world.clock)

    def test_a_member_decides_on_nothing(self, names: Names) -> None:
        with pytest.raises(NotAllowedError):
            names.decide("approve", by=names.world.person())

    def test_what_is_taken_back_leaves_the_queue(self, names: Names) -> None:
        for field in db.session.query(FieldRevision).filter_by(state="held").all():
            take_back(names.ana, field.id, names.world.clock)
        assert names.item() is None
        assert names.shown().biography == KIND

    def test_taking_it_back_twice_is_harmless(self, names: Names) -> None:
        for _ in range(2):
            take_back(names.ana, names.newest().id, names.world.clock)
        assert names.newest().state == "withdrawn"

    def test_nobody_takes_back_what_is_another_persons(self, names: Names) -> None:
        with pytest.raises(NotFoundError):
            take_back(names.mira, names.newest().id, names.world.clock)

    def test_what_readers_told_us_goes_on_waiting_when_the_texts_are_done(
        self, names: Names
    ) -> None:
        item = names.item()
        assert item is not None
        report_person(
            names.world.person(), names.ana.id, Concern(reason=ReportReason.SPAM), names.world.clock
        )
        with pytest.raises(ConflictError):
            settle_profile(names.mira, item.id, ModeratorAction.KEEP, names.world.clock)
        for field in db.session.query(FieldRevision).filter_by(state="held").all():
            names.decide("approve", field)
        left = names.item()
        assert left is not None
        assert [reason.kind for reason in left.reasons] == ["report"]
        assert left.gravity == Gravity.LIGHT
        settle_profile(names.mira, item.id, ModeratorAction.KEEP, names.world.clock)
        assert names.item() is None

    def test_the_log_says_who_did_what_and_not_what_was_written(self, names: Names) -> None:
        names.decide("decline", note=NOTE)
        lines = [line.sentence for line in audit_page(AuditFilter(), 1, str).items]
        assert any(
            line.startswith("Mira (moderator) declined what somebody says of themselves")
            for line in lines
        )
        assert not any(UNKIND in line for line in lines)


class TestWhenTheScreenerIsDown:
    def test_it_stays_submitted_and_nothing_is_shown(self, names: Names) -> None:
        names.say(KIND)
        names.world.screener.fail_with = RuntimeError("out of order")
        with pytest.raises(RuntimeError):
            names.world.screen()
        assert names.newest().state == "submitted"
        assert names.shown().biography == ""

    def test_after_a_few_tries_a_person_reads_instead(self, app: Flask, names: Names) -> None:
        names.say(KIND)
        names.world.screener.fail_with = RuntimeError("out of order")
        worker = Worker(app, names.world.screener, "scripted 1")
        for _ in range(4):
            worker.screen_due()
        item = names.item()
        assert item is not None
        assert [reason.kind for reason in item.reasons] == ["screener_failed"]
        names.decide("approve")
        assert names.shown().biography == KIND

    def test_several_workers_at_once_read_it_once(self, names: Names) -> None:
        names.say(KIND)
        (field_id,) = due_fields()

        def others_come() -> None:
            names.world.screener.before = lambda: None
            for _ in range(MAX_ATTEMPTS):
                screen_field(names.world.screener, field_id, names.world.clock)

        names.world.screener.before = others_come
        screen_field(names.world.screener, field_id, names.world.clock)
        assert names.shown().biography == KIND
        assert len(names.world.screener.seen) == 1

    def test_what_a_killed_worker_was_reading_is_read_once_its_time_is_over(
        self, names: Names, clock: FakeClock, settings: Settings
    ) -> None:
        names.say(KIND)
        names.world.screener.fail_with = SystemExit()
        with pytest.raises(SystemExit):
            names.world.screen()
        names.world.screener.fail_with = None
        names.world.screen()
        assert names.shown().biography == "", "it may be that somebody still reads it"
        clock.advance(seconds=settings.screening_deadline_seconds)
        names.world.screen()
        assert names.shown().biography == KIND

    def test_the_worker_finishes_what_waits(self, app: Flask, names: Names) -> None:
        names.say(KIND)
        Worker(app, names.world.screener, "scripted 1").screen_due()
        assert names.shown().biography == KIND


class TestSanctions:
    def test_whose_posts_are_read_first_has_their_profile_read_first(self, names: Names) -> None:
        give(names.world, names.mira, names.ana, "pre_moderate")
        names.say(KIND)
        names.world.screen()
        item = names.item()
        assert item is not None
        assert [reason.kind for reason in item.reasons] == ["read_first"]

    def test_whoever_reads_only_for_now_changes_no_profile(self, names: Names) -> None:
        silent = names.world.person()
        give(names.world, names.mira, silent, "silence")
        restriction = restriction_of(db.session(), silent.id, names.world.clock.now())
        with pytest.raises(SilencedError):
            names.say(KIND, by=replace(silent, restriction=restriction))


def test_a_cry_for_help_is_shown_and_calls_the_moderators(names: Names) -> None:
    names.say(CRY)
    screen_field(HearsCries(), due_fields()[0], names.world.clock)
    assert names.shown().biography == CRY
    item = names.item()
    assert item is not None
    assert [reason.kind for reason in item.reasons] == ["distress"]
    assert (item.gravity, item.label) == (Gravity.URGENT, DISTRESS)
    assert profile_page(names.mira, item, names.ana.id).calls_for_help
    assert told(names.mira) == [("somebody_in_need", "")]
