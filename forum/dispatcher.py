"""Tells others what happened: some of them within the transaction, some after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy.orm import Session

from forum.events import Event

log = structlog.get_logger(__name__)

Reaction = Callable[[Session, Event], None]
Closing = Callable[[Session, Sequence[Event]], None]
Listener = Callable[[Event], None]
# Keeps what would leave the house, if it is to wait; whether it did.
Keeper = Callable[[Session, Event], bool]


@dataclass(frozen=True)
class Dispatcher:
    """Calls whoever has to know.

    Args:
        reactions: run inside the transaction; a failure undoes the whole intention.
        leaving: the same, for what reaches other people or sets something going for them. After a moderator's decision
            it waits until that can't be undone any more (`forum.moderation.undo`).
        closing: run once, after every reaction and right before the commit, with all that happened. What they lock is
            locked last of all. They emit nothing.
        listeners: run after the commit; a failure is logged and harms nobody else.
    """

    reactions: Mapping[type[Event], Sequence[Reaction]] = field(default_factory=dict)
    leaving: Mapping[type[Event], Sequence[Reaction]] = field(default_factory=dict)
    closing: Sequence[Closing] = ()
    listeners: Mapping[type[Event], Sequence[Listener]] = field(default_factory=dict)

    def react(self, session: Session, happened: Event, keep: Keeper | None = None) -> None:
        """Everything that has to be true together with the event; what leaves the house may be kept for later."""
        for reaction in self.reactions.get(type(happened), ()):
            reaction(session, happened)
        if type(happened) not in self.leaving or (keep is not None and keep(session, happened)):
            return
        self.leave(session, happened)

    def leave(self, session: Session, happened: Event) -> None:
        """What leaves the house because of it."""
        for reaction in self.leaving.get(type(happened), ()):
            reaction(session, happened)

    def close(self, session: Session, happened: Sequence[Event]) -> None:
        """What comes last before the commit."""
        for step in self.closing:
            step(session, happened)

    def tell(self, happened: Event) -> None:
        """Everything that may follow later, or be caught up by a sweep."""
        for listener in self.listeners.get(type(happened), ()):
            try:
                listener(happened)
            except Exception:
                log.exception("listener_failed", event_kind=type(happened).__name__)
