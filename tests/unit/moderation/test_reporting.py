"""How much a report weighs: false alarms cost nothing, bad faith does, and good reports make up for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.reporting import (
    LEAST_WEIGHT,
    REASON_LABELS,
    REASON_SAID,
    ReporterRecord,
    ReportReason,
    wait_to_say_more,
    weight_of,
)
from forum.moderation.wording import reporter_in_words, why_here
from tests.support.clock import NOON


@pytest.mark.parametrize(
    ("good", "bad", "weight"),
    [
        (0, 0, 1.0),
        (4, 0, 1.5),
        (12, 0, 1.75),
        (0, 1, 0.5),
        (0, 2, 0.25),
        (0, 50, LEAST_WEIGHT),
        # Three reports that led to something make up for one that was made to harm.
        (3, 1, 1 + 3 / 7),
        (2, 1, (1 + 2 / 6) / 2),
    ],
)
def test_a_report_weighs(good: int, bad: int, weight: float) -> None:
    record = ReporterRecord(led_to_something=good, made_to_harm=bad)

    assert weight_of(record) == pytest.approx(weight)


@given(st.integers(0, 1_000), st.integers(0, 1_000))
def test_a_weight_stays_within_its_bounds_and_good_reports_never_lower_it(
    good: int, bad: int
) -> None:
    weight = weight_of(ReporterRecord(led_to_something=good, made_to_harm=bad))

    assert LEAST_WEIGHT <= weight < 2
    assert weight_of(ReporterRecord(led_to_something=good + 1, made_to_harm=bad)) >= weight
    assert weight_of(ReporterRecord(led_to_something=good, made_to_harm=bad + 1)) <= weight


@pytest.mark.parametrize(
    ("told_ago", "is_read", "minutes"),
    [(0, True, 10), (4, True, 6), (10, True, 0), (0, False, 0), (-60, True, 10)],
)
def test_whoever_is_reading_is_called_back_once_in_ten_minutes(
    told_ago: int, is_read: bool, minutes: int
) -> None:
    told_at = NOON - timedelta(minutes=told_ago)

    assert wait_to_say_more(told_at, NOON, is_read=is_read) == timedelta(minutes=minutes)


def test_every_reason_has_words_for_both_sides() -> None:
    assert set(REASON_LABELS) == set(REASON_SAID) == set(ReportReason)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"unkind": 1}, "A reader told us that it is unkind."),
        ({"unkind": 2}, "Two readers told us that it is unkind."),
        (
            {"spam": 1, "threat": 12},
            (
                "12 readers told us that it threatens somebody and a reader told us that it "
                "advertises or repeats itself."
            ),
        ),
    ],
)
def test_what_readers_told_us_is_one_sentence(told: dict[str, int], words: str) -> None:
    assert why_here(["report"], [], told) == words


def test_all_reasons_are_said() -> None:
    said = why_here(["screener_failed", "hidden", "report"], [], {"worried": 1})

    assert said == (
        "Held because it could not be read by the automatic screen. "
        "A moderator took it out of sight until somebody has decided. "
        "A reader told us of being worried about its author."
    )


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        (0, 0, ""),
        (1, 0, "1 earlier report led to something."),
        (2, 1, "2 earlier reports led to something and one made in order to harm."),
    ],
)
def test_a_reporters_record_in_words(good: int, bad: int, words: str) -> None:
    assert reporter_in_words(ReporterRecord(led_to_something=good, made_to_harm=bad)) == words
