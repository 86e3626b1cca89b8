"""Pages of conversations: parse, ask, render."""

from __future__ import annotations

from forum.conversations.views import reading, writing
from forum.conversations.views.blueprint import blueprint

__all__ = ["blueprint", "reading", "writing"]
