from __future__ import annotations

from tests.web.moderation.conftest import desk

__all__ = ["desk"]
