"""A threshold set since it decides, as tables: what became of posts, what was expected, what tells two sets apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forum.calibration.aftermath import (
    FEWEST,
    Aftermath,
    ReadPost,
    Tally,
    Tell,
    Verdict,
    expected_in_trial,
    figures_of,
    figures_of_test,
    telling,
)
from forum.calibration.backtest_report import report
from forum.calibration.backtesting import Comparison, DecidedPost, ScoredPost, Truth
from forum.calibration.estimates import per_day
from forum.screening.thresholds import Audience, State, ThresholdSet

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
UP, DOWN, QUIET = Truth.LET_THROUGH, Truth.TURNED_DOWN, Truth.UNCONTESTED


def limits(name: str, insult: float) -> ThresholdSet:
    return ThresholdSet(
        name=name, state=State.DRAFT, limits={audience: {"insult": insult} for audience in Audience}
    )


STRICT, GENTLE = limits("strict", 0.4), limits("gentle", 0.8)


def read(
    score: float,
    truth: Truth | None,
    *,
    held: bool = False,
    newcomer: bool = False,
    anyway: bool = False,
    number: int = 1,
) -> ReadPost:
    return ReadPost(
        post=ScoredPost(
            revision_id=number,
            audience=Audience.MEMBERS,
            scores={"insult": score},
            held_anyway=anyway,
            by_newcomer=newcomer,
        ),
        was_held=held,
        truth=truth,
        screened_at=NOW,
    )


def after(*posts: ReadPost, live: ThresholdSet = GENTLE) -> Aftermath:
    found = Aftermath(live=live, before=STRICT if live is GENTLE else GENTLE)
    for one in posts:
        found.add(one)
    return found


@pytest.mark.parametrize(
    ("held", "truth", "counted"),
    [
        (True, DOWN, "right"),
        (True, UP, "for_nothing"),
        (True, None, "waiting"),
        (False, DOWN, "missed"),
        (False, QUIET, ""),
        (False, UP, ""),
        (False, None, ""),
    ],
)
def test_what_becomes_of_a_post(held: bool, truth: Truth | None, counted: str) -> None:
    tally = Tally()
    tally.add(truth, held=held)

    names = ("waiting", "right", "for_nothing", "missed")
    assert [name for name in names if getattr(tally, name)] == ([counted] if counted else [])
    assert (tally.read, tally.held) == (1, int(held))


def test_newcomers_and_others_are_counted_apart() -> None:
    found = after(read(0.9, DOWN, held=True, newcomer=True), read(0.9, UP, held=True))

    assert {name: (one.right, one.for_nothing) for name, one in found.groups.items()} == {
        "everybody": (1, 1),
        "newcomers": (1, 0),
        "others": (0, 1),
    }


@pytest.mark.parametrize(
    ("score", "anyway", "only"),
    [
        # Both hold it, or neither does: that tells them apart in nothing.
        (0.9, False, ""),
        (0.1, False, ""),
        # A check without a score held it: no limit changes that.
        (0.6, True, ""),
        (0.6, False, "before"),
    ],
)
def test_which_posts_tell_two_sets_apart(score: float, anyway: bool, only: str) -> None:
    found = after(read(score, DOWN, anyway=anyway))

    assert (found.only_before.posts, found.only_live.posts) == (int(only == "before"), 0)
    assert len(found.differing(by_live=False)) == int(only == "before")


def test_a_stricter_set_is_told_by_what_it_alone_sets_aside() -> None:
    found = after(read(0.6, DOWN, held=True), read(0.6, None, held=True, number=2), live=STRICT)

    one = found.only_live
    assert (one.posts, one.turned_down, one.harmless, one.open) == (2, 1, 0, 1)
    [first, second] = found.differing(by_live=True)
    assert (first.label, first.score, first.limit, first.truth) == ("insult", 0.6, 0.4, DOWN)
    assert second.truth is None


@pytest.mark.parametrize(
    ("harmless", "turned_down", "verdict"),
    [
        (FEWEST - 1, 0, Verdict.TOO_FEW),
        # The gentler set decides: what it lets pass and nobody minds is its merit.
        (FEWEST, 0, Verdict.LIVE),
        (0, FEWEST, Verdict.BEFORE),
        (11, 9, Verdict.NO_DIFFERENCE),
    ],
)
def test_which_was_right_more_often(harmless: int, turned_down: int, verdict: Verdict) -> None:
    found = after(*[read(0.6, QUIET)] * harmless, *[read(0.6, DOWN)] * turned_down)

    assert found.decided == harmless + turned_down
    assert found.verdict is verdict


def test_what_nobody_has_spoken_of_decides_nothing() -> None:
    found = after(*[read(0.6, None)] * 500)

    assert (found.decided, found.verdict) == (0, Verdict.TOO_FEW)


def test_a_set_that_follows_none_is_compared_with_none() -> None:
    found = Aftermath(live=GENTLE, before=None)
    found.add(read(0.6, DOWN))

    assert found.groups["everybody"].missed == 1
    assert (found.only_live.posts, found.only_before.posts) == (0, 0)


# ------------------------------------------------------------------------- what was expected


def test_a_backtest_and_a_trial_of_the_same_posts_expect_the_same() -> None:
    posts = [*[(0.9, DOWN)] * 6, *[(0.9, UP)] * 4, *[(0.6, DOWN)] * 2, *[(0.1, QUIET)] * 8]
    comparison = Comparison(STRICT, GENTLE)
    comparison.add(
        DecidedPost(
            revision_id=number,
            audience=Audience.MEMBERS,
            scores={"insult": score},
            held_anyway=False,
            by_newcomer=False,
            truth=truth,
        )
        for number, (score, truth) in enumerate(posts)
    )
    tested = figures_of_test(report(comparison, 5).groups["everybody"], 5)
    tried = expected_in_trial(GENTLE, [read(score, truth) for score, truth in posts], 5)

    assert tried["everybody"] == tested
    assert (tested.a_day.value, tested.right.value, tested.missed.value) == (2.0, 0.6, 0.25)
    assert tried["newcomers"].read == 0


def tally(held: int, passed: int, right: float = 0.5) -> Tally:
    found = Tally()
    for number in range(held):
        found.add(DOWN if number < held * right else UP, held=True)
    for _ in range(passed):
        found.add(QUIET, held=False)
    return found


@pytest.mark.parametrize(
    ("expected", "came", "tell"),
    [
        (tally(50, 950), tally(52, 940), Tell.AS_EXPECTED),
        (tally(50, 950), tally(150, 850), Tell.MORE),
        (tally(150, 850), tally(50, 950), Tell.LESS),
        (tally(50, 950), tally(10, 9), Tell.TOO_FEW),
        (tally(10, 9), tally(50, 950), Tell.TOO_FEW),
        # None at all in many is a finding, too.
        (tally(50, 950), tally(0, 1_000), Tell.LESS),
    ],
)
def test_a_figure_beside_the_expected_one(expected: Tally, came: Tally, tell: Tell) -> None:
    found = telling(figures_of(expected, 10), figures_of(came, 10))

    assert found.held is tell
    assert found.a_day is tell


def test_precision_rests_on_decisions_and_not_on_posts() -> None:
    found = telling(figures_of(tally(100, 900), 10), figures_of(tally(10, 900), 10))

    assert found.right is Tell.TOO_FEW


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Exact Poisson intervals, for instance in Hahn and Meeker, Statistical Intervals: Byar's comes close.
    [(0, 0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)],
)
def test_the_range_of_a_count(count: int, low: float, high: float) -> None:
    found = per_day(count, 1)

    assert found.value == count
    assert found.low == pytest.approx(low, abs=0.02)
    assert found.high == pytest.approx(high, abs=0.06)


def test_no_time_has_no_rate() -> None:
    assert per_day(3, 0).value is None
