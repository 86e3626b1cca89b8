"""Pages of welcome."""

from __future__ import annotations

from forum.welcome.views import (
    approving,
    desk,
    former,
    mentees,
    mentor_settings,
    openers,
    reading,
)
from forum.welcome.views.blueprint import blueprint

__all__ = [
    "approving",
    "blueprint",
    "desk",
    "former",
    "mentees",
    "mentor_settings",
    "openers",
    "reading",
]
