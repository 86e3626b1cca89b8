"""What can happen to the community’s own list of words."""

from __future__ import annotations

from dataclasses import dataclass

from forum.events.base import Event


@dataclass(frozen=True, kw_only=True)
class OwnWordsChanged(Event):
    """A word was put on the community's own list, changed, or taken off; `became` says which."""

    word_id: int
    became: str
