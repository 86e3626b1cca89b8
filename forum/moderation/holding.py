"""How long something is somebody's before it is anybody's, and what a wrong clock can do about it: nothing. Pure.

A moment that lies further ahead than it could have been set comes from a clock that was wrong, of another machine, say.
It must not keep anything from anybody for longer than the rule has it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

CLAIM_LASTS = timedelta(minutes=10)
# Long enough for somebody who looks in twice in an evening, short enough for whoever waits.
KEPT_FOR = timedelta(hours=4)
# A clock that is ahead by no more than this is not noticed by anybody.
SKEW = timedelta(minutes=5)


def is_still(until: datetime | None, lasts: timedelta, now: datetime) -> bool:
    """Whether what lasts for so long, and until this moment, is not over."""
    return until is not None and now < until <= now + lasts + SKEW
