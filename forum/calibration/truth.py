"""What is true of a screened version of a post, from what people did with it. Pure.

Approved unchanged after a hold is a false alarm; turned down after passing is a miss. What nobody objected to counts as
harmless only after a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from forum.calibration.backtesting import Truth
from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome

UNCONTESTED_AFTER = timedelta(days=7)
# A moderator's act that moves no post, so that the life cycle has no name for it.
KEEP = "keep"

_SAID: Mapping[str, Truth] = MappingProxyType(
    {
        PostAction.APPROVE: Truth.LET_THROUGH,
        PostAction.RESTORE: Truth.LET_THROUGH,
        # Readers had told us of it, and a person left it as it is.
        KEEP: Truth.LET_THROUGH,
        PostAction.DECLINE: Truth.TURNED_DOWN,
        PostAction.REQUEST_CHANGES: Truth.TURNED_DOWN,
        PostAction.REMOVE: Truth.TURNED_DOWN,
    }
)


@dataclass(frozen=True, kw_only=True)
class Story:
    """A version that was screened: the newest decision on it (None if there is none), and where it stands now."""

    decided: str | None
    outcome: str
    state: str
    screened_at: datetime


def truth_of(story: Story, now: datetime) -> Truth | None:
    """What people said of it; None while that is open, or where its author changed it before anybody could say."""
    if story.decided is not None:
        return _SAID.get(story.decided)
    stands = story.outcome == RevisionOutcome.PASSED and story.state == PostState.PUBLISHED
    if stands and now - story.screened_at >= UNCONTESTED_AFTER:
        return Truth.UNCONTESTED
    return None


def is_false_alarm(truth: Truth | None, *, was_held: bool) -> bool:
    """Held, and a person published it unchanged."""
    return was_held and truth is Truth.LET_THROUGH


def is_miss(truth: Truth | None, *, was_held: bool) -> bool:
    """Passed, and a person turned it down."""
    return not was_held and truth is Truth.TURNED_DOWN
