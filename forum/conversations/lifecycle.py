"""The life cycle of a post and of one version of its text, as data. Pure: no Flask, no database, no clock.

The tables say what may follow. Who may do it is said in `forum.permissions`; what a person is offered is the
intersection of the two (`forum.moderation.options`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from forum.errors import ConflictError


class PostState(StrEnum):
    """Where a post stands."""

    SUBMITTED = "submitted"
    HELD = "held"
    CHANGES_REQUESTED = "changes_requested"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    DECLINED = "declined"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


class PostAction(StrEnum):
    """What can be done to a post. The machine has `PASS` and `HOLD` and nothing else."""

    PASS = "pass"
    HOLD = "hold"
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    DECLINE = "decline"
    REVISE = "revise"
    HIDE = "hide"
    RESTORE = "restore"
    REMOVE = "remove"
    WITHDRAW = "withdraw"
    UNDO = "undo"


class RevisionOutcome(StrEnum):
    """What became of one version of a post's text."""

    WAITING = "waiting"
    PASSED = "passed"
    HELD = "held"
    APPROVED = "approved"
    RETURNED = "returned"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


class ImpossibleMoveError(ConflictError):
    """The post has moved on: from where it is now, this can't follow."""


S, A, R = PostState, PostAction, RevisionOutcome
T = TypeVar("T", PostState, RevisionOutcome)

POST_MOVES: Mapping[tuple[PostState, PostAction], PostState] = MappingProxyType(
    {
        (S.SUBMITTED, A.PASS): S.PUBLISHED,
        (S.SUBMITTED, A.HOLD): S.HELD,
        (S.SUBMITTED, A.WITHDRAW): S.WITHDRAWN,
        (S.HELD, A.APPROVE): S.PUBLISHED,
        (S.HELD, A.REQUEST_CHANGES): S.CHANGES_REQUESTED,
        (S.HELD, A.DECLINE): S.DECLINED,
        (S.HELD, A.REVISE): S.SUBMITTED,
        (S.HELD, A.WITHDRAW): S.WITHDRAWN,
        (S.CHANGES_REQUESTED, A.DECLINE): S.DECLINED,
        (S.CHANGES_REQUESTED, A.REVISE): S.SUBMITTED,
        (S.CHANGES_REQUESTED, A.WITHDRAW): S.WITHDRAWN,
        (S.PUBLISHED, A.REQUEST_CHANGES): S.CHANGES_REQUESTED,
        # A new version is screened by itself; readers keep the old one until it passes.
        (S.PUBLISHED, A.REVISE): S.PUBLISHED,
        (S.PUBLISHED, A.HIDE): S.HIDDEN,
        (S.PUBLISHED, A.REMOVE): S.REMOVED,
        (S.PUBLISHED, A.WITHDRAW): S.WITHDRAWN,
        (S.HIDDEN, A.REQUEST_CHANGES): S.CHANGES_REQUESTED,
        (S.HIDDEN, A.RESTORE): S.PUBLISHED,
        (S.HIDDEN, A.REMOVE): S.REMOVED,
        (S.HIDDEN, A.WITHDRAW): S.WITHDRAWN,
    }
)

# Only an appeal that a second person granted leads back from a decision against a post.
APPEAL_MOVES: Mapping[tuple[PostState, PostAction], PostState] = MappingProxyType(
    {
        (S.DECLINED, A.APPROVE): S.PUBLISHED,
        (S.REMOVED, A.RESTORE): S.PUBLISHED,
        (S.CHANGES_REQUESTED, A.APPROVE): S.PUBLISHED,
    }
)

REVISION_MOVES: Mapping[tuple[RevisionOutcome, PostAction], RevisionOutcome] = MappingProxyType(
    {
        (R.WAITING, A.PASS): R.PASSED,
        (R.WAITING, A.HOLD): R.HELD,
        (R.WAITING, A.REVISE): R.SUPERSEDED,
        (R.HELD, A.APPROVE): R.APPROVED,
        (R.HELD, A.REQUEST_CHANGES): R.RETURNED,
        (R.HELD, A.DECLINE): R.DECLINED,
        (R.HELD, A.REVISE): R.SUPERSEDED,
        (R.RETURNED, A.DECLINE): R.DECLINED,
        (R.RETURNED, A.REVISE): R.SUPERSEDED,
    }
)

# The same for the edit of a post that readers see: what was turned down or sent back takes its place after all.
APPEAL_OUTCOMES: Mapping[tuple[RevisionOutcome, PostAction], RevisionOutcome] = MappingProxyType(
    {
        (R.DECLINED, A.APPROVE): R.APPROVED,
        (R.RETURNED, A.APPROVE): R.APPROVED,
    }
)

# What a person decides on a post. Whoever did so can take it back while nobody has been told.
DECIDED = frozenset({A.APPROVE, A.REQUEST_CHANGES, A.DECLINE, A.HIDE, A.RESTORE, A.REMOVE})


def _mirrored(
    *tables: Mapping[tuple[T, PostAction], T],
) -> Mapping[tuple[T, PostAction], frozenset[T]]:
    """Each step of a decision the other way round: from where it led, to wherever it may have come from."""
    back: dict[tuple[T, PostAction], frozenset[T]] = {}
    for table in tables:
        for (before, action), after in table.items():
            if action in DECIDED:
                back[after, action] = back.get((after, action), frozenset()) | {before}
    return MappingProxyType(back)


# (where a post is, what is undone) → where it may go back to. Where it came from is in its history.
UNDO_MOVES = _mirrored(POST_MOVES, APPEAL_MOVES)
# The same for the edit of a post that readers see.
UNDO_OUTCOMES = _mirrored(REVISION_MOVES, APPEAL_OUTCOMES)

# What puts a version before readers.
LETS_THROUGH = frozenset({A.PASS, A.APPROVE})
# Versions whose place a newer one takes: nobody has said the last word on them.
SUPERSEDABLE = frozenset(outcome for outcome, action in REVISION_MOVES if action is A.REVISE)
# States in which the version on show counts for readers, lists and numbers.
READABLE = frozenset({S.PUBLISHED})
# States in which the screener has something to do, if the latest version waits for it.
SCREENABLE = frozenset({S.SUBMITTED, S.PUBLISHED})


def next_state(state: PostState, action: PostAction, *, on_appeal: bool = False) -> PostState:
    """The state that follows.

    Raises:
        ImpossibleMoveError: nothing follows from this action in this state.
    """
    moves = APPEAL_MOVES if on_appeal else POST_MOVES
    try:
        return moves[state, action]
    except KeyError:
        raise ImpossibleMoveError(
            "This post has moved on since you opened the page. Please look at it again."
        ) from None


def next_outcome(
    outcome: RevisionOutcome, action: PostAction, *, on_appeal: bool = False
) -> RevisionOutcome:
    """What becomes of a version.

    Raises:
        ImpossibleMoveError: nothing follows from this action for it.
    """
    moves = APPEAL_OUTCOMES if on_appeal else REVISION_MOVES
    try:
        return moves[outcome, action]
    except KeyError:
        raise ImpossibleMoveError(
            "This version has been settled already. Please look at the post again."
        ) from None


def possible_actions(state: PostState) -> frozenset[PostAction]:
    """What the table allows from a state, appeals aside."""
    return frozenset(action for before, action in POST_MOVES if before is state)


def possible_edit_actions(outcome: RevisionOutcome) -> frozenset[PostAction]:
    """What the table allows for the waiting edit of a published post."""
    return frozenset(action for before, action in REVISION_MOVES if before is outcome)


def require_undo(state: PostState, undone: PostAction, before: PostState) -> None:
    """Go on only if undoing this leads from where a post is to where it was.

    Raises:
        ImpossibleMoveError: it does not.
    """
    if before not in UNDO_MOVES.get((state, undone), frozenset()):
        raise ImpossibleMoveError("This post has moved on meanwhile. Nothing was changed.")


def require_undo_of_edit(
    outcome: RevisionOutcome, undone: PostAction, before: RevisionOutcome
) -> None:
    """The same for the edit of a post that readers see.

    Raises:
        ImpossibleMoveError: it does not.
    """
    if before not in UNDO_OUTCOMES.get((outcome, undone), frozenset()):
        raise ImpossibleMoveError("This version has been settled anew meanwhile.")
