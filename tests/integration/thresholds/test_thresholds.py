"""Threshold sets: one is live, one may be tried out beside it, and none is changed once it was live."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forum.audit.models import AuditEntry
from forum.calibration.tuning import make_live
from forum.conversations.models import ScreeningResult
from forum.database import db, transaction
from forum.errors import ConflictError, NotFoundError
from forum.screening import (
    Audience,
    Outcome,
    Screener,
    State,
    Submission,
    ThresholdSet,
    bundled_sets,
    load_threshold_set,
)
from forum.screening.shadow import beside
from forum.thresholds.commands import add_set, make_shadow, take_bundled
from forum.thresholds.queries import all_sets, in_force, waiting_set
from forum.transparency.thresholds import chapters
from forum.worker import Worker
from tests.factories import KIND, UNKIND, World
from tests.support.clock import FakeClock
from tests.support.desk import finding, verdict
from tests.unit.screening.fakes import ScriptedClassifier


def a_set(name: str, limit: float = 0.5) -> ThresholdSet:
    limits = {audience: {"toxicity": limit, "insult": limit} for audience in Audience}
    return ThresholdSet(name=name, state=State.DRAFT, limits=limits, note="For a test.")


OLD, NEW, OWN = a_set("2026-01"), a_set("2026-02", 0.6), a_set("ours", 0.99)


def states() -> dict[str, str]:
    db.session.rollback()
    return {line.name: line.state for line in all_sets()}


def live() -> str | None:
    db.session.rollback()
    found = in_force().live
    return found.name if found is not None else None


def test_the_newest_bundled_set_goes_live_at_the_first_start(world: World) -> None:
    take_bundled([OLD, NEW], world.clock)
    assert states() == {"2026-01": "draft", "2026-02": "live"}


def test_starting_again_changes_nothing(world: World) -> None:
    for _ in range(3):
        take_bundled([OLD, NEW], world.clock)
    assert states() == {"2026-01": "draft", "2026-02": "live"}
    assert db.session.query(AuditEntry).filter_by(action="thresholds.live").count() == 1


def test_a_newer_bundled_set_comes_with_its_model_and_goes_live(world: World) -> None:
    take_bundled([OLD], world.clock)
    take_bundled([OLD, NEW], world.clock)
    assert states() == {"2026-01": "retired", "2026-02": "live"}


def test_but_not_in_the_place_of_the_communitys_own(world: World) -> None:
    take_bundled([OLD], world.clock)
    add_set(OWN, world.clock)
    make_live("ours", world.clock, without_trial="A test.")
    take_bundled([OLD, NEW], world.clock)
    assert states() == {"2026-01": "retired", "ours": "live", "2026-02": "draft"}


def test_a_set_that_came_while_the_own_one_decides_is_said_to_wait_until_it_is_tried(
    world: World, clock: FakeClock
) -> None:
    first, second = replace(OLD, name="2026-00"), replace(OLD, name="2026-03")
    take_bundled([first, OLD], world.clock)
    clock.advance(hours=1)
    add_set(OWN, world.clock)
    make_live("ours", world.clock, without_trial="A test.")
    assert waiting_set() is None  # older ones are no news

    clock.advance(hours=1)
    take_bundled([first, OLD, NEW, second], world.clock)
    waiting = waiting_set()
    assert waiting is not None
    assert waiting.name == "2026-03"

    make_shadow("2026-03", world.clock)
    waiting = waiting_set()
    assert waiting is not None
    assert waiting.name == "2026-02"
    make_live("2026-02", world.clock, without_trial="A test.")
    assert waiting_set() is None  # one that came with the project decides


def test_a_bundled_set_that_was_changed_under_its_name_is_another_one(world: World) -> None:
    take_bundled([OLD], world.clock)
    changed = replace(OLD, limits=a_set("x", 0.7).limits)
    for _ in range(2):
        take_bundled([changed], world.clock)
    names = states()
    assert len(names) == 2
    assert names["2026-01"] == "retired"
    found = in_force().live
    assert found is not None
    assert found.limits == changed.limits


def test_a_set_for_another_kind_of_model_gives_way_to_the_newest_for_this_one(world: World) -> None:
    take_bundled([OLD, NEW], world.clock)
    elsewhere = a_set("detoxify", 0.8)
    for _ in range(2):
        take_bundled([elsewhere], world.clock)
        assert live() == "detoxify"
    for _ in range(2):
        take_bundled([OLD, NEW], world.clock)
        assert live() == "2026-02"


def test_the_worker_takes_the_sets_for_the_model_that_it_holds(app: Flask, world: World) -> None:
    worker = Worker(app, Screener(ScriptedClassifier(), load_threshold_set()), "scripted 1")
    worker.take_bundled_limits(for_detoxify=True)
    assert live() == "detoxify-2026-11"
    worker.take_bundled_limits()
    assert live() == load_threshold_set().name


def test_an_older_bundled_set_that_the_community_went_back_to_stays(world: World) -> None:
    take_bundled([OLD, NEW], world.clock)
    make_live("2026-01", world.clock, without_trial="A test.")
    take_bundled([OLD, NEW], world.clock)
    assert live() == "2026-01"


def test_what_is_stored_is_what_the_screener_takes(world: World) -> None:
    take_bundled(bundled_sets(), world.clock)
    found = in_force().live
    assert found is not None
    assert found.limits == load_threshold_set().limits


def test_one_is_live_and_a_retired_one_can_come_back(world: World) -> None:
    take_bundled([OLD, NEW], world.clock)
    for name in ("2026-01", "2026-02", "2026-02"):
        make_live(name, world.clock, without_trial="A test.")
        assert live() == name
    assert states() == {"2026-01": "retired", "2026-02": "live"}


def test_a_set_is_tried_out_and_then_made_live(world: World) -> None:
    take_bundled([OLD, NEW], world.clock)
    add_set(OWN, world.clock)
    make_shadow("2026-01", world.clock)
    make_shadow("ours", world.clock)
    assert states() == {"2026-01": "retired", "2026-02": "live", "ours": "shadow"}
    make_live("ours", world.clock, without_trial="A test.")
    assert states() == {"2026-01": "retired", "2026-02": "retired", "ours": "live"}


def test_a_set_that_is_tried_out_again_has_decided_until_it_was_retired(
    world: World, clock: FakeClock
) -> None:
    take_bundled([OLD], world.clock)
    clock.advance(days=1)
    retired = clock.now()
    take_bundled([OLD, NEW], world.clock)
    add_set(OWN, world.clock)
    until = {"2026-01": retired, "2026-02": None}
    for tried in ("2026-01", "ours"):
        clock.advance(days=1)
        make_shadow(tried, world.clock)
        db.session.rollback()
        assert {chapter.name: chapter.until for chapter in chapters()} == until

    make_live("2026-01", world.clock, without_trial="A test.")
    db.session.rollback()
    assert {chapter.name: chapter.until for chapter in chapters()} == {
        "2026-01": None,
        "2026-02": clock.now(),
    }


def test_what_can_not_be_is_said_so(world: World) -> None:
    take_bundled([OLD], world.clock)
    with pytest.raises(NotFoundError, match="called nothing"):
        make_live("nothing", world.clock, without_trial="A test.")
    with pytest.raises(ConflictError, match="is live"):
        make_shadow("2026-01", world.clock)
    with pytest.raises(ConflictError, match="already"):
        add_set(OLD, world.clock)


@pytest.mark.parametrize("change", ["limits = '{}'", "name = 'another'"])
def test_the_database_refuses_to_change_what_was_live(world: World, change: str) -> None:
    take_bundled([OLD, NEW], world.clock)
    change_it = text(f"UPDATE threshold_sets SET {change} WHERE name = :name")
    with pytest.raises(DBAPIError, match="never changed"), transaction() as session:
        session.execute(change_it, {"name": "2026-02"})
    with transaction() as session:
        session.execute(change_it, {"name": "2026-01"})  # a draft


class TestTheWorker:
    """Screens with the live set from the database; the shadow changes nothing."""

    def test_it_takes_up_what_is_live(self, app: Flask, world: World) -> None:
        take_bundled([OLD], world.clock)
        at_work = Worker(app, world.screener, "scripted 1")
        at_work.screen_due()
        assert world.screener.thresholds.name == "2026-01"
        add_set(OWN, world.clock)
        make_live("ours", world.clock, without_trial="A test.")
        at_work.screen_due()
        assert world.screener.thresholds.name == "ours"

    def test_the_shadow_is_stored_beside_and_changes_nothing(
        self, app: Flask, world: World
    ) -> None:
        take_bundled([NEW], world.clock)
        add_set(OWN, world.clock)
        make_shadow("ours", world.clock)
        author, thread = world.newcomer(), world.thread(world.person())
        post = world.sent_reply(author, thread, UNKIND)
        kind = world.sent_reply(author, thread, KIND)
        Worker(app, world.screener, "scripted 1").screen_due()
        assert world.fresh(post).state == "held"
        assert world.fresh(kind).state == "published"
        said = [row.shadow for row in db.session.query(ScreeningResult).order_by("id")][-2:]
        assert said == [
            {"threshold_set": "ours", "outcome": "publish", "over": {}},
            {"threshold_set": "ours", "outcome": "publish", "over": {}},
        ]

    def test_without_a_shadow_nothing_is_stored(self, app: Flask, world: World) -> None:
        take_bundled([NEW], world.clock)
        world.sent_reply(world.newcomer(), world.thread(world.person()))
        Worker(app, world.screener, "scripted 1").screen_due()
        db.session.rollback()
        assert [row.shadow for row in db.session.query(ScreeningResult)] == [None, None]


def test_the_screener_with_other_limits_says_something_else() -> None:
    screener = Screener(ScriptedClassifier({"grumble": {"insult": 0.7}}), OLD)
    assert screener.screen(Submission(text="grumble")).holds
    gentler = screener.with_thresholds(OWN)
    assert not gentler.screen(Submission(text="grumble")).holds
    assert gentler.classifier is screener.classifier


@pytest.mark.parametrize(
    ("shadow", "check", "outcome"),
    [
        (OLD, "toxicity", Outcome.HOLD),
        (OWN, "toxicity", Outcome.PUBLISH),
        (OWN, "links", Outcome.HOLD),
    ],
)
def test_a_shadow_compares_scores_and_believes_the_other_checks(
    shadow: ThresholdSet, check: str, outcome: Outcome
) -> None:
    said = beside(verdict(finding(check)), Submission(text="x"), shadow)
    assert said.outcome is outcome
    assert said.as_json()["threshold_set"] == shadow.name
