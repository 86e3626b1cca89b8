"""A moderator puts a decision against a post right without being asked, after it has been told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView, load_people
from forum.appeals.putting_right import lead_back, reversing_decision
from forum.appeals.rules import NEEDS_AN_APPEAL
from forum.appeals.targets import DecisionTarget, load_target
from forum.appeals.unasked import Reversible, words_to_author
from forum.clock import Clock
from forum.conversations.lookup import facts_of
from forum.database import db, emit, transaction
from forum.errors import NotFoundError
from forum.events import DecisionMade
from forum.moderation.options import ModeratorAction
from forum.moderation.undo.before import before_decision
from forum.moderation.undo.leaving import open_window
from forum.moderation.wording import DONE_AS
from forum.permissions.actions import Action
from forum.permissions.check import require


@dataclass(frozen=True, kw_only=True)
class ReversingPage(Reversible):
    """A decision against a post, for whoever is about to put it right."""

    post_id: int
    author: PersonView
    done: str
    is_edit: bool


def reversing_page(actor: Actor, decision_id: int, clock: Clock) -> ReversingPage:
    """What would be put right.

    Raises:
        NotFoundError: there is no such decision for this person, or it is of a kind that has a way back of its own.
        NotAllowedError: no moderator, or their own post.
    """
    target = _load(db.session(), actor, decision_id, lock=False)
    return ReversingPage(
        decision_id=decision_id,
        post_id=target.post.id,
        author=load_people([target.post.author_id])[target.post.author_id],
        done=DONE_AS[ModeratorAction(target.decision.action)],
        note=target.decision.note,
        is_edit=target.facts.is_edit,
        stands=target.stands(clock.now()),
    )


def reverse(actor: Actor, decision_id: int, words: str, clock: Clock) -> int:
    """Put a decision right. Returns the post's id. It can be undone for some seconds like any other decision.

    Raises:
        NotFoundError: there is no such decision for this person.
        NotAllowedError: no moderator, or their own post.
        ConflictError: it has been put right or overtaken meanwhile.
        InvalidInputError: the words to the author are missing, or too many.
    """
    with transaction() as session:
        target, now = _load(session, actor, decision_id, lock=True), clock.now()
        note = words_to_author(target, words, now)
        before = before_decision(session, target.post, target.revision, settled_by=target.decision)
        decision = reversing_decision(session, target, by_id=actor.id, note=note, now=now)
        open_window(session, decision, before)
        lead_back(session, target, decision)
        emit(
            session,
            DecisionMade(
                actor_id=actor.id,
                at=now,
                decision_id=decision.id,
                post_id=target.post.id,
                action=decision.action,
            ),
        )
        return target.post.id


def _load(session: Session, actor: Actor, decision_id: int, *, lock: bool) -> DecisionTarget:
    target = load_target(session, decision_id=decision_id, sanction_id=None, lock=lock)
    if not isinstance(target, DecisionTarget):
        raise NotFoundError
    require(actor, Action.SEE_REVIEW_QUEUE)
    require(actor, Action.DECIDE_ON_POST, facts_of(target.post))
    if target.decision.action not in NEEDS_AN_APPEAL:
        # What was hidden is shown again by an ordinary decision.
        raise NotFoundError
    return target
