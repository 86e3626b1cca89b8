"""Pages of appeals: parse, ask, render."""

from __future__ import annotations

from forum.appeals.views import asking, judging, reversing
from forum.appeals.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "judging", "reversing"]
