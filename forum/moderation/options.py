"""What a moderator can do right now with a post, its thread and its author: what is possible and allowed, intersected.

The same answer feeds the buttons on the page and the handler behind them. A decision settles the question;
a step leaves it open, and says who looks next.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from forum.permissions.subjects import (
    PersonFacts,
    PostFacts,
    PrivateFacts,
    SanctionFacts,
    ThreadFacts,
)


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
    SKIP = "skip"
    SECOND_OPINION = "second_opinion"
    ESCALATE = "escalate"
    LOCK = "lock"
    UNLOCK = "unlock"
    MOVE = "move"
    SPEAK_TO = "speak_to"


M = ModeratorAction

# In the order in which they stand on the page: what lets through first.
MODERATORS_ACTIONS = (
    M.APPROVE, M.RESTORE, M.KEEP, M.REQUEST_CHANGES, M.HIDE, M.DECLINE, M.REMOVE,
)  # fmt: skip
OF_A_PROFILE = (M.KEEP, M.SETTLE)
# A name, or another short text, that waits to be read.
OF_A_TEXT = (M.APPROVE, M.DECLINE)
# A user name that somebody else has, say. It breaks no rule, and whoever chose it could not know.
OF_A_NAME_NOT_TO_BE_HAD = (M.REQUEST_CHANGES, M.DECLINE)
# What leaves the question open: all of them need words.
STEPS = (M.SKIP, M.SECOND_OPINION, M.ESCALATE)
# What was said in private, and an appeal, is shown to nobody on purpose: whoever is served it leaves it, at most.
STEPS_APART = (M.SKIP,)
OF_A_THREAD = (M.LOCK, M.UNLOCK, M.MOVE)
OF_PRIVATE_WORDS = (M.KEEP, M.REMOVE, M.SETTLE)
CITES_A_RULE = frozenset({M.DECLINE, M.HIDE, M.REMOVE})
NEEDS_WORDS = CITES_A_RULE | {M.REQUEST_CHANGES}
# These take from readers what a person had let through: they put that decision right.
TAKES_BACK_AN_APPROVAL = frozenset({M.REQUEST_CHANGES, M.HIDE, M.REMOVE})
# These say that a concern was none, or was dealt with.
SETTLES_REPORTS = frozenset({M.APPROVE, M.RESTORE, M.KEEP})
# Said where an action is not offered any more.
DONE_MEANWHILE = "Somebody has done this meanwhile. Nothing was changed."


@dataclass(frozen=True, kw_only=True)
class QueueFacts:
    """What has to be known of an open item to say what can be done with it other than decide.

    `asked_by_id` is who waits for a second opinion on it; `has_colleagues` whether there is another moderator who could
    give one; `has_admins` whether there is an admin whom it is not about.
    """

    is_escalated: bool = False
    asked_by_id: int | None = None
    has_colleagues: bool = True
    has_admins: bool = True


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is decided on: a post, or the waiting edit of one (then `edit_outcome` is set).

    `is_flagged` is whether somebody has to look at it although readers see it; `edit_waits` whether a change to it
    waits as well, which is decided on where it is shown. `queue` is its open item, `thread` where it stands, and
    `author` whom staff could speak to; each None where there is none, or where only a decision is asked about.
    """

    facts: PostFacts
    edit_outcome: RevisionOutcome | None = None
    is_flagged: bool = False
    edit_waits: bool = False
    queue: QueueFacts | None = None
    thread: ThreadFacts | None = None
    author: SanctionFacts | None = None


def available_actions(actor: Actor, target: Target) -> tuple[ModeratorAction, ...]:
    """What this person may do with it, in the order in which it is offered: decisions, then steps, then the rest."""
    if not can(actor, Action.DECIDE_ON_POST, target.facts):
        return ()
    possible = _possible(target)
    decisions = tuple(action for action in MODERATORS_ACTIONS if action in possible)
    return (
        decisions
        + _steps(actor, target.queue)
        + actions_on_thread(actor, target.thread)
        + _about_its_author(actor, target.author)
    )


def actions_on_thread(actor: Actor, thread: ThreadFacts | None) -> tuple[ModeratorAction, ...]:
    """What this person may do with a whole thread; nothing where it is not asked about."""
    if thread is None or not can(actor, Action.MODERATE_THREAD, thread):
        return ()
    return (M.UNLOCK if thread.is_locked else M.LOCK, M.MOVE)


def actions_on_profile(
    actor: Actor,
    person_id: int,
    queue: QueueFacts | None = None,
    person: SanctionFacts | None = None,
) -> tuple[ModeratorAction, ...]:
    """What this person may do with what was said of somebody's profile."""
    if not can(actor, Action.DECIDE_ON_PROFILE, PersonFacts(person_id=person_id)):
        return ()
    return OF_A_PROFILE + _steps(actor, queue) + _about_its_author(actor, person)


def actions_on_text(*, can_be_had: bool) -> tuple[ModeratorAction, ...]:
    """What a moderator may do with a short text that waits; `can_be_had` as in `screened_fields.showing`."""
    return OF_A_TEXT if can_be_had else OF_A_NAME_NOT_TO_BE_HAD


def decisions_in(actions: Iterable[ModeratorAction]) -> tuple[ModeratorAction, ...]:
    """Those that settle the question."""
    return tuple(one for one in actions if one in MODERATORS_ACTIONS or one in OF_A_PROFILE)


def steps_in(actions: Iterable[ModeratorAction]) -> tuple[ModeratorAction, ...]:
    """Those that leave the question open."""
    return tuple(one for one in actions if one in STEPS)


def _steps(actor: Actor, queue: QueueFacts | None) -> tuple[ModeratorAction, ...]:
    if queue is None:
        return ()
    asks = queue.has_colleagues and queue.asked_by_id is None
    # An admin is whom it would go to.
    calls = queue.has_admins and not queue.is_escalated and not actor.is_admin
    offered = {M.SKIP: True, M.SECOND_OPINION: asks, M.ESCALATE: calls}
    return tuple(step for step in STEPS if offered[step])


def _about_its_author(actor: Actor, author: SanctionFacts | None) -> tuple[ModeratorAction, ...]:
    if author is None:
        return ()
    may = can(actor, Action.GIVE_SANCTION, author)
    return (M.SPEAK_TO,) if may else ()


def actions_on_wait(actor: Actor, person_id: int, queue: QueueFacts) -> tuple[ModeratorAction, ...]:
    """What this person may do with a newcomer's wait, other than answer it: nothing that decides on the post.

    A second opinion is of no use: there is nothing to have an opinion on.
    """
    if not can(actor, Action.SEE_REVIEW_QUEUE) or person_id == actor.user_id:
        return ()
    return tuple(one for one in _steps(actor, queue) if one is not M.SECOND_OPINION)


def actions_on_private(actor: Actor, facts: PrivateFacts) -> tuple[ModeratorAction, ...]:
    """What this person may do with what was reported of a private conversation."""
    return OF_PRIVATE_WORDS if can(actor, Action.DECIDE_ON_PRIVATE, facts) else ()


def _possible(target: Target) -> frozenset[str]:
    if target.edit_outcome is not None:
        return possible_edit_actions(target.edit_outcome)
    state = PostState(target.facts.state)
    keeps = {M.KEEP} if target.is_flagged and state is PostState.PUBLISHED else frozenset()
    waits_for_edit = {M.REQUEST_CHANGES} if target.edit_waits else frozenset()
    return (possible_actions(state) | keeps) - waits_for_edit
