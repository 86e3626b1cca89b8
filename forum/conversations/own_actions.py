"""What authors can do with a post of theirs: what may follow its state, of what they are allowed to do."""

from __future__ import annotations

from forum.accounts.actor import Actor
from forum.conversations.lifecycle import PostAction, possible_actions
from forum.permissions.actions import Action
from forum.permissions.check import can
from forum.permissions.subjects import PostFacts

_NEEDS = {PostAction.REVISE: Action.REVISE_POST, PostAction.WITHDRAW: Action.WITHDRAW_POST}


def own_actions(actor: Actor, facts: PostFacts) -> frozenset[PostAction]:
    """What the page of their own post offers them; nothing where it is somebody else's.

    Rules that wait to be accepted take nothing away: whoever sends a change is asked then, and keeps their words.
    """
    accepting = actor.accepting()
    possible = possible_actions(facts.state)
    return frozenset(
        one for one, needed in _NEEDS.items() if one in possible and can(accepting, needed, facts)
    )
