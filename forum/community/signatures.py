"""Under whose name the team speaks. Pure."""

from __future__ import annotations

from enum import StrEnum

MAX_TEAM_NAME = 60


class SignedBy(StrEnum):
    """Who signs what moderators decide: always the team, or the person, where they allow it."""

    TEAM = "team"
    PERSON = "person"
