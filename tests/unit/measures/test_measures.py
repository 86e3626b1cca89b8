"""The measures of newcomers, as tables."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from forum.measures.export import as_csv, safe
from forum.measures.measures import FirstWait, Person, by_cohort, by_week
from forum.measures.wording import hours, percent_or_nothing, plain
from forum.transparency.figures import weeks_until
from forum.welcome.replyclock import DEFAULT_GOAL

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEKS = weeks_until(NOW, 6)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def wait(answered: timedelta | None = None, back: timedelta | None = None) -> FirstWait:
    answered_at = MONDAY + answered if answered is not None else None
    back_at = answered_at + back if answered_at is not None and back is not None else None
    return FirstWait(started_at=MONDAY, answered_at=answered_at, answered_back_at=back_at)


def test_a_week_with_nobody_says_nothing() -> None:
    (*_, week) = by_week(WEEKS, [], DEFAULT_GOAL, NOW)
    assert week.first_posts == 0
    assert (week.welcomed_within_goal, week.p50, week.p95, week.conversation_rate) == (None,) * 4


def test_first_answers_of_a_week() -> None:
    waits = [wait(10 * MINUTE, HOUR), wait(HOUR), wait(2 * HOUR, 8 * DAY), wait(5 * HOUR), wait()]
    (*_, week) = by_week(WEEKS, waits, DEFAULT_GOAL, NOW)
    assert week.first_posts == 5
    assert week.welcomed_within_goal == 3 / 5
    assert (week.p50, week.p95) == (90 * MINUTE, 5 * HOUR)
    assert week.conversation_rate == 1 / 4


def test_whoever_still_has_time_is_neither_welcomed_nor_missed() -> None:
    young = FirstWait(started_at=NOW - HOUR, answered_at=None, answered_back_at=None)
    (*_, week) = by_week(WEEKS, [young, wait(HOUR)], DEFAULT_GOAL, NOW)
    assert (week.first_posts, week.welcomed_within_goal) == (2, 1.0)


def test_whoever_left_before_the_time_was_over_was_not_missed() -> None:
    soon, late = (
        FirstWait(
            started_at=MONDAY, answered_at=None, answered_back_at=None, ended_at=MONDAY + span
        )
        for span in (10 * MINUTE, DAY)
    )
    (*_, week) = by_week(WEEKS, [wait(HOUR), soon], DEFAULT_GOAL, NOW)
    assert (week.first_posts, week.welcomed_within_goal) == (2, 1.0)
    (*_, week) = by_week(WEEKS, [wait(HOUR), late], DEFAULT_GOAL, NOW)
    assert week.welcomed_within_goal == 1 / 2


def person(weeks_ago: int, seen: timedelta | None = None, *, member: bool = False) -> Person:
    joined = MONDAY - timedelta(weeks=weeks_ago)
    return Person(
        joined_at=joined,
        graduated_at=joined + DAY if member else None,
        last_seen_at=joined + seen if seen is not None else None,
    )


def test_cohorts_are_told_once_all_of_them_have_been_here_long_enough() -> None:
    people = [
        person(5, 30 * DAY, member=True), person(5, 8 * DAY), person(5),
        person(2, 8 * DAY, member=True), person(2, HOUR),
        person(1, 7 * DAY), person(0, HOUR),
    ]  # fmt: skip
    cohorts = by_cohort(WEEKS, people, NOW)
    told = [(c.newcomers, c.graduation_rate, c.retention_d7, c.retention_d28) for c in cohorts]
    assert told == [
        (3, 1 / 3, 2 / 3, 1 / 3),
        (0, None, None, None),
        (0, None, None, None),
        (2, 1 / 2, 1 / 2, None),
        (1, 0.0, None, None),
        (1, 0.0, None, None),
    ]


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("Mo", "Mo"),
        ('=HYPERLINK("https://evil.example")', '\'=HYPERLINK("https://evil.example")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("\r=1", "'\r=1"),
        ("2026-11-23", "2026-11-23"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell: str, made: str) -> None:
    assert safe(cell) == made


def test_a_file_can_be_read_back() -> None:
    text = as_csv(("of", "value"), [('=1, "two"', "3")])
    assert list(csv.reader(io.StringIO(text))) == [["of", "value"], ['\'=1, "two"', "3"]]


def test_figures_in_words() -> None:
    assert (percent_or_nothing(None), percent_or_nothing(0.345)) == ("–", "34 %")
    assert (hours(None), hours(90 * MINUTE)) == (None, 1.5)
    assert (plain(None), plain(0.33333333), plain(12.0)) == ("", "0.3333", "12")
