"""A threshold set from a draft over a back-test and some days of trial to what decides."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.audit.queries import AuditFilter, audit_page
from forum.calibration.models import Backtest
from forum.calibration.running import run_due_backtests
from forum.calibration.set_queries import set_lines, set_page
from forum.calibration.set_queries import test_page as backtest_page
from forum.calibration.steps import SHADOW_FOR
from forum.calibration.tuning import (
    NewLimits,
    ask_backtest,
    go_live,
    save_limits,
    start_draft,
    try_out,
)
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.screening import bundled_sets
from forum.screening.thresholds import Audience
from forum.thresholds.commands import take_bundled
from forum.thresholds.models import ThresholdRow
from tests.factories import KIND, UNKIND, World, everyone
from tests.support.clock import FakeClock

A = Audience.MEMBERS


@pytest.fixture
def ada(world: World) -> Actor:
    return world.person(Role.ADMIN, Role.MODERATOR, name="Ada")


@pytest.fixture
def live(world: World) -> int:
    take_bundled(bundled_sets(), world.clock)
    return db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()


@pytest.fixture
def draft(world: World, ada: Actor, live: int) -> int:
    return start_draft(ada, live, "gentler", "Fewer false alarms.", world.clock)


def limits_of(set_id: int, audience: Audience = A) -> dict[str, float]:
    db.session.rollback()
    return dict(db.session.get_one(ThresholdRow, set_id).limits[audience])


def changed(set_id: int, **limits: float) -> NewLimits:
    """The limits as they stand, but for these."""
    seen = limits_of(set_id)
    return NewLimits(audience=A, limits=seen | limits, seen=seen)


def state(set_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(ThresholdRow, set_id).state


def backtested(world: World, ada: Actor, set_id: int, most: int = 100) -> int:
    test_id = ask_backtest(ada, set_id, most, world.clock)
    run_due_backtests(world.clock)
    return test_id


def test_the_whole_way(world: World, clock: FakeClock, ada: Actor, live: int, draft: int) -> None:
    save_limits(ada, draft, changed(draft, insult=0.95), world.clock)
    assert limits_of(draft)["insult"] == 0.95
    backtested(world, ada, draft)
    try_out(ada, draft, world.clock)
    assert (state(draft), state(live)) == ("shadow", "live")
    with pytest.raises(ConflictError):
        go_live(ada, draft, world.clock)
    clock.time += SHADOW_FOR
    go_live(ada, draft, world.clock)
    assert (state(draft), state(live)) == ("live", "retired")
    # What decided before can come back at once.
    go_live(ada, live, world.clock)
    assert (state(draft), state(live)) == ("retired", "live")

    log = [line.sentence for line in audit_page(AuditFilter(person=ada.username), 1, str).items]
    assert log[::-1] == [
        "Ada (admin) drafted the limits gentler.",
        "Ada (admin) changed the draft gentler.",
        "Ada (admin) tried the limits gentler on 100 decided posts.",
        "Ada tries the limits gentler out; they change nothing.",
        "Ada let the limits gentler decide from now on.",
        f"Ada let the limits {db.session.get_one(ThresholdRow, live).name} decide from now on.",
    ]


def test_other_limits_than_those_that_were_tested_go_no_further(
    world: World, ada: Actor, draft: int
) -> None:
    with pytest.raises(ConflictError):
        try_out(ada, draft, world.clock)
    backtested(world, ada, draft)
    save_limits(ada, draft, changed(draft, threat=0.5), world.clock)

    with pytest.raises(ConflictError):
        try_out(ada, draft, world.clock)
    assert state(draft) == "draft"


def test_somebody_was_faster(world: World, ada: Actor, draft: int) -> None:
    stale = changed(draft, insult=0.9)
    save_limits(ada, draft, changed(draft, insult=0.8), world.clock)

    with pytest.raises(ConflictError, match="Somebody else has changed"):
        save_limits(ada, draft, stale, world.clock)
    assert limits_of(draft)["insult"] == 0.8


def test_the_same_limits_again_are_no_change(world: World, ada: Actor, draft: int) -> None:
    save_limits(ada, draft, changed(draft), world.clock)

    assert not audit_page(AuditFilter(action="thresholds.edited"), 1, str).items


def test_what_decides_is_not_changed(world: World, ada: Actor, live: int) -> None:
    for act in (
        lambda: save_limits(ada, live, changed(live, insult=0.5), world.clock),
        lambda: ask_backtest(ada, live, 100, world.clock),
        lambda: try_out(ada, live, world.clock),
        lambda: go_live(ada, live, world.clock),
    ):
        with pytest.raises(ConflictError):
            act()


def test_two_sets_do_not_share_a_name(world: World, ada: Actor, live: int, draft: int) -> None:
    with pytest.raises(InvalidInputError):
        start_draft(ada, live, "gentler", "", world.clock)


@pytest.mark.parametrize("most", [0, 99, 50_001])
def test_a_backtest_has_a_sensible_size(world: World, ada: Actor, draft: int, most: int) -> None:
    with pytest.raises(InvalidInputError):
        ask_backtest(ada, draft, most, world.clock)


@pytest.mark.parametrize("kind", ["newcomer", "member", "mentor", "moderator"])
def test_only_admins_do_any_of_it(world: World, draft: int, kind: str) -> None:
    person = everyone(world)[kind]
    for act in (
        lambda: start_draft(person, draft, "other", "", world.clock),
        lambda: save_limits(person, draft, changed(draft), world.clock),
        lambda: ask_backtest(person, draft, 100, world.clock),
        lambda: try_out(person, draft, world.clock),
        lambda: go_live(person, draft, world.clock),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_a_set_that_is_not_there(world: World, ada: Actor, live: int) -> None:
    with pytest.raises(NotFoundError):
        start_draft(ada, 99_999, "x", "", world.clock)
    with pytest.raises(NotFoundError):
        set_page(99_999, A)


class TestABacktest:
    def test_it_tells_what_would_be_different(
        self, world: World, ada: Actor, live: int, draft: int
    ) -> None:
        """Held posts of the scripted screener score 0.84 for insult and 0.91 for toxicity."""
        mira = world.person(Role.MODERATOR)
        host, nia = world.person(), world.newcomer()
        thread = world.thread(host)
        good = world.reply(host, thread, f"I feel like this today. {UNKIND}")
        bad = world.reply(host, thread, f"Go away. {UNKIND}")
        world.reply(nia, thread, KIND)
        world.decide(mira, good, "approve")
        world.decide(mira, bad, "decline", note="Please.", rule=world.rule_id())
        save_limits(ada, draft, changed(draft, insult=0.95, toxicity=0.95), world.clock)
        page = backtest_page(ada, backtested(world, ada, draft))

        assert page.report is not None
        everybody = page.report.groups["everybody"]
        assert (everybody.posts, everybody.turned_down) == (2, 1)
        assert (everybody.held_now, everybody.held_then) == (2, 0)
        assert page.would_be_held == []
        assert {one.post_id for one in page.would_pass} == {good.id, bad.id}
        assert all(UNKIND in one.excerpt for one in page.would_pass)
        assert page.report.groups["newcomers"].posts == 0

    def test_it_is_done_once_and_by_whoever_comes_first(
        self, world: World, ada: Actor, draft: int
    ) -> None:
        test_id = ask_backtest(ada, draft, 100, world.clock)
        assert backtest_page(ada, test_id).report is None
        for _ in range(2):
            run_due_backtests(world.clock)
        row = db.session.get_one(Backtest, test_id)

        assert row.finished_at is not None
        assert backtest_page(ada, test_id).test.progress == 1.0

    def test_one_that_was_cut_off_is_begun_anew(self, world: World, ada: Actor, draft: int) -> None:
        host = world.person()
        post = world.reply(host, world.thread(host), UNKIND)
        world.decide(ada, post, "approve")
        test_id = ask_backtest(ada, draft, 100, world.clock)

        def killed() -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_due_backtests(world.clock, in_between=killed)
        db.session.rollback()
        assert db.session.get_one(Backtest, test_id).done == 1
        run_due_backtests(world.clock)
        found = backtest_page(ada, test_id).report
        assert found is not None
        assert found.groups["everybody"].posts == 1


def test_the_list_says_what_each_set_did(world: World, ada: Actor, live: int, draft: int) -> None:
    names = [(line.name, line.state.value) for line in set_lines()]

    assert names[0] == ("gentler", "draft")
    assert "live" in {state for _, state in names}
