"""How long somebody stays signed in. Pure: values in, an answer out.

People with power over others are signed out sooner: a browser left open does more harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

CONFIRMED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """`idle` is the longest pause between two visits, `absolute` the longest time since signing in."""

    idle: timedelta
    absolute: timedelta


FOR_MEMBERS = Lifetime(idle=timedelta(days=30), absolute=timedelta(days=90))
FOR_STAFF = Lifetime(idle=timedelta(hours=12), absolute=timedelta(days=7))


def is_live(
    *,
    created_at: datetime,
    last_used_at: datetime,
    expires_at: datetime,
    revoked_at: datetime | None,
    is_staff: bool,
    now: datetime,
) -> bool:
    """Whether a session still counts. The roles of today decide, so a new moderator's old session ages faster."""
    lifetime = FOR_STAFF if is_staff else FOR_MEMBERS
    ends_at = min(expires_at, created_at + lifetime.absolute, last_used_at + lifetime.idle)
    return revoked_at is None and now < ends_at


def is_confirmed(*, confirmed_at: datetime, now: datetime) -> bool:
    """Whether the password was typed lately enough for what must not be done from a browser left open."""
    return now - confirmed_at < CONFIRMED_FOR
