"""Reading one appeal for whoever looks again. Who decided first is not told before they have decided themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from forum.accounts.actor import Actor
from forum.accounts.people import load_people
from forum.appeals.expiring import may_stand_again
from forum.appeals.in_queue import open_item_of
from forum.appeals.models import Appeal
from forum.appeals.pages import JudgePage
from forum.appeals.rows import appeals, cited_rule, may_know, what_it_is_about
from forum.appeals.rules import AppealState, waits_for_post
from forum.appeals.targets import DecisionTarget, SanctionTarget, Target, judges_for, load_target
from forum.appeals.text_targets import PrivateTarget
from forum.appeals.wording import STATE
from forum.clock import Clock
from forum.conversations.lifecycle import PostState
from forum.database import ROW_LOCK, db, transaction
from forum.errors import NotFoundError
from forum.moderation.appealed import appealed
from forum.moderation.claims import claim_of
from forum.moderation.desk_queries import desk_of
from forum.moderation.options import STEPS_APART
from forum.moderation.profiles import waiting_of
from forum.moderation.ranking import rank
from forum.moderation.reading import (
    is_covered_again,
    note_uncovered,
    require_not_resting,
    seen_again,
)
from forum.permissions.visibility import FOR_MODERATORS


def judge_page(actor: Actor, appeal_id: int, now: datetime) -> JudgePage:
    """An appeal with all that helps to look again.

    Raises:
        NotFoundError: there is no such appeal, or it is about this person.
    """
    row = db.session.execute(appeals().where(Appeal.id == appeal_id, may_know(actor))).one_or_none()
    if row is None:
        raise NotFoundError
    target = load_target(
        db.session(),
        decision_id=row.decision_id,
        sanction_id=row.sanction_id,
        text_decision_id=row.text_decision_id,
        lock=False,
    )
    judges, state = judges_for(db.session(), target), AppealState(row.state)
    is_open = state is AppealState.OPEN
    may_judge = is_open and actor.user_id in judges.ids
    # Who decided first is told to those who have nothing to decide any more.
    told = {row.settled_by_id, row.decided_by_id} if not is_open else set()
    people = load_people({row.appellant_id, *told} - {None})
    is_private = isinstance(target, PrivateTarget)
    reads_words = may_judge or not is_private
    texts = _texts(row, target) if _sees_text(actor, row, target, may_judge=may_judge) else None
    item = db.session.scalar(open_item_of(row.id)) if may_judge else None
    is_covered = texts is not None and _is_covered(actor, row.id, now)
    return JudgePage(
        id=row.id,
        item_id=item.id if item is not None else None,
        claim=claim_of(actor, item, now) if item is not None else None,
        ranked=rank(waiting_of(item), now).why if item is not None else "",
        # An admin who stands in has no queue in which somebody else would be served it.
        desk=desk_of(actor, item, None, row.appellant_id, STEPS_APART)
        if item is not None and actor.is_moderator
        else None,
        what=what_it_is_about(row),
        by=people[row.appellant_id],
        words=row.words if reads_words else "",
        made_at=row.made_at,
        title=row.title if texts is not None and not is_covered else None,
        texts=texts if not is_covered else None,
        is_covered=is_covered,
        is_post=row.post_state is not None,
        is_private=is_private,
        thread_id=row.thread_id if row.thread_published_at is not None else None,
        rule=cited_rule(row),
        note=row.note if reads_words else "",
        decided_at=row.decided_at,
        ends_at=row.ends_at,
        state=state,
        state_words=STATE[state],
        stands=target.stands(now),
        waits_for_post=isinstance(target, DecisionTarget) and waits_for_post(target.facts),
        may_stand_again=is_open and may_stand_again(db.session(), target),
        may_judge=may_judge,
        are_stand_ins=judges.are_stand_ins,
        answer=row.answer if reads_words else "",
        settled_at=row.settled_at,
        settled_by=people.get(row.settled_by_id) if not is_open else None,
        decided_by=people.get(row.decided_by_id) if not is_open else None,
    )


def uncover_appealed(actor: Actor, appeal_id: int, clock: Clock) -> None:
    """Ask to see what an appeal is about, where that is covered.

    Raises:
        NotFoundError: there is no such appeal for this person, or they may not read what it is about.
        RestError: this person has read enough for today.
    """
    if not judge_page(actor, appeal_id, clock.now()).is_covered:
        raise NotFoundError
    with transaction() as session:
        item = session.scalar(open_item_of(appeal_id).with_for_update(**ROW_LOCK))
        now = clock.now()
        if item is not None:
            require_not_resting(session, actor, item, now)
        about = appealed(session, appeal_id, item.id if item is not None else None)
        note_uncovered(session, actor.id, about.text, seen_again(about), now)


def _is_covered(actor: Actor, appeal_id: int, now: datetime) -> bool:
    about = appealed(db.session(), appeal_id, None)
    return is_covered_again(db.session(), actor.id, about, now)


def _sees_text(actor: Actor, row: Any, target: Target, *, may_judge: bool) -> bool:
    """Moderators see what they may anyway; an admin who stands in, what its author asks to have looked at.

    What was said in private is seen by nobody but who looks again, and only until they have answered.
    """
    match target:
        case SanctionTarget():
            return False
        case PrivateTarget():
            return may_judge
        case DecisionTarget() if PostState(row.post_state) not in FOR_MODERATORS:
            return False
        case _:
            return actor.is_moderator or may_judge or row.settled_by_id == actor.user_id


def _texts(row: Any, target: Target) -> Sequence[str]:
    if isinstance(target, PrivateTarget):
        return [message.text for message in target.messages]
    return [row.text]
