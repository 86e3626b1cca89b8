"""What a newcomer is told of their mentor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.newcomers.activity import active
from forum.welcome.absence import is_away

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(0), "active today"),
        (timedelta(hours=23), "active today"),
        (DAY, "active this week"),
        (DAY * 6, "active this week"),
        (DAY * 7, "active this month"),
        (DAY * 30, ""),
        (None, ""),
    ],
)
def test_when_somebody_was_here(ago: timedelta | None, words: str) -> None:
    assert active(NOW - ago if ago is not None else None, NOW) == words


@pytest.mark.parametrize(
    ("since", "until", "away"),
    [
        (None, None, False),
        (NOW - DAY, None, True),
        (NOW - DAY, NOW + DAY, True),
        (NOW - DAY * 2, NOW - DAY, False),
        (NOW - DAY, NOW, False),
        (NOW + DAY, NOW + DAY * 2, False),
    ],
)
def test_who_is_away(since: datetime | None, until: datetime | None, away: bool) -> None:
    assert is_away(since, until, NOW) is away
