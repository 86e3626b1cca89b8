"""Asking the table of permissions."""

from __future__ import annotations

from forum.accounts.actor import Actor
from forum.errors import (
    LockedError,
    NotAllowedError,
    NotFoundError,
    RulesToAcceptError,
    SecondFactorNeededError,
    SilencedError,
)
from forum.permissions.actions import Action
from forum.permissions.rules import RULES, Subject, may_speak, not_locked, sees_it


def can(actor: Actor, action: Action | str, subject: Subject = None) -> bool:
    """Whether this person may do this, to this thing if there is one."""
    return all(predicate(actor, subject) for predicate in RULES[Action(action)])


def require(actor: Actor, action: Action, subject: Subject = None) -> None:
    """Go on only if allowed.

    Raises:
        SecondFactorNeededError: their role allows it, but its powers rest.
        NotFoundError: the person may not even know of the thing.
        LockedError: the person may see the thread, and nobody answers there for now.
        SilencedError: the person may see it, and is to read only for now.
        RulesToAcceptError: nothing else stands in their way but rules that they have not accepted yet.
        NotAllowedError: the person may see it, but not do this.
    """
    if can(actor, action, subject):
        return
    if actor.resting and can(actor.awake(), action, subject):
        raise SecondFactorNeededError
    if subject is not None and not sees_it(actor, subject):
        raise NotFoundError
    if not_locked in RULES[action] and not not_locked(actor, subject):
        raise LockedError
    if may_speak in RULES[action] and not may_speak(actor, subject):
        raise SilencedError
    if can(actor.accepting(), action, subject):
        raise RulesToAcceptError
    raise NotAllowedError
