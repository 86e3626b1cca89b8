"""When a mentor counts as away, and who stands in then: the one rule. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

# So long backups stand in for a mentor who may not write; who may not for longer hands over, since most who are new
# have found their feet by then or are gone.
STOOD_IN_FOR = timedelta(days=7)


def is_away(since: datetime | None, until: datetime | None, now: datetime) -> bool:
    """Whether a mentor is away: from `since` on, until `until` or until they are back."""
    return since is not None and since <= now and (until is None or now < until)


def acting_mentor(primary_id: int, backup_id: int | None, here: Collection[int]) -> int | None:
    """Who looks after a newcomer now: the backup stands in while the mentor is not here; None if neither is."""
    if primary_id in here:
        return primary_id
    return backup_id if backup_id in here else None
