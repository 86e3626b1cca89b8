from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.undo.rules import UNDO_FOR
from forum.transparency.figures import (
    FEWEST,
    midnight,
    shown,
    shown_middle,
    shown_nine_in_ten,
    shown_open,
    shown_part,
    shown_rate,
    spans,
    weeks_over,
    weeks_until,
)

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (1_000, 1_000)])
def test_a_small_count_is_not_told(count: int, told: int | None) -> None:
    assert shown(count) == told


@pytest.mark.parametrize(
    ("count", "told"), [(0, None), (1, None), (4, None), (5, 5), (9, 5), (99, 95)]
)
def test_that_nothing_waits_is_as_little_told_as_that_few_do(count: int, told: int | None) -> None:
    assert shown_open(count) == told


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 0, 0),
        (0, 20, 0),
        (20, 20, 20),
        (10, 20, 10),
        (3, 20, None),
        # The rest is so small that the part would give it away.
        (17, 20, None),
    ],
)
def test_a_part_is_told_unless_it_or_the_rest_is_small(
    part: int, whole: int, told: int | None
) -> None:
    assert shown_part(part, whole) == told


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (5, 20, 0.25),
        (0, 20, 0.0),
        (20, 20, 1.0),
        (0, 4, None),
        (0, 0, None),
        (4, 400, None),
        (397, 400, None),
    ],
)
def test_a_share_tells_no_small_count(part: int, whole: int, told: float | None) -> None:
    assert shown_rate(part, whole) == told


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_no_small_count_can_be_reckoned_from_what_a_row_tells(
    passed: int, turned_down: int, let_through: int
) -> None:
    """A week tells how much was read, how much of that was held, and how much of that was let through."""
    held = turned_down + let_through
    read = passed + held
    row = (shown(read), shown_part(held, read), shown_part(let_through, held))
    told = [count for count in row if count is not None]
    if row[0] is not None and row[1] is not None:
        told.append(row[0] - row[1])
    if row[1] is not None and row[2] is not None:
        told.append(row[1] - row[2])

    assert not [count for count in told if 0 < count < FEWEST]


def test_few_waits_have_no_middle() -> None:
    four = [timedelta(hours=hours) for hours in range(4)]

    assert shown_middle(four) is shown_nine_in_ten(four) is None
    assert shown_middle([*four, timedelta(hours=9)]) == timedelta(hours=2)
    assert shown_nine_in_ten([*four, timedelta(hours=9)]) == timedelta(hours=9)


@pytest.mark.parametrize(
    "now",
    [MONDAY, MONDAY + timedelta(days=6, hours=23, minutes=59), MONDAY + timedelta(days=2)],
)
def test_a_week_goes_from_monday_to_sunday(now: datetime) -> None:
    weeks = weeks_until(now, 3)

    assert [week.monday for week in weeks] == [
        date(2026, 4, 20),
        date(2026, 4, 27),
        date(2026, 5, 4),
    ]
    assert [week.is_over for week in weeks] == [True, True, False]
    assert weeks[-1].begins <= now < weeks[-1].ends
    assert weeks[0].ends == weeks[1].begins


def test_a_week_is_told_when_nothing_that_was_decided_in_it_can_be_undone_any_more() -> None:
    next_week = MONDAY + timedelta(weeks=1)

    (before,) = weeks_over(next_week + UNDO_FOR - timedelta(seconds=1), 1)
    (after,) = weeks_over(next_week + UNDO_FOR, 1)
    assert (before.ends, after.ends) == (MONDAY, next_week)
    assert after.is_over
    assert [week.monday.day for week in weeks_over(next_week, 3)] == [13, 20, 27]


def test_a_day_is_over_when_nothing_that_was_decided_in_it_can_be_undone_any_more() -> None:
    next_day = MONDAY + timedelta(days=1)

    assert midnight(next_day + UNDO_FOR - timedelta(seconds=1)) == MONDAY
    assert midnight(next_day + UNDO_FOR) == next_day


def test_days_are_those_of_utc() -> None:
    late = datetime(2026, 5, 5, 1, 0, tzinfo=timezone(timedelta(hours=2)))

    assert midnight(late) == MONDAY
    assert weeks_until(late, 1)[0].monday == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], []),
        ([5], [(0, 1, 5)]),
        # Too few so far: they are told with what comes.
        ([4], []),
        ([4, 1], [(0, 2, 5)]),
        ([4, 0, 0, 2, 7], [(0, 4, 6), (4, 5, 7)]),
        ([9, 1, 0], [(0, 1, 9)]),
    ],
)
def test_weeks_are_told_together_until_enough_has_come_together(
    counts: list[int], told: list[tuple[int, int, int]]
) -> None:
    days = {
        (MONDAY + timedelta(weeks=week, days=3)).date(): count
        for week, count in enumerate(counts)
        if count
    }
    found = spans(days, MONDAY + timedelta(weeks=len(counts)))
    week = timedelta(weeks=1)
    assert [
        ((span.begins - MONDAY) // week, (span.ends - MONDAY) // week, span.count) for span in found
    ] == told


def test_a_week_is_told_when_it_is_over() -> None:
    sunday = MONDAY + timedelta(days=6)
    assert spans({MONDAY.date(): 50}, sunday) == []
    assert [span.count for span in spans({MONDAY.date(): 50}, sunday + timedelta(days=1))] == [50]


@given(st.lists(st.integers(0, 7), max_size=40), st.integers(0, 40))
def test_what_has_been_told_is_never_told_otherwise_and_never_of_few(
    counts: list[int], week: int
) -> None:
    days = {(MONDAY + timedelta(weeks=at)).date(): count for at, count in enumerate(counts)}
    until = MONDAY + timedelta(weeks=week)
    told = spans(days, until)
    assert all(span.count >= FEWEST for span in told)
    assert spans(days, until + timedelta(weeks=99))[: len(told)] == told
