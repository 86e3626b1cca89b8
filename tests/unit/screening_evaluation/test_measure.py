from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening.evaluation.measure import (
    Rate,
    caught,
    divided,
    false_holds,
    largest_gap,
    pairs_right,
    roc_auc,
)
from tests.unit.screening_evaluation.makers import judged


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_agree_with_published_ones(
    count: int, total: int, low: float, high: float
) -> None:
    interval = Rate(count=count, total=total).interval

    assert interval.low == pytest.approx(low, abs=5e-5)
    assert interval.high == pytest.approx(high, abs=5e-5)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_own_figure_and_mirrors_its_opposite(
    numbers: tuple[int, int],
) -> None:
    count, total = numbers
    rate, opposite = Rate(count=count, total=total), Rate(count=total - count, total=total)

    assert rate.value is not None
    assert 0 <= rate.interval.low <= rate.value <= rate.interval.high <= 1
    assert rate.interval.low == pytest.approx(1 - opposite.interval.high)


def test_a_rate_of_none_says_nothing() -> None:
    rate = Rate(count=0, total=0)

    assert rate.value is None
    assert (rate.interval.low, rate.interval.high) == (0.0, 1.0)


@pytest.mark.parametrize(("count", "total"), [(-1, 3), (4, 3)])
def test_an_impossible_rate_is_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        Rate(count=count, total=total)


def test_false_holds_look_only_at_texts_to_publish_and_caught_only_at_the_others() -> None:
    answers = [
        judged("publish", "publish"),
        judged("publish", "hold"),
        judged("publish", "publish"),
        judged("hold", "hold"),
        judged("hold", "publish"),
    ]

    assert false_holds(answers) == Rate(count=1, total=3)
    assert caught(answers) == Rate(count=1, total=2)


def test_a_pair_is_right_only_when_both_halves_are() -> None:
    answers = [
        judged("publish", "publish", pair=1),
        judged("hold", "hold", pair=1),
        judged("publish", "publish", pair=2),
        judged("hold", "publish", pair=2),
        judged("publish", "publish", pair=3),  # its opposite is missing
        judged("publish", "publish"),
    ]

    assert pairs_right(answers) == Rate(count=1, total=2)


def test_pairs_of_two_sets_with_the_same_number_are_kept_apart() -> None:
    answers = [
        judged("publish", "publish", pair=1, set_name="a"),
        judged("hold", "hold", pair=1, set_name="b"),
    ]

    assert pairs_right(answers) == Rate(count=0, total=0)


def test_answers_without_a_name_are_left_out_of_a_division() -> None:
    old, nobody = judged("publish", "publish", group="age"), judged("publish", "publish")

    assert divided([old, nobody], lambda item: item.example.group) == {"age": [old]}


SCORED = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0]), st.booleans()), max_size=40
)


@given(SCORED)
def test_the_area_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[float, bool]]) -> None:
    good = [score for score, bad in rows if not bad]
    bad = [score for score, is_bad in rows if is_bad]

    found = roc_auc([score for score, _ in rows], [is_bad for _, is_bad in rows])

    if not good or not bad:
        assert found is None
        return
    wins = sum((b > g) + 0.5 * (b == g) for b in bad for g in good)
    assert found is not None
    assert found.value == pytest.approx(wins / (len(good) * len(bad)))
    assert 0 <= found.interval.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.interval.high <= 1


def test_the_error_of_the_area_is_hanley_and_mcneils() -> None:
    scores = [0.9] * 8 + [0.1] * 2 + [0.9] * 2 + [0.1] * 8
    found = roc_auc(scores, [True] * 10 + [False] * 10)

    assert found is not None
    assert found.value == pytest.approx(0.8)
    half = (_logit(found.interval.high) - _logit(found.interval.low)) / 2
    error = half * 0.8 * 0.2 / 1.959964
    q1, q2 = 0.8 / 1.2, 2 * 0.64 / 1.8
    assert error**2 == pytest.approx((0.16 + 9 * (q1 - 0.64) + 9 * (q2 - 0.64)) / 100, rel=1e-4)


def test_scores_without_an_answer_are_refused() -> None:
    with pytest.raises(ValueError, match="one answer for each"):
        roc_auc([0.1, 0.2], [True])


def test_the_largest_gap_is_between_the_best_and_the_worst_group() -> None:
    gap = largest_gap(
        {
            "age": Rate(count=1, total=50),
            "body": Rate(count=5, total=50),
            "skin": Rate(count=3, total=50),
            "faith": Rate(count=0, total=0),
        }
    )

    assert gap is not None
    assert (gap.lowest, gap.highest) == ("age", "body")
    assert gap.difference == pytest.approx(0.08)
    assert gap.interval.low < 0.08 < gap.interval.high


def test_the_gap_s_interval_agrees_with_a_published_one() -> None:
    # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10: 56/70 and 48/80.
    gap = largest_gap({"a": Rate(count=48, total=80), "b": Rate(count=56, total=70)})

    assert gap is not None
    assert gap.interval.low == pytest.approx(0.0524, abs=5e-5)
    assert gap.interval.high == pytest.approx(0.3339, abs=5e-5)


def test_one_group_alone_has_no_gap() -> None:
    assert largest_gap({"age": Rate(count=1, total=2), "body": Rate(count=0, total=0)}) is None


def test_groups_that_are_treated_alike_have_a_gap_of_nought() -> None:
    gap = largest_gap({"age": Rate(count=1, total=4), "body": Rate(count=1, total=4)})

    assert gap is not None
    assert gap.difference == 0


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
