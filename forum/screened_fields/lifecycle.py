"""The life cycle of a short text, as data. Pure: no Flask, no database, no clock.

The machine has `PASS` and `HOLD` and nothing else, as with posts. Readers see the last text that was published.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from forum.errors import ConflictError


class FieldState(StrEnum):
    """Where a text stands."""

    SUBMITTED = "submitted"
    HELD = "held"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class FieldAction(StrEnum):
    """What can be done to a text.

    `REQUEST_CHANGES` is for a user name that nobody can have: its author chooses another, and no rule is cited.
    `REPLACE` is its author's next text taking its place; `RESTORE` puts a decision against it right.
    """

    PASS = "pass"  # noqa: S105  # a move, not a secret
    HOLD = "hold"
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    DECLINE = "decline"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    REPLACE = "replace"


S, A = FieldState, FieldAction

FIELD_MOVES: Mapping[tuple[FieldState, FieldAction], FieldState] = MappingProxyType(
    {
        (S.SUBMITTED, A.PASS): S.PUBLISHED,
        (S.SUBMITTED, A.HOLD): S.HELD,
        (S.SUBMITTED, A.WITHDRAW): S.WITHDRAWN,
        (S.SUBMITTED, A.REPLACE): S.WITHDRAWN,
        (S.HELD, A.APPROVE): S.PUBLISHED,
        (S.HELD, A.REQUEST_CHANGES): S.DECLINED,
        (S.HELD, A.DECLINE): S.DECLINED,
        (S.HELD, A.WITHDRAW): S.WITHDRAWN,
        (S.HELD, A.REPLACE): S.WITHDRAWN,
        (S.DECLINED, A.RESTORE): S.PUBLISHED,
    }
)

# Nobody but its author, and of the held ones moderators, may know of these.
OPEN = frozenset({S.SUBMITTED, S.HELD})
MOVED_ON = "This text has moved on since you opened the page. Nothing was changed."


def next_state(state: FieldState, action: FieldAction) -> FieldState:
    """The state that follows.

    Raises:
        ConflictError: nothing follows from this action in this state.
    """
    try:
        return FIELD_MOVES[state, action]
    except KeyError:
        raise ConflictError(MOVED_ON) from None
