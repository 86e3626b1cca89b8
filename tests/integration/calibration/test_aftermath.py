"""A set that decides, beside what was expected and the set before; and the way back, as one step in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.audit.queries import AuditFilter, audit_page
from forum.calibration.aftermath import Verdict
from forum.calibration.aftermath_queries import AftermathPage, aftermath_page
from forum.calibration.running import run_due_backtests
from forum.calibration.steps import SHADOW_FOR
from forum.calibration.tuning import (
    NewLimits,
    ask_backtest,
    go_back,
    go_live,
    save_limits,
    start_draft,
    try_out,
)
from forum.database import db
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.screening import bundled_sets
from forum.screening.thresholds import Audience
from forum.thresholds.commands import take_bundled
from forum.thresholds.models import ThresholdRow
from tests.factories import KIND, UNKIND, World, everyone
from tests.support.clock import FakeClock


@pytest.fixture
def ada(world: World) -> Actor:
    return world.person(Role.ADMIN, Role.MODERATOR, name="Ada")


@pytest.fixture
def first(world: World) -> int:
    take_bundled(bundled_sets(), world.clock)
    return db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.state == "live")).one()


def state(set_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(ThresholdRow, set_id).state


def gentler(world: World, clock: FakeClock, ada: Actor, first: int) -> int:
    """A set that holds nothing of what the scripted screener scores, on its way to decide."""
    draft = start_draft(ada, first, "gentler", "", world.clock)
    for audience in Audience:
        seen = dict(db.session.get_one(ThresholdRow, draft).limits[audience])
        new = NewLimits(
            audience=audience, limits=dict.fromkeys(("insult", "toxicity"), 0.95), seen=seen
        )
        save_limits(ada, draft, new, world.clock)
    ask_backtest(ada, draft, 100, world.clock)
    run_due_backtests(world.clock)
    clock.advance(minutes=1)
    try_out(ada, draft, world.clock)
    return draft


def page(ada: Actor, set_id: int) -> AftermathPage:
    db.session.rollback()
    return aftermath_page(ada, set_id)


def test_what_happened_stands_beside_what_was_expected(
    world: World, clock: FakeClock, ada: Actor, first: int
) -> None:
    mira, host, nia = world.person(Role.MODERATOR), world.person(), world.newcomer()
    thread = world.thread(host)
    for action in ("approve", "decline"):
        post = world.reply(host, thread, f"{action} {UNKIND}")
        words = {"note": "Please.", "rule": world.rule_id()} if action == "decline" else {}
        world.decide(mira, post, action, **words)
    draft = gentler(world, clock, ada, first)
    clock.time += timedelta(hours=1)
    in_trial = world.reply(host, thread, f"In the trial. {UNKIND}")
    world.decide(mira, in_trial, "approve")
    clock.time += SHADOW_FOR
    go_live(ada, draft, world.clock)
    clock.time += timedelta(days=1)
    since = world.reply(nia, thread, f"Since. {UNKIND}")
    world.reply(host, thread, KIND)
    world.decide(mira, since, "approve")
    clock.time += timedelta(days=1)

    found = page(ada, draft)
    everybody, newcomers, others = found.groups
    assert everybody.tested is not None
    assert everybody.tried is not None
    # Both replies that were decided before; the one in the trial; and two since.
    assert (everybody.tested.read, everybody.tested.a_day.value) == (2, 0.0)
    assert (everybody.tried.read, everybody.tried.held.value) == (1, 0.0)
    assert (everybody.came.read, newcomers.came.read, others.came.read) == (2, 1, 1)
    assert everybody.came.a_day.value == pytest.approx(0.5)
    assert (newcomers.came.right.value, newcomers.came.decided) == (0.0, 1)
    assert (found.days, found.before, found.until) == (2, bundled_sets()[-1].name, None)
    assert [one.post_id for one in found.only_before] == [since.id]
    assert found.only_live == []
    assert found.aftermath.only_before.harmless == 1
    assert found.aftermath.verdict is Verdict.TOO_FEW


def test_the_words_of_a_post_are_not_shown_to_whom_they_are_not(
    world: World, clock: FakeClock, ada: Actor, first: int
) -> None:
    draft = gentler(world, clock, ada, first)
    clock.time += SHADOW_FOR
    go_live(ada, draft, world.clock)
    host = world.person()
    post = world.reply(host, world.thread(host), f"zq7canary {UNKIND}")
    clock.time += timedelta(hours=1)
    only_admin = world.person(Role.ADMIN)

    [seen] = page(only_admin, draft).only_before
    assert (seen.post_id, seen.excerpt) == (post.id, "")


def test_going_back_is_one_step_in_the_log(
    world: World, clock: FakeClock, ada: Actor, first: int
) -> None:
    draft = gentler(world, clock, ada, first)
    clock.time += SHADOW_FOR
    go_live(ada, draft, world.clock)
    assert page(ada, draft).may_go_back
    clock.time += timedelta(hours=1)
    before = len(audit_page(AuditFilter(person=ada.username), 1, str).items)

    assert go_back(ada, draft, world.clock) == first

    assert (state(draft), state(first)) == ("retired", "live")
    log = audit_page(AuditFilter(person=ada.username), 1, str).items
    assert len(log) == before + 1
    name = db.session.get_one(ThresholdRow, first).name
    assert log[0].sentence == f"Ada let the limits {name} decide from now on."
    gone = page(ada, draft)
    assert (gone.until, gone.may_go_back) == (clock.now(), False)
    again = page(ada, first)
    assert (again.before, again.since, again.may_go_back) == ("gentler", clock.now(), True)
    # The trial of the set is not taken for one of the set that came back.
    assert again.groups[0].tried is None


def test_somebody_went_back_already(world: World, clock: FakeClock, ada: Actor, first: int) -> None:
    draft = gentler(world, clock, ada, first)
    clock.time += SHADOW_FOR
    go_live(ada, draft, world.clock)
    go_back(ada, draft, world.clock)

    with pytest.raises(ConflictError):
        go_back(ada, draft, world.clock)
    assert (state(draft), state(first)) == ("retired", "live")


def test_from_the_first_set_there_is_no_way_back(world: World, ada: Actor, first: int) -> None:
    assert not page(ada, first).may_go_back
    assert page(ada, first).before == ""
    with pytest.raises(ConflictError):
        go_back(ada, first, world.clock)


@pytest.mark.parametrize("kind", ["newcomer", "member", "mentor", "moderator"])
def test_only_admins_go_back(world: World, first: int, kind: str) -> None:
    with pytest.raises(NotAllowedError):
        go_back(everyone(world)[kind], first, world.clock)


def test_a_set_that_never_decided_has_no_such_page(world: World, ada: Actor, first: int) -> None:
    draft = start_draft(ada, first, "gentler", "", world.clock)
    for set_id in (draft, 99_999):
        with pytest.raises(NotFoundError):
            aftermath_page(ada, set_id)
