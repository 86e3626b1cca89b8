"""Waiting a moment for the screener to read somebody's names and other short texts."""

from __future__ import annotations

from forum.clock import Clock
from forum.screened_fields.queries import waits_for_screener
from forum.waiting import wait_until


def wait_for_fields(author_id: int, seconds: float, clock: Clock) -> bool:
    """Whether all of this person's texts have been read, waiting for it a moment if the screener is at work."""
    return wait_until(lambda: not waits_for_screener(author_id), seconds, clock)
