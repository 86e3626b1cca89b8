"""What happens to what is kept: it is forgotten, or kept for another while."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class Forgotten(Event):
    """So many things of a kind (`forum.keeping.periods.Kind`) were kept long enough, and are gone."""

    kind: str
    count: int


@dataclass(frozen=True, kw_only=True)
class KeepingChanged(Event):
    """An admin keeps a kind of thing for so many days from now on."""

    kind: str
    days: int
    before: int
