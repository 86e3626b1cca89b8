"""Pages of private conversations, and of what was reported of them."""

from __future__ import annotations

from forum.privately.views import reporting, reviewing, talking
from forum.privately.views.blueprint import blueprint

__all__ = ["blueprint", "reporting", "reviewing", "talking"]
