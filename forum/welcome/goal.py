"""How soon newcomers shall be answered here, as an admin has set it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from forum.welcome.models import WelcomeSettings
from forum.welcome.replyclock import DEFAULT_GOAL, Goal, Night


def current_goal(session: Session) -> Goal:
    """The goal in force; the default where nobody has set one."""
    row = session.get(WelcomeSettings, 1)
    if row is None:
        return DEFAULT_GOAL
    night = Night(zone=ZoneInfo(row.time_zone), begins=row.night_from, ends=row.night_to)
    return Goal(
        time=timedelta(minutes=row.goal_minutes),
        primary_share=row.primary_share / 100,
        night=night if row.night_pauses else None,
    )


def community_zone(session: Session) -> ZoneInfo:
    """The community's time zone."""
    row = session.get(WelcomeSettings, 1)
    return ZoneInfo(row.time_zone if row is not None else "UTC")


def community_hour(session: Session, moment: datetime) -> int:
    """The hour of the community's own day."""
    return moment.astimezone(community_zone(session)).hour
