"""What can happen to a person's own data."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class OwnDataTaken(Event):
    """A person took a copy of what the forum knows of them."""

    user_id: int
