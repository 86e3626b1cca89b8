"""Two threshold sets over the same posts."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.calibration.backtest_report import Report, report
from forum.calibration.backtesting import MOST_NAMED, Comparison, DecidedPost, Truth
from forum.calibration.estimates import change_a_day, share
from forum.calibration.histograms import BINS, histograms
from forum.screening.thresholds import Audience, State, ThresholdSet

A = Audience


def limits(name: str = "some", **of: float) -> ThresholdSet:
    """The same limits for every audience."""
    return ThresholdSet(name=name, state=State.DRAFT, limits=dict.fromkeys(Audience, of))


def post(
    score: float = 0.5,
    truth: Truth = Truth.LET_THROUGH,
    *,
    number: int = 1,
    newcomer: bool = False,
    anyway: bool = False,
    audience: Audience = A.MEMBERS,
    **others: float,
) -> DecidedPost:
    return DecidedPost(
        revision_id=number,
        audience=audience,
        scores={"insult": score, **others},
        held_anyway=anyway,
        by_newcomer=newcomer,
        truth=truth,
    )


def compared(now: ThresholdSet, then: ThresholdSet, *posts: DecidedPost) -> Comparison:
    made = Comparison(now, then)
    made.add(posts)
    return made


def test_who_is_held_is_counted_by_what_people_said() -> None:
    found = compared(
        limits(insult=0.8),
        limits(insult=0.4),
        post(0.9, Truth.TURNED_DOWN),
        post(0.5, Truth.TURNED_DOWN),
        post(0.5, Truth.UNCONTESTED),
        post(0.1, Truth.TURNED_DOWN),
        post(0.1, Truth.UNCONTESTED),
    )
    made = report(found, days=2).groups["everybody"]

    assert (made.posts, made.turned_down) == (5, 3)
    assert (made.held_now, made.held_then) == (1, 3)
    assert (made.unneeded_now, made.unneeded_then) == (0, 1)
    assert [made.precision_now.value, made.precision_then.value] == pytest.approx([1.0, 2 / 3])
    assert [made.recall_now.value, made.recall_then.value] == pytest.approx([1 / 3, 2 / 3])
    assert made.more_a_day.value == 1.0


def test_newcomers_are_counted_apart() -> None:
    found = compared(
        limits(insult=0.8), limits(insult=0.4), post(0.5, newcomer=True), post(0.5), post(0.9)
    )
    groups = report(found, days=1).groups

    assert (groups["newcomers"].posts, groups["others"].posts) == (1, 2)
    assert (groups["newcomers"].held_then, groups["others"].held_then) == (1, 2)
    assert groups["everybody"].held_then == 3


@pytest.mark.parametrize("anyway", [True, False])
def test_no_limit_changes_what_another_check_held(anyway: bool) -> None:
    found = compared(limits(insult=0.4), limits(insult=0.9), post(0.5, anyway=anyway))

    assert len(found.changes(would_be_held=False)) == (0 if anyway else 1)
    assert found.everybody.then.all_held == (1 if anyway else 0)


def test_each_audience_has_its_own_limits() -> None:
    strict = ThresholdSet(
        name="x",
        state=State.DRAFT,
        limits={one: {"insult": 0.3 if one is A.TO_NEWCOMER else 0.9} for one in Audience},
    )
    found = compared(
        limits(insult=0.9), strict, post(0.5, audience=A.TO_NEWCOMER), post(0.5, audience=A.MEMBERS)
    )

    assert found.everybody.then.all_held == 1


def test_a_label_without_a_limit_holds_nothing() -> None:
    assert compared(limits(), limits(), post(1.0)).everybody.then.all_held == 0


@pytest.mark.parametrize(("score", "held"), [(0.5, 1), (0.4999, 0)])
def test_a_score_at_its_limit_is_held_as_the_screener_holds_it(score: float, held: int) -> None:
    found = compared(limits(insult=0.9), limits(insult=0.5), post(score))

    assert found.everybody.then.all_held == held
    assert bool(limits(insult=0.5).over(A.MEMBERS, {"insult": score})) == bool(held)


def test_the_posts_whose_fate_would_change_are_named_the_plainest_first() -> None:
    now, then = limits(insult=0.8, threat=0.9), limits(insult=0.4, threat=0.9)
    found = compared(now, then, post(0.5, number=1), post(0.7, number=2), post(0.9, number=3))

    changes = found.changes(would_be_held=True)
    assert [change.revision_id for change in changes] == [2, 1]
    assert (changes[0].label, changes[0].score, changes[0].limit) == ("insult", 0.7, 0.4)
    assert found.changes(would_be_held=False) == []
    back = compared(then, now, post(0.5, number=1), post(0.7, number=2))
    assert [change.revision_id for change in back.changes(would_be_held=False)] == [2, 1]


def test_not_more_than_can_be_read_are_named() -> None:
    many = [post(0.5, number=number) for number in range(MOST_NAMED + 50)]
    found = compared(limits(insult=0.8), limits(insult=0.4), *many)

    assert len(found.changes(would_be_held=True)) == MOST_NAMED
    assert report(found, days=1).groups["everybody"].held_then == MOST_NAMED + 50


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # Wilson's interval as published: Newcombe 1998, table I.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_the_range_of_a_share_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    found = share(part, whole)

    assert found.value == part / whole
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


def test_nothing_is_said_of_nothing() -> None:
    assert share(0, 0).value is None
    assert change_a_day(3, 1, 0).value is None
    assert report(Comparison(limits(), limits()), 0).groups["everybody"].precision_now.value is None


def test_a_sample_without_a_change_is_not_certain() -> None:
    found = change_a_day(0, 0, days=10)

    assert found.value == 0
    assert found.low is not None
    assert found.low < 0 < -found.low


scores = st.floats(0, 1)
posts = st.lists(
    st.builds(
        post,
        scores,
        st.sampled_from(Truth),
        number=st.integers(1, 10_000),
        newcomer=st.booleans(),
        anyway=st.booleans(),
        audience=st.sampled_from(Audience),
        threat=scores,
    ),
    max_size=40,
)
sets = st.builds(
    lambda insult, threat: limits(insult=insult, threat=threat),
    st.floats(0.01, 1),
    st.floats(0.01, 1),
)


@given(posts, sets, sets)
def test_the_parts_add_up(some: list[DecidedPost], now: ThresholdSet, then: ThresholdSet) -> None:
    found = compared(now, then, *some)
    everybody = found.everybody

    assert everybody.now.all_posts == everybody.then.all_posts == len(some)
    assert everybody.then.all_held - everybody.now.all_held == everybody.more - everybody.fewer
    for name in ("now", "then"):
        parts = [getattr(group, name).all_held for group in (found.newcomers, found.others)]
        assert sum(parts) == getattr(everybody, name).all_held
    assert everybody.more == len(found.changes(would_be_held=True))
    assert everybody.fewer == len(found.changes(would_be_held=False))


@given(posts, sets)
def test_a_set_compared_with_itself_changes_nothing(
    some: list[DecidedPost], one: ThresholdSet
) -> None:
    found = compared(one, one, *some)

    assert found.everybody.more == found.everybody.fewer == 0
    assert found.everybody.now == found.everybody.then


@given(posts, sets)
def test_stricter_limits_never_let_more_through(some: list[DecidedPost], one: ThresholdSet) -> None:
    stricter = ThresholdSet(
        name="stricter",
        state=State.DRAFT,
        limits={
            audience: {label: limit / 2 for label, limit in row.items()}
            for audience, row in one.limits.items()
        },
    )

    assert compared(one, stricter, *some).everybody.fewer == 0


@given(posts, sets, sets)
def test_a_report_can_be_stored_and_read_again(
    some: list[DecidedPost], now: ThresholdSet, then: ThresholdSet
) -> None:
    made = report(compared(now, then, *some), days=3.5)

    stored: Mapping[str, object] = json.loads(json.dumps(made.as_json()))
    assert Report.from_json(stored) == made


@given(posts)
def test_a_histogram_holds_every_score_once(some: list[DecidedPost]) -> None:
    found = histograms(some, A.MEMBERS, ["insult", "threat"])

    expected = sum(one.audience is A.MEMBERS for one in some)
    for histogram in found.values():
        assert sum(map(sum, histogram.counts.values())) == expected
        assert all(len(bins) == BINS for bins in histogram.counts.values())


def test_the_highest_score_lies_in_the_last_range() -> None:
    found = histograms([post(1.0), post(0.0)], A.MEMBERS, ["insult"])["insult"]

    bins = found.counts[Truth.LET_THROUGH]
    assert (bins[0], bins[-1]) == (1, 1)
