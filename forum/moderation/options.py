"""What a moderator can do with a post right now: the life cycle and the permissions, intersected.

The same answer feeds the buttons on the page and the handler behind them.
"""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.actor import Actor
from forum.conversations.lifecycle import (
    PostAction,
    PostState,
    RevisionOutcome,
    possible_actions,
    possible_edit_actions,
)
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.subjects import PostFacts

A = PostAction

# In the order in which they stand on the page: what lets through first.
MODERATORS_ACTIONS = (A.APPROVE, A.RESTORE, A.REQUEST_CHANGES, A.HIDE, A.DECLINE, A.REMOVE)
CITES_A_RULE = frozenset({A.DECLINE, A.HIDE, A.REMOVE})
# These are about the version that readers see, whatever else of the post waits meanwhile.
ABOUT_WHAT_IS_ON_SHOW = frozenset({A.HIDE, A.RESTORE, A.REMOVE})
NEEDS_WORDS = CITES_A_RULE | {A.REQUEST_CHANGES}


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is decided on: a post, or the waiting edit of one (then `edit_outcome` is set)."""

    facts: PostFacts
    edit_outcome: RevisionOutcome | None = None


def available_actions(actor: Actor, target: Target) -> tuple[PostAction, ...]:
    """What this person may do with it, in the order in which it is offered."""
    if not can(actor, Action.DECIDE_ON_POST, target.facts):
        return ()
    possible = (
        possible_edit_actions(target.edit_outcome)
        if target.edit_outcome is not None
        else possible_actions(PostState(target.facts.state))
    )
    return tuple(action for action in MODERATORS_ACTIONS if action in possible)
