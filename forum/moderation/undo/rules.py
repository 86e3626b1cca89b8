"""How long a decision can be taken back, and how that ends. Pure."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from enum import StrEnum

from forum.moderation.holding import SKEW, is_still

UNDO_FOR = timedelta(seconds=12)


class WindowEnd(StrEnum):
    """How the time in which a decision could be undone ended.

    Told: it ran out, and whoever is concerned has heard. Overtaken: something else happened to the post, so they heard
    at once. Undone: nobody ever heard.
    """

    TOLD = "told"
    OVERTAKEN = "overtaken"
    UNDONE = "undone"


def is_open(closes_at: datetime, ended_how: str | None, now: datetime) -> bool:
    """Whether a decision can still be undone."""
    return ended_how is None and is_still(closes_at, UNDO_FOR, now)


def furthest(now: datetime) -> datetime:
    """The latest moment at which a window that is open now can close. One further ahead is from a wrong clock."""
    return now + UNDO_FOR + SKEW


def seconds_left(closes_at: datetime, now: datetime) -> int:
    """How many seconds there still are, the one that has begun counted in; 0 if there are none."""
    return max(0, math.ceil((closes_at - now).total_seconds()))
