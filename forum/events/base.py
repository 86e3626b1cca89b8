"""What every event says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, when. `actor_id` is the person who did it; None is the forum itself."""

    actor_id: int | None
    at: datetime
