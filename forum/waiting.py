"""A short wait for the worker, so that most people see at once what became of what they sent."""

from __future__ import annotations

import time
from collections.abc import Callable

from forum.clock import Clock
from forum.database import db
from forum.heartbeat import screener_at_work

_LOOK_EVERY_SECONDS = 0.05


def wait_until(is_read: Callable[[], bool], seconds: float, clock: Clock) -> bool:
    """Whether something has been read, waiting for it a moment if the screener is at work."""
    if not screener_at_work(db.session(), clock.now()):
        return False
    until = time.monotonic() + seconds
    while True:
        # Ends the snapshot, so that what the worker writes meanwhile is seen.
        db.session.rollback()
        if is_read():
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(_LOOK_EVERY_SECONDS)
