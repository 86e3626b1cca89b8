from __future__ import annotations

from datetime import timedelta
from math import inf

import pytest

from forum.measures.measures import FirstWait, by_week
from forum.moderation.waits import usual
from forum.quantiles import middle, nine_in_ten, quantile
from forum.transparency.figures import shown_middle, shown_nine_in_ten, weeks_until
from forum.welcome.replyclock import DEFAULT_GOAL
from tests.support.clock import NOON

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# In no order, as a query may give them.
ONE_TO_TEN = [HOUR * n for n in (7, 3, 10, 1, 5, 9, 2, 8, 4, 6)]


def test_the_middle_lies_half_way_between_the_two_in_the_middle() -> None:
    assert middle(ONE_TO_TEN) == 5.5 * HOUR
    assert middle([3 * HOUR, HOUR, 2 * HOUR]) == 2 * HOUR
    assert middle([2.0]) == 2.0
    assert middle([1.0, inf]) == inf


def test_what_nine_in_ten_do_not_exceed_is_not_the_longest_of_ten() -> None:
    assert nine_in_ten(ONE_TO_TEN) == 9 * HOUR
    assert nine_in_ten(ONE_TO_TEN[:5]) == 10 * HOUR


@pytest.mark.parametrize(
    ("part", "minutes"), [(0.5, 10), (0.95, 19), (1.0, 20), (0.01, 1), (0.0, 1)]
)
def test_a_quantile_is_one_of_the_values(part: float, minutes: int) -> None:
    assert quantile([MINUTE * n for n in range(20, 0, -1)], part) == MINUTE * minutes


def test_every_page_tells_the_same_of_the_same_waits() -> None:
    wait = usual(ONE_TO_TEN)
    assert wait is not None
    first_waits = [
        FirstWait(started_at=NOON, answered_at=NOON + span, answered_back_at=None)
        for span in ONE_TO_TEN
    ]
    (week,) = by_week(weeks_until(NOON, 1), first_waits, DEFAULT_GOAL, NOON)
    assert {wait.middle, shown_middle(ONE_TO_TEN), week.p50} == {5.5 * HOUR}
    assert {wait.nine_in_ten, shown_nine_in_ten(ONE_TO_TEN)} == {9 * HOUR}
