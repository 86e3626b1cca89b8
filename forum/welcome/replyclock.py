"""The reply clock: how long a newcomer has waited for a first reply, in words. Pure."""

from __future__ import annotations

from datetime import timedelta

from forum.welcome.pages import Clock

# What the community aims at. A reply within two hours finds the newcomer still there.
GOAL = timedelta(hours=2)
SOON = GOAL / 2


def in_words(waited: timedelta) -> Clock:
    """Fresh, due soon, or overdue."""
    if waited >= GOAL:
        return "overdue"
    return "due soon" if waited >= SOON else "fresh"
