"""What happens to threshold sets, besides what `forum.events` knows."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events import Event


@dataclass(frozen=True, kw_only=True)
class TrialSkipped(Event):
    """At the command line, a set is let decide that was not tried out beside the live one; `because` says why."""

    set_id: int
    name: str
    because: str
