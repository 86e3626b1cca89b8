"""Moments in words."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from forum.web.markup import time_tag
from forum.wiring import clock
from forum.words import counted

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def ago(moment: datetime) -> str:
    """How long ago, in words: "just now", "5 minutes ago", "3 hours ago", "yesterday", "12 days ago", a date."""
    now = clock().now()
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return counted(seconds // _MINUTE, "minute") + " ago"
    if seconds < _DAY:
        return counted(seconds // _HOUR, "hour") + " ago"
    days = seconds // _DAY
    if days == 1:
        return "yesterday"
    if days < 31:
        return f"{days} days ago"
    return f"{moment.day} {moment:%B %Y}"


def moment_tag(moment: datetime, prefix: str = "") -> Markup:
    """How long ago, in words, as `<time>`."""
    words = ago(moment)
    return time_tag(iso(moment), f"{prefix} {words}" if prefix else words)


def iso(moment: datetime) -> str:
    """For `<time datetime="…">`."""
    return moment.isoformat(timespec="seconds")
