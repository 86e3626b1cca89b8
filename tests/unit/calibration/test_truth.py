"""What people did with a post, as what is true of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.calibration.backtesting import Truth
from forum.calibration.truth import UNCONTESTED_AFTER, Story, is_false_alarm, is_miss, truth_of

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LONG, SHORT = UNCONTESTED_AFTER, UNCONTESTED_AFTER - timedelta(minutes=1)
YES, NO, NOBODY = Truth.LET_THROUGH, Truth.TURNED_DOWN, Truth.UNCONTESTED


@pytest.mark.parametrize(
    ("decided", "outcome", "state", "age", "truth"),
    [
        ("approve", "approved", "published", SHORT, YES),
        ("restore", "passed", "published", SHORT, YES),
        # Readers had told of it, and a person left it as it is: also where one had approved it before.
        ("keep", "passed", "published", SHORT, YES),
        ("keep", "approved", "published", SHORT, YES),
        ("decline", "declined", "declined", SHORT, NO),
        ("request_changes", "returned", "changes_requested", SHORT, NO),
        ("remove", "passed", "removed", SHORT, NO),
        # Somebody is looking at it.
        ("hide", "passed", "hidden", LONG, None),
        (None, "passed", "published", LONG, NOBODY),
        (None, "passed", "published", SHORT, None),
        (None, "held", "held", LONG, None),
        # Its author changed or withdrew it before anybody could say.
        (None, "superseded", "published", LONG, None),
        (None, "passed", "withdrawn", LONG, None),
    ],
)
def test_what_people_did_is_what_is_true(
    decided: str | None, outcome: str, state: str, age: timedelta, truth: Truth | None
) -> None:
    story = Story(decided=decided, outcome=outcome, state=state, screened_at=NOW - age)

    assert truth_of(story, NOW) == truth


@pytest.mark.parametrize(
    ("truth", "was_held", "mistake"),
    [
        (YES, True, "false alarm"),
        (NO, False, "miss"),
        (NO, True, ""),
        (YES, False, ""),
        (NOBODY, False, ""),
        (None, True, ""),
    ],
)
def test_a_mistake_is_a_false_alarm_or_a_miss(
    truth: Truth | None, was_held: bool, mistake: str
) -> None:
    assert is_false_alarm(truth, was_held=was_held) == (mistake == "false alarm")
    assert is_miss(truth, was_held=was_held) == (mistake == "miss")
