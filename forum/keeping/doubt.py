"""Whether the clock may be wrong. What is forgotten by a clock that is weeks ahead is gone, and nothing brings it back.

A forum that was away for as long looks the same. So nothing is forgotten until the clock has said it for an hour: most
are put right sooner.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

log = structlog.get_logger(__name__)

LONG_AWAY = timedelta(days=3)
BELIEVED_AFTER_SECONDS = 3_600.0


class Doubt:
    """One process's doubt.

    Args:
        elapsed: seconds that have really passed, from any moment on: no clock that somebody can set.
    """

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._since: float | None = None

    def is_there(self, swept_at: datetime | None, now: datetime) -> bool:
        """Whether to wait. `swept_at` is when housekeeping was last done to its end; None in a new forum."""
        if swept_at is None or now - swept_at <= LONG_AWAY:
            self._since = None
            return False
        if self._since is None:
            self._since = self._elapsed()
            log.warning("clock_in_doubt", last_housekeeping=str(swept_at), says=str(now))
        return self._elapsed() - self._since < BELIEVED_AFTER_SECONDS
