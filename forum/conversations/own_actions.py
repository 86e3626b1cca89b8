"""What people can do with words of their own: with a post, what may follow its state; with new ones, write them."""

from __future__ import annotations

from forum.accounts.actor import Actor
from forum.conversations.lifecycle import PostAction, next_state, possible_actions
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.permissions.subjects import PostFacts

_NEEDS = {PostAction.REVISE: Action.REVISE_POST, PostAction.WITHDRAW: Action.WITHDRAW_POST}


def may_write(actor: Actor) -> bool:
    """Whether pages lead them to where they would say something new, or go on with what they began.

    Rules that wait to be accepted take nothing away: whoever sends something is asked then, and keeps their words.
    """
    return can(actor.accepting(), Action.START_THREAD)


def own_actions(actor: Actor, facts: PostFacts) -> frozenset[PostAction]:
    """What the page of their own post offers them; nothing where it is somebody else's.

    Rules that wait to be accepted take nothing away: whoever sends a change is asked then, and keeps their words.
    """
    accepting = actor.accepting()
    possible = possible_actions(facts.state)
    return frozenset(
        one for one, needed in _NEEDS.items() if one in possible and can(accepting, needed, facts)
    )


def require_own_action(actor: Actor, facts: PostFacts, action: PostAction) -> None:
    """Go on only if their post's page would offer them this.

    Raises:
        NotAllowedError: they may not do it.
        ImpossibleMoveError: nothing follows from it where the post is now.
    """
    require(actor.accepting(), _NEEDS[action], facts)
    next_state(facts.state, action)
