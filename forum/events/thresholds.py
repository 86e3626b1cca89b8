"""What happens to threshold sets, and what admins find out before one decides."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class ThresholdsChanged(Event):
    """A threshold set was drafted or edited, is tried out, or decides from now on; `became` says which."""

    set_id: int
    name: str
    became: str


@dataclass(frozen=True, kw_only=True)
class BacktestAsked(Event):
    """An admin wants to know what a threshold set would have done with so many decided posts."""

    set_id: int
    name: str
    posts: int


@dataclass(frozen=True, kw_only=True)
class RescoringAsked(Event):
    """An admin wants so many decided posts to be read again by this model, beside what they were scored."""

    model: str
    posts: int


@dataclass(frozen=True, kw_only=True)
class TrialSkipped(Event):
    """At the command line, a set is let decide that was not tried out beside the live one; `because` says why."""

    set_id: int
    name: str
    because: str
