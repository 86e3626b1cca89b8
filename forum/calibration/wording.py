"""What calibration says to admins, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forum.screening.thresholds import State

# The groups of forum/screening/data/identity_words.toml.
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "faith": "Faith",
        "origin": "Where people come from",
        "skin": "Colour of skin",
        "orientation": "Whom people love",
        "gender": "Gender",
        "disability": "Disability",
        "health": "Illness and health",
        "survival": "What was done to people",
        "work_and_means": "Work and means",
    }
)

# Where a threshold set stands: completes "This set …".
STATES: Mapping[State, str] = MappingProxyType(
    {
        State.DRAFT: "is a draft",
        State.SHADOW: "is tried out beside the one that decides",
        State.LIVE: "decides",
        State.RETIRED: "is at rest",
    }
)


def another_lies_there(model: str) -> str:
    """Why a re-scoring does not get on; `model` is a name and a version."""
    return f"The model that lies there now is {model}."
