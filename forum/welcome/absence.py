"""When a mentor counts as away: the one rule. Pure."""

from __future__ import annotations

from datetime import datetime


def is_away(since: datetime | None, until: datetime | None, now: datetime) -> bool:
    """Whether a mentor is away: from `since` on, until `until` or until they are back."""
    return since is not None and since <= now and (until is None or now < until)
