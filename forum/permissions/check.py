"""Asking the table of permissions."""

from __future__ import annotations

from forum.accounts.actor import Actor
from forum.errors import NotAllowedError, NotFoundError
from forum.permissions.actions import Action
from forum.permissions.rules import RULES, Subject, sees_it


def can(actor: Actor, action: Action | str, subject: Subject = None) -> bool:
    """Whether this person may do this, to this thing if there is one."""
    return all(predicate(actor, subject) for predicate in RULES[Action(action)])


def require(actor: Actor, action: Action, subject: Subject = None) -> None:
    """Go on only if allowed.

    Raises:
        NotFoundError: the person may not even know of the thing.
        NotAllowedError: the person may see it, but not do this.
    """
    if can(actor, action, subject):
        return
    if subject is not None and not sees_it(actor, subject):
        raise NotFoundError
    raise NotAllowedError
