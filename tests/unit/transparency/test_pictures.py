from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.transparency.pictures import HEIGHT, WIDTH, Picture, Value, bars


def drawn(*values: float | None) -> Picture:
    labelled = [Value(label=str(index), value=value) for index, value in enumerate(values)]
    return bars("key", "Title", "Words.", labelled, lambda value: f"{value:g}")


def test_a_bar_is_as_high_as_its_value() -> None:
    low, high, none = drawn(1.0, 2.0, 0.0).bars

    assert high.height == pytest.approx(2 * low.height)
    assert none.height == 0
    assert low.y + low.height == high.y + high.height


def test_what_is_not_told_has_a_mark_and_no_bar() -> None:
    (bar,) = drawn(None).bars

    assert (bar.known, bar.height) == (False, 0)


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0.0, "1"), (0.031, "0.04"), (0.1, "0.1"), (0.5, "0.5"), (7.2, "10"), (23, "40")],
)
def test_the_scale_ends_at_a_round_value(highest: float, top: str) -> None:
    assert [line.label for line in drawn(highest).lines][-1] == top


def test_words_under_the_bars_do_not_run_into_each_other() -> None:
    labels = [bar.label for bar in drawn(*[1.0] * 12).bars]

    assert [label for label in labels if label] == ["2", "5", "8", "11"]


@given(st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=30))
def test_nothing_is_drawn_outside(values: list[float | None]) -> None:
    picture = drawn(*values)

    for bar in picture.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    for line in picture.lines:
        assert 0 <= line.y <= HEIGHT
