"""What may be done with a threshold set, as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.calibration.steps import SHADOW_FOR, Standing, available_steps
from forum.screening.thresholds import State

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LONG, SHORT = SHADOW_FOR, SHADOW_FOR - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "tested", "was_live", "shadow_for", "steps"),
    [
        ("draft", False, False, None, "edit backtest"),
        # Only the very limits that were tested go on.
        ("draft", True, False, None, "edit backtest try_out"),
        ("shadow", True, False, SHORT, "backtest"),
        ("shadow", True, False, LONG, "backtest go_live"),
        ("shadow", False, False, None, "backtest"),
        # What decides is followed, or given up for the one before.
        ("live", True, True, None, "go_back"),
        # What decided once may come back at once.
        ("retired", True, True, None, "backtest go_live"),
        ("retired", True, False, None, "backtest try_out"),
        ("shadow", True, True, SHORT, "backtest go_live"),
    ],
)
def test_what_may_be_done(
    state: str, tested: bool, was_live: bool, shadow_for: timedelta | None, steps: str
) -> None:
    standing = Standing(
        state=State(state),
        tested=tested,
        was_live=was_live,
        shadow_since=NOW - shadow_for if shadow_for is not None else None,
        follows=True,
    )

    assert " ".join(available_steps(standing, NOW)) == steps


def test_there_is_no_way_back_from_the_first_set() -> None:
    first = Standing(state=State.LIVE, tested=False, was_live=True, shadow_since=None)

    assert available_steps(first, NOW) == ()
