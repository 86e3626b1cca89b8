"""The loop: what people find out about the screen is counted, told once a week, and can be learned from."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.calibration.backtesting import Truth
from forum.calibration.commands import make_due_report
from forum.calibration.decided import decided_cases
from forum.calibration.models import WeeklyReport
from forum.calibration.queries import ReportPage, report_page
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.undo.rules import UNDO_FOR
from forum.notifications.models import Notification
from tests.factories import KIND, UNKIND, World
from tests.support.clock import FakeClock


@pytest.fixture
def mira(world: World) -> Actor:
    return world.person(Role.MODERATOR, name="Mira")


@pytest.fixture
def ada(world: World) -> Actor:
    return world.person(Role.ADMIN, name="Ada")


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person(name="Host"))


@pytest.fixture
def posts(world: World, mira: Actor, thread: Thread) -> dict[str, Post]:
    """A week: one held and let through, one held and declined, one that passed and was taken down, one that stands."""
    bo, nia = world.person(name="Bo"), world.newcomer("Nia")
    found = {
        "alarm": world.reply(nia, thread, f"I am a Muslim woman. {UNKIND}"),
        "right": world.reply(bo, thread, f"Go away. {UNKIND}"),
        "miss": world.reply(bo, thread, "Words that hurt quietly."),
        "fine": world.reply(bo, thread, KIND),
        "waiting": world.reply(bo, thread, f"Once more. {UNKIND}"),
    }
    world.decide(mira, found["alarm"], "approve")
    world.decide(mira, found["right"], "decline", note="Please.", rule=world.rule_id())
    world.decide(mira, found["miss"], "remove", note="Please.", rule=world.rule_id())
    return found


def made(world: World) -> ReportPage:
    assert make_due_report(world.clock)
    page = report_page(None)
    assert page is not None
    return page


def test_false_alarms_and_misses_of_the_week_are_named(
    world: World, clock: FakeClock, ada: Actor, posts: dict[str, Post]
) -> None:
    clock.advance(days=7)

    page = made(world)
    figures = page.figures
    assert page.monday == date(2026, 5, 4)
    assert (figures.read, figures.held, figures.decided) == (6, 3, 3)
    assert (figures.false_alarms, figures.false_alarms_by_newcomers, figures.misses) == (1, 1, 1)
    (alarm,), (miss,) = figures.named_false_alarms, figures.named_misses
    assert (alarm.post_id, alarm.why) == (posts["alarm"].id, "may sound insulting")
    assert miss.post_id == posts["miss"].id
    assert miss.why == "its highest score was 0.02, for “rough or hurtful”"


def test_what_is_left_as_it_is_makes_no_false_alarm_unsaid_and_none_twice(
    world: World, clock: FakeClock, mira: Actor, ada: Actor, posts: dict[str, Post]
) -> None:
    def left_as_it_is() -> None:
        concern = Concern(reason=ReportReason.UNKIND, words="This hurt me.")
        report_post(world.person(), posts["alarm"].id, concern, clock)
        world.decide(mira, posts["alarm"], "keep")

    left_as_it_is()
    clock.advance(days=7)
    assert made(world).figures.false_alarms == 1

    left_as_it_is()
    world.reply(world.person(), db.session.get_one(Thread, posts["alarm"].thread_id), KIND)
    clock.advance(days=7)
    assert made(world).figures.false_alarms == 0
    truths = {case.post_id: case.truth for case in decided_cases(clock.now())}
    assert truths[posts["alarm"].id] is Truth.LET_THROUGH


def test_a_week_is_told_when_nothing_decided_in_it_can_be_undone_any_more(
    world: World, clock: FakeClock, ada: Actor, posts: dict[str, Post]
) -> None:
    clock.time = datetime(2026, 5, 11, tzinfo=UTC) + UNDO_FOR - timedelta(seconds=1)
    assert not make_due_report(clock)
    clock.advance(seconds=1)
    assert make_due_report(clock)


def test_words_about_who_somebody_is_are_compared_with_the_rest(
    world: World, clock: FakeClock, ada: Actor, posts: dict[str, Post]
) -> None:
    clock.advance(days=7)

    parity = made(world).parity
    groups = {group.name: group for group in parity.groups}
    assert (groups["faith"].posts, groups["faith"].held.value) == (1, 1.0)
    # The one that stands, and the post that began the thread.
    assert (parity.without.posts, parity.without.held.value) == (2, 0.0)
    assert groups["health"].posts == 0


def test_admins_are_told_once(
    world: World, clock: FakeClock, ada: Actor, posts: dict[str, Post]
) -> None:
    clock.advance(days=7)

    assert [make_due_report(world.clock) for _ in range(3)] == [True, False, False]
    told = db.session.query(Notification).filter_by(kind="weekly_report").all()
    assert [line.user_id for line in told] == [ada.id]
    assert db.session.query(WeeklyReport).count() == 1


def test_a_week_that_is_not_over_is_not_told(world: World, posts: dict[str, Post]) -> None:
    assert not make_due_report(world.clock)


def test_a_week_in_which_nothing_was_read_is_not_told(
    world: World, clock: FakeClock, posts: dict[str, Post]
) -> None:
    clock.advance(days=14)

    assert not make_due_report(world.clock)
    assert report_page(None) is None


def test_what_is_decided_has_its_truth(
    world: World, clock: FakeClock, posts: dict[str, Post]
) -> None:
    def truths() -> dict[int, Truth]:
        db.session.rollback()
        return {case.post_id: case.truth for case in decided_cases(world.clock.now())}

    expected = {
        posts["alarm"].id: Truth.LET_THROUGH,
        posts["right"].id: Truth.TURNED_DOWN,
        posts["miss"].id: Truth.TURNED_DOWN,
    }
    assert truths() == expected
    clock.advance(days=8)
    found = truths()
    assert found.pop(posts["fine"].id) is Truth.UNCONTESTED
    assert expected.items() <= found.items()
    assert posts["waiting"].id not in found
