from __future__ import annotations

from tests.integration.moderation.conftest import scene

__all__ = ["scene"]
