"""How long a decision can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.moderation.undo.rules import UNDO_FOR, WindowEnd, is_open, seconds_left

NOW = datetime(2026, 5, 4, 20, tzinfo=UTC)


def test_it_is_twelve_seconds() -> None:
    assert timedelta(seconds=12) == UNDO_FOR


@pytest.mark.parametrize(
    ("after", "can_be", "left"),
    [
        (0, True, 12),
        (0.1, True, 12),
        (11.5, True, 1),
        (12, False, 0),
        (60, False, 0),
        (-3, True, 15),
    ],
)
def test_a_decision_can_be_undone_until_its_time_is_over(
    after: float, can_be: bool, left: int
) -> None:
    now = NOW + timedelta(seconds=after)

    assert is_open(NOW + UNDO_FOR, None, now) == can_be
    assert seconds_left(NOW + UNDO_FOR, now) == left


@pytest.mark.parametrize("how", list(WindowEnd))
def test_what_has_ended_has_ended(how: WindowEnd) -> None:
    assert not is_open(NOW + UNDO_FOR, how, NOW)
