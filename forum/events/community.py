"""What admins do, and find out, for the whole community."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class CommunityChanged(Event):
    """The community's name or rules changed, or it was set up. `what` says which.

    Of rules also: the number of the new version, and whether it asks people to accept it anew.
    """

    what: str
    version: int | None = None
    in_substance: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ForecastAsked(Event):
    """An admin wants to know how many mentors the community needs."""

    forecast_id: int


@dataclass(frozen=True, kw_only=True)
class WeeklyReportMade(Event):
    """The report on the automatic screen's week from `monday` (in ISO format) is there."""

    monday: str
