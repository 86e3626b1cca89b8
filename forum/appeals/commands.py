"""Asking for a second look, taking that back, and answering it. One intention, one transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.appeals.in_queue import open_item_of
from forum.appeals.models import Appeal
from forum.appeals.putting_right import lead_back, reversing_decision
from forum.appeals.putting_words_right import (
    lead_private_words_back,
    lead_words_back,
    reversing_text_decision,
)
from forum.appeals.rules import AppealState, is_in_time
from forum.appeals.targets import (
    DecisionTarget,
    SanctionTarget,
    Target,
    facts_of,
    load_target,
    require_told,
)
from forum.appeals.text_targets import PrivateTarget, TextTarget
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction, tried_again
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import AppealMade, AppealSettled
from forum.moderation.claims import require_free
from forum.moderation.undo.leaving import overtake, overtake_text
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.sanctions.commands import end_early

MAX_WORDS = 2_000
_ASKED_BEFORE = (
    "You have asked for a second look at this already. Once is all there is, and it counts."
)
_TOOK_IT_BACK = (
    "You asked for a second look at this before, and took that back. It can be asked once for each."
)
_CHANGED = "What this is about has changed meanwhile. Nothing was changed."


@dataclass(frozen=True, kw_only=True)
class About:
    """What is appealed: a decision on a post, one on other words, or a sanction. One of them is given."""

    decision_id: int | None = None
    sanction_id: int | None = None
    text_decision_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a judge sends: whether the decision stands or is put right, and their answer."""

    outcome: AppealState
    answer: str


@tried_again
def make_appeal(actor: Actor, about: About, words: str, clock: Clock) -> int:
    """Ask that somebody else look again. Returns the appeal's id.

    Raises:
        NotFoundError: there is no such thing for this person, or they were told nothing of it.
        ConflictError: they have asked before, it is too late, or it has been put right or overtaken meanwhile.
        InvalidInputError: there are no words, or too many.
    """
    with transaction() as session:
        return _make(session, actor, about, words, clock.now())


def _make(session: Session, actor: Actor, about: About, words: str, now: datetime) -> int:
    target = load_target(session, **asdict(about), lock=True)
    require_told(session, target)
    require(actor, Action.MAKE_APPEAL, facts_of(session, target))
    earlier = session.scalar(select(Appeal.state).filter_by(**asdict(about)))
    if earlier is not None:
        raise ConflictError(_TOOK_IT_BACK if earlier == AppealState.WITHDRAWN else _ASKED_BEFORE)
    if not is_in_time(target.decided_at, now):
        raise ConflictError("This was more than 30 days ago, so it can’t be looked at again.")
    if not target.stands(now):
        raise ConflictError(
            "This has been put right or overtaken meanwhile: there is nothing left to look at again."
        )
    if target.post_id is not None:
        # Whoever asks for a second look knows of the decision: there is nothing to keep from them any more.
        overtake(session, target.post_id, now)
    elif isinstance(target, TextTarget | PrivateTarget):
        overtake_text(session, target.decision.id, now)
    appeal = Appeal(
        appellant_id=actor.id,
        **asdict(about),
        words=written(words, "Please say in a few words how you see it.", "words"),
        made_at=now,
    )
    session.add(appeal)
    session.flush()
    emit(
        session,
        AppealMade(
            actor_id=actor.id,
            at=now,
            appeal_id=appeal.id,
            user_id=actor.id,
            judges=tuple(sorted(facts_of(session, target).judges)),
        ),
    )
    return appeal.id


def withdraw_appeal(actor: Actor, appeal_id: int, clock: Clock) -> None:
    """Take one's own appeal back. Doing so twice is harmless.

    Raises:
        NotFoundError: there is no such appeal of theirs.
        ConflictError: it has been settled already.
    """
    with transaction() as session:
        appeal, target = lock_appeal(session, appeal_id)
        if appeal.appellant_id != actor.user_id:
            raise NotFoundError
        if appeal.state == AppealState.WITHDRAWN:
            return
        _require_open(appeal)
        settle(session, appeal, target, AppealState.WITHDRAWN, by_id=actor.id, now=clock.now())


def judge(actor: Actor, appeal_id: int, judgement: Judgement, clock: Clock) -> None:
    """Answer an appeal. Overturning puts right whatever the decision did.

    Raises:
        NotFoundError: there is no such appeal.
        NotAllowedError: not one of those who may look again.
        ConflictError: somebody was faster or has it open, or what it is about has changed meanwhile.
        InvalidInputError: the answer is missing.
    """
    with transaction() as session:
        appeal, target = lock_appeal(session, appeal_id)
        require(actor, Action.JUDGE_APPEAL, facts_of(session, target))
        now = clock.now()
        _require_open(appeal)
        if not target.stands(now):
            raise ConflictError(_CHANGED)
        item = session.scalar(open_item_of(appeal.id))
        if item is not None:
            require_free(session, actor, item, now)
        appeal.answer = written(
            judgement.answer, "Please answer them, in your own words.", "answer"
        )
        if judgement.outcome is AppealState.OVERTURNED:
            _put_right(session, actor, target, appeal.answer, now)
        settle(session, appeal, target, judgement.outcome, by_id=actor.id, now=now)


def lock_appeal(session: Session, appeal_id: int) -> tuple[Appeal, Target]:
    """An appeal and what it is about, locked in this order: first what it is about.

    Raises:
        NotFoundError: there is no such appeal.
    """
    appeal = session.get(Appeal, appeal_id)
    if appeal is None:
        raise NotFoundError
    target = load_target(
        session,
        decision_id=appeal.decision_id,
        sanction_id=appeal.sanction_id,
        text_decision_id=appeal.text_decision_id,
        lock=True,
    )
    session.refresh(appeal, with_for_update=ROW_LOCK)
    return appeal, target


def _require_open(appeal: Appeal) -> None:
    if appeal.state == AppealState.WITHDRAWN:
        raise ConflictError("This appeal was taken back meanwhile. Nothing was changed.")
    if appeal.state == AppealState.EXPIRED:
        raise ConflictError(_CHANGED)
    if appeal.state != AppealState.OPEN:
        raise ConflictError("This appeal has been answered meanwhile. Nothing was changed.")


def _put_right(session: Session, actor: Actor, target: Target, answer: str, now: datetime) -> None:
    match target:
        case SanctionTarget():
            end_early(session, target.sanction, answer, by_id=actor.id, now=now)
        case TextTarget():
            restore = reversing_text_decision(session, target, by_id=actor.id, note=answer, now=now)
            lead_words_back(session, target, restore)
        case PrivateTarget():
            restore = reversing_text_decision(session, target, by_id=actor.id, note=answer, now=now)
            lead_private_words_back(session, target, restore)
        case DecisionTarget():
            decision = reversing_decision(session, target, by_id=actor.id, note=answer, now=now)
            lead_back(session, target, decision)


def settle(
    session: Session,
    appeal: Appeal,
    target: Target,
    state: AppealState,
    *,
    by_id: int | None,
    now: datetime,
) -> None:
    """Close an appeal, and let others know. The caller has locked it."""
    appeal.state, appeal.settled_at, appeal.settled_by_id = state, now, by_id
    emit(
        session,
        AppealSettled(
            actor_id=by_id,
            at=now,
            appeal_id=appeal.id,
            user_id=appeal.appellant_id,
            post_id=target.post_id,
            outcome=state,
            text_decision_id=appeal.text_decision_id,
        ),
    )


def written(words: str, missing: str, field: str) -> str:
    """Words that are needed, without what surrounds them.

    Raises:
        InvalidInputError: there are none, or too many.
    """
    kept = words.strip()
    if not kept:
        raise InvalidInputError(missing, field)
    if len(kept) > MAX_WORDS:
        raise InvalidInputError(f"Please keep this under {MAX_WORDS:,} characters.", field)
    return kept
