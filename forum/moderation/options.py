"""What a moderator can do with a post right now: the life cycle and the permissions, intersected.

The same answer feeds the buttons on the page and the handler behind them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forum.accounts.actor import Actor
from forum.conversations.lifecycle import (
    PostState,
    RevisionOutcome,
    possible_actions,
    possible_edit_actions,
)
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.subjects import PersonFacts, PostFacts


class ModeratorAction(StrEnum):
    """What a moderator can do. Those that move a post are named as in the life cycle."""

    APPROVE = "approve"
    RESTORE = "restore"
    KEEP = "keep"
    REQUEST_CHANGES = "request_changes"
    HIDE = "hide"
    DECLINE = "decline"
    REMOVE = "remove"
    SETTLE = "settle"


M = ModeratorAction

# In the order in which they stand on the page: what lets through first.
MODERATORS_ACTIONS = (
    M.APPROVE, M.RESTORE, M.KEEP, M.REQUEST_CHANGES, M.HIDE, M.DECLINE, M.REMOVE,
)  # fmt: skip
OF_A_PROFILE = (M.KEEP, M.SETTLE)
CITES_A_RULE = frozenset({M.DECLINE, M.HIDE, M.REMOVE})
NEEDS_WORDS = CITES_A_RULE | {M.REQUEST_CHANGES}
# These say that a concern was none, or was dealt with.
SETTLES_REPORTS = frozenset({M.APPROVE, M.RESTORE, M.KEEP})


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is decided on: a post, or the waiting edit of one (then `edit_outcome` is set).

    `is_flagged` is whether somebody has to look at it although readers see it; `edit_waits` whether a change to it
    waits as well, which is decided on where it is shown.
    """

    facts: PostFacts
    edit_outcome: RevisionOutcome | None = None
    is_flagged: bool = False
    edit_waits: bool = False


def available_actions(actor: Actor, target: Target) -> tuple[ModeratorAction, ...]:
    """What this person may do with it, in the order in which it is offered."""
    if not can(actor, Action.DECIDE_ON_POST, target.facts):
        return ()
    possible = _possible(target)
    return tuple(action for action in MODERATORS_ACTIONS if action in possible)


def actions_on_profile(actor: Actor, person_id: int) -> tuple[ModeratorAction, ...]:
    """What this person may do with what was said of somebody's profile."""
    may = can(actor, Action.DECIDE_ON_PROFILE, PersonFacts(person_id=person_id))
    return OF_A_PROFILE if may else ()


def _possible(target: Target) -> frozenset[str]:
    if target.edit_outcome is not None:
        return possible_edit_actions(target.edit_outcome)
    state = PostState(target.facts.state)
    keeps = {M.KEEP} if target.is_flagged and state is PostState.PUBLISHED else frozenset()
    waits_for_edit = {M.REQUEST_CHANGES} if target.edit_waits else frozenset()
    return (possible_actions(state) | keeps) - waits_for_edit
