"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


class FakeClock:
    """Tells the time that it was set to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def now(self) -> datetime:
        """The time that it was set to, in UTC."""
        return self.time

    def advance(self, **by: float) -> datetime:
        """Move on by days, hours, minutes or seconds (as `timedelta` takes them); the new time."""
        self.time += timedelta(**by)
        return self.time
