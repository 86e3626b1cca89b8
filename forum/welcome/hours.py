"""When somebody usually writes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, tzinfo

FEWEST_IN_AN_HOUR = 2
# An hour belongs to somebody's usual ones if they write in it at least this part of what they do in their busiest.
PART_OF_BUSIEST = 0.3


def usual_hours(moments: Collection[datetime], zone: tzinfo) -> list[int]:
    """The hours of the community's day in which somebody mostly writes."""
    counted = Counter(moment.astimezone(zone).hour for moment in moments)
    busiest = max(counted.values(), default=0)
    least = max(FEWEST_IN_AN_HOUR, PART_OF_BUSIEST * busiest)
    return sorted(hour for hour, times in counted.items() if times >= least)
