"""Pages of the community itself: the first set-up, the rules, how it works, and its settings."""

from __future__ import annotations

from forum.community.views import arriving, rules, settings
from forum.community.views.blueprint import blueprint

__all__ = ["arriving", "blueprint", "rules", "settings"]
