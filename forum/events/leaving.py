"""What happens when somebody leaves."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class PersonLeaving(Event):
    """Somebody has left, and can come back until `until` (a day, in words)."""

    user_id: int
    until: str


@dataclass(frozen=True, kw_only=True)
class PersonCameBack(Event):
    """Somebody who had left has signed in again in time. `laid_down` are the roles that they had until then."""

    user_id: int
    laid_down: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """What was of somebody who has left is erased."""

    user_id: int
