"""Closing the appeals whose matter has changed meanwhile, and opening again what had closed too soon."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from forum.appeals.commands import lock_appeal, settle
from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState, waits_for_post
from forum.appeals.targets import DecisionTarget, Target, judges_for
from forum.appeals.text_targets import TextTarget, waits_for_newer
from forum.clock import Clock
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision
from forum.database import db, emit, transaction
from forum.each_alone import each_alone
from forum.events import AppealReopened
from forum.moderation.holding import SKEW
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import UndoWindow


def expire_moot_appeals(clock: Clock) -> None:
    """Close the open appeals whose matter has changed: an author took the post back, say, or a silence ended.

    It is asked again where it had closed too soon: at a moment that lies ahead, by a clock that was wrong, or because
    the post of a change was taken down, and that post is back.
    """
    too_soon = or_(Appeal.settled_at > clock.now() + SKEW, _post_is_back())
    closed = and_(Appeal.state == AppealState.EXPIRED, too_soon)
    ids = db.session.scalars(
        select(Appeal.id).where(or_(Appeal.state == AppealState.OPEN, closed)).order_by(Appeal.id)
    ).all()
    for appeal_id in ids:
        with each_alone("closing_appeal_failed", appeal_id=appeal_id), transaction() as session:
            _look_at(session, appeal_id, clock.now())


def _post_is_back() -> ColumnElement[bool]:
    """Whether what was appealed is a change to a post that has come back to readers since, with nothing newer."""
    return exists().where(
        Decision.id == Appeal.decision_id,
        ReviewItem.id == Decision.item_id,
        ReviewItem.is_edit,
        PostRevision.id == Decision.revision_id,
        Post.id == Decision.post_id,
        Post.latest_number == PostRevision.number,
        Post.state == PostState.PUBLISHED,
        Post.state_changed_at >= Appeal.settled_at,
    )


def _look_at(session: Session, appeal_id: int, now: datetime) -> None:
    appeal, target = lock_appeal(session, appeal_id)
    stands = target.stands(now)
    if appeal.state == AppealState.OPEN and not (stands or may_stand_again(session, target)):
        settle(session, appeal, target, AppealState.EXPIRED, by_id=None, now=now)
    elif stands and appeal.state == AppealState.EXPIRED:
        appeal.state, appeal.settled_at = AppealState.OPEN, None
        session.flush()
        emit(
            session,
            AppealReopened(
                actor_id=None,
                at=now,
                appeal_id=appeal.id,
                user_id=appeal.appellant_id,
                judges=tuple(sorted(judges_for(session, target).ids)),
            ),
        )


def may_stand_again(session: Session, target: Target) -> bool:
    """Whether what has changed may yet be as it was.

    Its post is hidden for now, a newer text in its place waits to be read, or a moderator can still undo it.

    An appeal can be made once, so nothing that passes takes it.
    """
    match target:
        case DecisionTarget():
            if waits_for_post(target.facts):
                return True
            about = UndoWindow.post_id == target.post.id
        case TextTarget():
            if waits_for_newer(session, target):
                return True
            on_it = select(TextDecision.id).where(TextDecision.field_id == target.field.id)
            about = UndoWindow.text_decision_id.in_(on_it)
        case _:
            return False
    return bool(session.scalar(select(exists().where(about, UndoWindow.ended_at.is_(None)))))
