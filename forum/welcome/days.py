"""Days that people choose, in the community's own time zone. Pure."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from forum.errors import InvalidInputError

# From the last days that a calendar knows no moment can be reckoned, and nobody plans for them.
TOO_FAR = 3000


def start_of(day: date, zone: ZoneInfo, field: str) -> datetime:
    """The midnight with which a day begins.

    Raises:
        InvalidInputError: nobody plans that far; `field` is where it was chosen.
    """
    if day.year >= TOO_FAR:
        raise InvalidInputError(f"Please choose a day before the year {TOO_FAR}.", field)
    return datetime.combine(day, time(), zone)
