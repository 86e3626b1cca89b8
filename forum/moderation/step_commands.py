"""Passing an item on: putting it aside, asking for a second opinion, asking the admins. The question stays open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.conversations.models import Post, PostRevision
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import ItemPassedOn
from forum.moderation.claims import require_free
from forum.moderation.colleagues import around, queue_facts
from forum.moderation.commands import target_of
from forum.moderation.items import add_reason
from forum.moderation.models import ReviewItem
from forum.moderation.options import (
    DONE_MEANWHILE,
    STEPS_APART,
    ModeratorAction,
    actions_on_profile,
    actions_on_wait,
    available_actions,
    steps_in,
)
from forum.moderation.ranking import ReasonKind, gravity_of_kind
from forum.moderation.second_looks import may_look_again
from forum.moderation.step_models import ReviewStep
from forum.moderation.unanswered import post_of_wait
from forum.moderation.undo.leaving import overtake, overtake_texts
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts
from forum.privately.lookup import between

MAX_WORDS_LENGTH = 1_000
M = ModeratorAction
_MISSING = {
    M.SKIP: "Please say in a few words why you leave it to somebody else.",
    M.SECOND_OPINION: "Please write what you would like to know from another moderator.",
    M.ESCALATE: "Please say why the admins should look at it.",
}


class _Subject(TypedDict):
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a moderator sends: which step, and why, or what they ask."""

    action: ModeratorAction
    words: str


def take_step(actor: Actor, item_id: int, step: Step, clock: Clock) -> None:
    """Leave the question open, and say who looks next. Whoever does so has the item open no more.

    Raises:
        NotFoundError: there is no such item for this person.
        NotAllowedError: not a moderator, or something of their own.
        ConflictError: it does not wait any more, somebody has it open, or this has been done meanwhile.
        InvalidInputError: the words are missing, or too many.
    """
    require(actor, Action.SEE_REVIEW_QUEUE)
    with transaction() as session:
        item = _locked(session, item_id)
        if item is None:
            raise NotFoundError
        if item.closed_at is not None:
            raise ConflictError("This has been handled meanwhile. Nothing was changed.")
        now = clock.now()
        if step.action not in _available(session, actor, item, now):
            raise ConflictError(DONE_MEANWHILE)
        require_free(session, actor, item, now)
        _check_words(step)
        if step.action is not M.SKIP:
            _overtake(session, item, now)
        session.add(
            ReviewStep(
                item_id=item.id,
                action=step.action,
                by_id=actor.id,
                words=step.words.strip(),
                at=now,
            )
        )
        item.claimed_by_id = item.claimed_until = None
        # Whoever it was kept for has had it, or somebody else is asked now.
        item.first_for_id = item.first_for_until = None
        if step.action is M.SECOND_OPINION:
            item.asked_by_id, item.asked_at = actor.id, now
        elif step.action is M.ESCALATE:
            item.escalated_at = now
            kind = ReasonKind.ESCALATED
            add_reason(item, kind, gravity_of_kind(kind), now)
        emit(
            session,
            ItemPassedOn(
                actor_id=actor.id,
                at=now,
                item_id=item.id,
                **_subject(session, item),
                action=step.action,
            ),
        )


def _locked(session: Session, item_id: int) -> ReviewItem | None:
    """The item and, before it, what it is about, in the order in which whoever decides or undoes locks them."""
    item = session.get(ReviewItem, item_id)
    if item is None:
        return None
    if item.post_id is not None:
        session.get_one(Post, item.post_id, with_for_update=ROW_LOCK)
    elif item.person_id is not None:
        session.get_one(User, item.person_id, with_for_update=ROW_LOCK)
    session.refresh(item, with_for_update=ROW_LOCK)
    return item


def _overtake(session: Session, item: ReviewItem, now: datetime) -> None:
    """Others are asked about it as it is now: whoever decided a moment ago can't put it back behind them."""
    if item.post_id is not None:
        overtake(session, item.post_id, now)
    elif item.person_id is not None:
        overtake_texts(session, item.id, now)


def _available(
    session: Session, actor: Actor, item: ReviewItem, now: datetime
) -> tuple[ModeratorAction, ...]:
    """The steps that this person can take now.

    Raises:
        NotFoundError, NotAllowedError: they may not even decide on it.
    """
    if item.private_id is not None or item.appeal_id is not None:
        _require_shown(session, actor, item)
        return STEPS_APART
    facts = queue_facts(item, around(session, item.about_id, now))
    if item.clock_id is not None:
        if item.about_id == actor.id:
            raise NotFoundError
        return steps_in(actions_on_wait(actor, item.about_id, facts))
    if item.person_id is not None or item.post is None:
        require(actor, Action.DECIDE_ON_PROFILE, PersonFacts(person_id=item.about_id))
        return steps_in(actions_on_profile(actor, item.about_id, facts))
    revision = session.get_one(PostRevision, item.revision_id)
    target = replace(target_of(item.post, item, revision), queue=facts)
    require(actor, Action.DECIDE_ON_POST, target.facts)
    return steps_in(available_actions(actor, target))


def _require_shown(session: Session, actor: Actor, item: ReviewItem) -> None:
    """Go on only if this very person may decide on what was said in private, or on an appeal."""
    if item.appeal_id is not None:
        theirs = select(ReviewItem.id).where(ReviewItem.id == item.id, may_look_again(actor))
        if session.scalar(theirs) is None:
            raise NotFoundError
        return
    both = between(session, item.private_id or 0)
    if both is None:
        raise NotFoundError
    require(actor, Action.DECIDE_ON_PRIVATE, both.facts)


def _subject(session: Session, item: ReviewItem) -> _Subject:
    if item.private_id is not None:
        return {"subject_kind": "private", "subject_id": item.private_id}
    if item.appeal_id is not None:
        return {"subject_kind": "appeal", "subject_id": item.appeal_id}
    if item.clock_id is not None:
        return {"subject_kind": "post", "subject_id": post_of_wait(session, item).id}
    if item.post_id is not None:
        return {"subject_kind": "post", "subject_id": item.post_id}
    return {"subject_kind": "person", "subject_id": item.about_id}


def _check_words(step: Step) -> None:
    if not step.words.strip():
        raise InvalidInputError(_MISSING[step.action], "note")
    if len(step.words) > MAX_WORDS_LENGTH:
        raise InvalidInputError(f"Please keep it under {MAX_WORDS_LENGTH:,} characters.", "note")
