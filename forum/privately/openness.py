"""Whether anything new can be said in a private conversation, and by whom it can be ended. Pure.

A mentorship that is over closes it for good, whichever way it came to be over: nobody can tell from it that they were
blocked. Either of the two can end it while it lasts, and take that back; neither can open what the other has ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forum.accounts.actor import Actor
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.subjects import PrivateFacts


class Closed(StrEnum):
    """Why nothing new can be said."""

    PARTED = "parted"
    ENDED = "ended"


class Step(StrEnum):
    """What one of the two can do."""

    WRITE = "write"
    END = "end"
    OPEN_AGAIN = "open_again"


@dataclass(frozen=True, kw_only=True)
class Between:
    """The two, and how things stand between them. `ended_by_id` is who ended the conversation, if somebody did."""

    newcomer_id: int
    mentor_id: int
    mentorship_lasts: bool
    is_blocked: bool = False
    ended_by_id: int | None = None

    @property
    def facts(self) -> PrivateFacts:
        """What permissions rest on."""
        return PrivateFacts(newcomer_id=self.newcomer_id, mentor_id=self.mentor_id)

    def other(self, user_id: int) -> int:
        """The one of the two whom this one speaks to."""
        return self.mentor_id if user_id == self.newcomer_id else self.newcomer_id


def closed_because(between: Between) -> Closed | None:
    """Why nothing new can be said; None while it is open."""
    if not between.mentorship_lasts or between.is_blocked:
        return Closed.PARTED
    return Closed.ENDED if between.ended_by_id is not None else None


def available_steps(actor: Actor, between: Between) -> frozenset[Step]:
    """What this person can do now: feeds the page, and the commands behind it."""
    closed = closed_because(between)
    possible = set()
    if closed is None:
        possible = {Step.WRITE, Step.END}
    elif closed is Closed.ENDED and between.ended_by_id == actor.user_id:
        possible = {Step.OPEN_AGAIN}
    return frozenset(step for step in possible if can(actor, _NEEDS[step], between.facts))


_NEEDS = {
    Step.WRITE: Action.WRITE_PRIVATELY,
    Step.END: Action.END_PRIVATELY,
    Step.OPEN_AGAIN: Action.END_PRIVATELY,
}
