from __future__ import annotations

import pytest

from forum.exposure import commands
from forum.exposure.dose import Bounds
from tests.factories import everyone
from tests.integration.moderation.conftest import Scene, scene

__all__ = ["scene"]
BOUNDS = Bounds(least=5, most=40, usual=20)


@pytest.fixture
def narrow(scene: Scene) -> Scene:
    """A community in which a day holds 20 points."""
    commands.set_bounds(everyone(scene.world)["admin"], BOUNDS, scene.world.clock)
    return scene
