"""Decided posts are read again by another model: bounded, written down at once, and gone on with after a kill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.audit.queries import AuditFilter, audit_page
from forum.calibration import rereading
from forum.calibration.models import Rescored, Rescoring
from forum.calibration.rereading import reread_due
from forum.calibration.rescoring import Model, ask_rescoring, rescoring_lines
from forum.calibration.running import run_due_backtests
from forum.calibration.set_queries import test_page as backtest_page
from forum.calibration.tuning import ask_backtest, start_draft
from forum.conversations.models import ScreeningResult
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotAllowedError
from forum.jobs import Jobs
from forum.screening import Audience, ModelFilesError, Submission, Verdict, bundled_sets
from forum.screening.thresholds import audience_of
from forum.thresholds.commands import take_bundled
from forum.thresholds.models import ThresholdRow
from forum.worker import Worker
from tests.factories import UNKIND, ScriptedScreener, World, everyone
from tests.support.clock import FakeClock

NEXT = Model(name="next", version="2")


@dataclass
class NextModel:
    """Another model's screener: it finds everything harmless. It remembers what it was asked, and may be killed."""

    version: str = "2"
    killed_after: int | None = None
    texts: list[str] = field(default_factory=list)
    audiences: dict[str, Audience] = field(default_factory=dict)
    largest: int = 0

    def screen_many(self, submissions: Sequence[Submission]) -> list[Verdict]:
        if self.killed_after is not None and len(self.texts) >= self.killed_after:
            raise KeyboardInterrupt
        assert not db.session().in_transaction(), "nothing is held open while a model reads"
        self.largest = max(self.largest, len(submissions))
        self.texts += [one.text for one in submissions]
        self.audiences |= {one.text: audience_of(one) for one in submissions}
        said = ScriptedScreener().screen(Submission(text="kind"))
        named = replace(said, model_name="next", model_version=self.version)
        return [replace(named, scores={"insult": 0.1})] * len(submissions)


@pytest.fixture
def ada(world: World) -> Actor:
    return world.person(Role.ADMIN, Role.MODERATOR, name="Ada")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "POSTS_AT_ONCE", 2)
    monkeypatch.setattr(rereading, "MOST_AT_A_GO", 4)


def decided(world: World, ada: Actor, number: int) -> None:
    """So many posts that were held, and that a moderator let through."""
    host = world.person()
    thread = world.thread(host)
    for one in range(number):
        world.decide(ada, world.reply(host, thread, f"{one} {UNKIND}"), "approve")


def ask(world: World, ada: Actor, most: int = 100) -> int:
    return ask_rescoring(ada, NEXT, most, world.clock)


def row(rescoring_id: int) -> Rescoring:
    db.session.rollback()
    return db.session.get_one(Rescoring, rescoring_id)


def stored() -> int:
    db.session.rollback()
    return db.session.query(Rescored).count()


def test_it_reads_in_bounded_parts_and_the_next_go_goes_on(world: World, ada: Actor) -> None:
    decided(world, ada, 5)
    rescoring_id, model = ask(world, ada), NextModel()

    reread_due(world.clock, lambda: model)
    assert (row(rescoring_id).done, row(rescoring_id).finished_at, model.largest) == (4, None, 2)
    [line] = rescoring_lines()
    assert (line.model, line.progress, line.is_done) == ("next 2", 0.04, False)

    reread_due(world.clock, lambda: model)
    assert row(rescoring_id).finished_at == world.clock.now()
    assert rescoring_lines()[0].progress == 1.0
    assert sorted(model.texts) == sorted(f"{one} {UNKIND}" for one in range(5)), "each text once"
    assert stored() == 5


def test_a_kill_loses_one_part(world: World, ada: Actor) -> None:
    decided(world, ada, 5)
    rescoring_id = ask(world, ada)
    with pytest.raises(KeyboardInterrupt):
        reread_due(world.clock, lambda: NextModel(killed_after=2))
    assert (row(rescoring_id).done, stored()) == (2, 2)

    after = NextModel()
    reread_due(world.clock, lambda: after)
    assert len(after.texts) == 3
    assert (row(rescoring_id).done, stored()) == (5, 5)


def test_it_changes_nothing_that_was_scored(world: World, ada: Actor) -> None:
    decided(world, ada, 2)
    query = select(ScreeningResult.revision_id, ScreeningResult.scores, ScreeningResult.model_name)
    before = db.session.execute(query).all()
    ask(world, ada)
    reread_due(world.clock, NextModel)

    assert db.session.execute(query).all() == before


def test_no_model_is_loaded_for_nothing(world: World, ada: Actor) -> None:
    def load() -> NextModel:
        raise AssertionError("nobody asked")

    reread_due(world.clock, load)


def test_a_model_that_cannot_be_loaded_is_told_and_tried_again(world: World, ada: Actor) -> None:
    decided(world, ada, 1)
    rescoring_id = ask(world, ada)

    def damaged() -> NextModel:
        raise ModelFilesError("The file is damaged.")

    reread_due(world.clock, damaged)
    assert rescoring_lines()[0].problem == "The file is damaged."
    reread_due(world.clock, NextModel)
    assert (rescoring_lines()[0].problem, row(rescoring_id).done) == ("", 1)


def test_scores_of_two_models_are_not_mixed(world: World, ada: Actor) -> None:
    decided(world, ada, 1)
    ask(world, ada)
    reread_due(world.clock, lambda: NextModel(version="3"))

    [line] = rescoring_lines()
    assert (line.is_done, line.problem) == (False, "The model that lies there now is next 3.")
    assert stored() == 0


def test_a_machine_that_has_another_model_ends_nothing_for_the_others(
    world: World, ada: Actor
) -> None:
    decided(world, ada, 5)
    asked = ask(world, ada)
    reread_due(world.clock, lambda: NextModel(version="3"))
    reread_due(world.clock, NextModel)
    assert (row(asked).done, row(asked).problem) == (4, "")
    reread_due(world.clock, NextModel)
    reread_due(world.clock, lambda: NextModel(version="3"))
    assert row(asked).finished_at is not None
    assert (row(asked).done, row(asked).problem) == (5, "")


def test_what_was_begun_by_a_model_that_is_gone_ends_when_another_one_is_asked(
    world: World, ada: Actor
) -> None:
    decided(world, ada, 5)
    first = ask(world, ada)
    reread_due(world.clock, NextModel)
    second = ask_rescoring(ada, Model(name="next", version="3"), 100, world.clock)
    assert (row(first).done, row(first).finished_at) == (4, world.clock.now())
    assert row(first).problem == "The model that lies there now is next 3."

    reread_due(world.clock, lambda: NextModel(version="3"))
    assert (row(first).done, row(second).done) == (4, 4)


def test_each_is_read_again_as_it_was_said_and_to_whom(world: World, ada: Actor) -> None:
    """With the limits for others, whether another label agrees would be judged otherwise, and so the score."""
    member, newcomer = world.person(), world.newcomer()
    among_members, welcome = world.thread(member), world.thread(member, welcome=True)
    said = [
        world.reply(member, world.thread(newcomer), f"to a newcomer {UNKIND}"),
        world.reply(ada, among_members, f"among members {UNKIND}"),
        world.reply(newcomer, among_members, f"by a newcomer {UNKIND}"),
        world.reply(newcomer, welcome, f"introduction {UNKIND}"),
    ]
    other = world.person(Role.MODERATOR)
    for post in said:
        world.decide(other, post, "approve")
    ask(world, ada)
    model = NextModel()
    reread_due(world.clock, lambda: model)

    assert model.audiences == {
        f"to a newcomer {UNKIND}": Audience.TO_NEWCOMER,
        f"among members {UNKIND}": Audience.MEMBERS,
        f"by a newcomer {UNKIND}": Audience.BY_NEWCOMER,
        f"introduction {UNKIND}": Audience.INTRODUCTION,
    }


def test_the_worker_is_woken_for_it(app: Flask, world: World, ada: Actor) -> None:
    jobs: Jobs = app.extensions["hearth.jobs"]
    jobs.queue.flush()
    ask(world, ada)

    assert [task.name for task in jobs.queue.pending()] == ["backtest_due"]


def test_the_worker_does_it_and_reads_new_posts_in_between(
    app: Flask, world: World, ada: Actor
) -> None:
    decided(world, ada, 3)
    host = world.person()
    waiting = world.sent_reply(host, world.thread(host))
    rescoring_id = ask(world, ada)
    db.session.rollback()
    Worker(app, world.screener, load_other=NextModel).backtest_due()

    assert row(rescoring_id).finished_at is not None
    assert world.fresh(waiting).state == "published"


class TestABacktest:
    def test_it_takes_the_other_models_scores_for_the_set_that_is_tried(
        self, world: World, ada: Actor
    ) -> None:
        take_bundled(bundled_sets(), world.clock)
        live = db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()
        draft = start_draft(ada, live, "same limits", "", world.clock)
        decided(world, ada, 3)
        rescoring_id = ask(world, ada)
        reread_due(world.clock, NextModel)

        usual = ask_backtest(ada, draft, 100, world.clock)
        with_next = ask_backtest(ada, draft, 100, world.clock, rescoring_id)
        run_due_backtests(world.clock)

        pages = [backtest_page(ada, test_id) for test_id in (usual, with_next)]
        assert [page.model for page in pages] == ["", "next 2"]
        reports = [page.report for page in pages if page.report is not None]
        found = [report.groups["everybody"] for report in reports]
        assert [(one.posts, one.held_now, one.held_then) for one in found] == [(3, 3, 3), (3, 3, 0)]
        assert [change.score for change in reports[1].would_pass] == [0.84] * 3

    def test_it_leaves_out_what_the_other_model_has_not_read(
        self, world: World, ada: Actor
    ) -> None:
        take_bundled(bundled_sets(), world.clock)
        live = db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()
        draft = start_draft(ada, live, "same limits", "", world.clock)
        decided(world, ada, 2)
        rescoring_id = ask(world, ada)
        reread_due(world.clock, NextModel)
        decided(world, ada, 1)
        test_id = ask_backtest(ada, draft, 100, world.clock, rescoring_id)
        run_due_backtests(world.clock)

        report = backtest_page(ada, test_id).report
        assert report is not None
        assert report.groups["everybody"].posts == 2

    def test_its_days_are_those_of_what_the_other_model_has_read(
        self, world: World, clock: FakeClock, ada: Actor
    ) -> None:
        """Else a few new posts would count as all that was written in the time of many old ones."""
        take_bundled(bundled_sets(), clock)
        live = db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()
        draft = start_draft(ada, live, "same limits", "", clock)
        decided(world, ada, 1)
        clock.advance(days=100)
        decided(world, ada, 1)
        clock.advance(days=2)
        decided(world, ada, 1)
        rescoring_id = ask(world, ada)
        row(rescoring_id).most = 2
        db.session.commit()
        reread_due(clock, NextModel)
        test_id = ask_backtest(ada, draft, 100, clock, rescoring_id)
        run_due_backtests(clock)

        report = backtest_page(ada, test_id).report
        assert report is not None
        assert (report.groups["everybody"].posts, round(report.days)) == (2, 2)
        assert report.groups["everybody"].more_a_day.value == -1

    def test_scores_that_are_not_all_there_are_not_taken(self, world: World, ada: Actor) -> None:
        take_bundled(bundled_sets(), world.clock)
        live = db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()
        draft = start_draft(ada, live, "same limits", "", world.clock)
        for rescoring_id in (ask(world, ada), 99_999):
            with pytest.raises(InvalidInputError):
                ask_backtest(ada, draft, 100, world.clock, rescoring_id)


def test_one_at_a_time(world: World, ada: Actor) -> None:
    ask(world, ada)
    with pytest.raises(ConflictError):
        ask(world, ada)


@pytest.mark.parametrize("most", [99, 50_001])
def test_it_has_a_sensible_size(world: World, ada: Actor, most: int) -> None:
    with pytest.raises(InvalidInputError):
        ask(world, ada, most)


@pytest.mark.parametrize("kind", ["newcomer", "member", "mentor", "moderator"])
def test_only_admins_ask(world: World, kind: str) -> None:
    with pytest.raises(NotAllowedError):
        ask(world, everyone(world)[kind])


def test_it_stands_in_the_log(world: World, ada: Actor) -> None:
    ask(world, ada)

    [line] = audit_page(AuditFilter(action="thresholds.rescoring"), 1, str).items
    assert (
        line.sentence
        == "Ada (admin) had 100 decided posts read again by next 2; it decides nothing."
    )
