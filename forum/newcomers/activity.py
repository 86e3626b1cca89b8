"""What a newcomer is told of their mentor's comings and goings. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

_TODAY = timedelta(hours=24)
_THIS_WEEK = timedelta(days=7)
_THIS_MONTH = timedelta(days=30)


def active(last_seen_at: datetime | None, now: datetime) -> str:
    """When somebody was here last, in words that promise nothing; empty where that is long ago."""
    if last_seen_at is None or now - last_seen_at >= _THIS_MONTH:
        return ""
    if now - last_seen_at < _TODAY:
        return "active today"
    return "active this week" if now - last_seen_at < _THIS_WEEK else "active this month"
