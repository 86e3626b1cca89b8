"""Pages of sanctions: parse, ask, render."""

from __future__ import annotations

from forum.sanctions.views import giving, own
from forum.sanctions.views.blueprint import blueprint

__all__ = ["blueprint", "giving", "own"]
