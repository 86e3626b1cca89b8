"""What happens at sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events import Event


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Somebody has signed in, on the way of one who has shown all that is asked for. The audit log leaves it out."""

    user_id: int
