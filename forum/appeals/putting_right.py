"""What puts a decision against a post right: a decision of its own that cites it. The caller holds the post's lock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from forum.appeals.rules import NEEDS_AN_APPEAL, PUT_RIGHT_BY
from forum.appeals.targets import DecisionTarget
from forum.appeals.told_again import tell_those_who_told_us
from forum.conversations.lifecycle import PostAction
from forum.conversations.transitions import move, settle_edit
from forum.moderation.models import Decision


def reversing_decision(
    session: Session, target: DecisionTarget, *, by_id: int, note: str, now: datetime
) -> Decision:
    """The decision that leads back, recorded and not carried out yet."""
    decision = Decision(
        post_id=target.post.id,
        revision_id=target.revision.id,
        # It tells an edit from a post; how long an item waited is no matter of this.
        item_id=target.decision.item_id if target.facts.is_edit else None,
        action=PUT_RIGHT_BY[PostAction(target.decision.action)],
        decided_by_id=by_id,
        note=note,
        decided_at=now,
        reverses_id=target.decision.id,
    )
    session.add(decision)
    session.flush()
    return decision


def lead_back(session: Session, target: DecisionTarget, decision: Decision) -> None:
    """Carry it out. Whoever had reported the post, and was told that something was done, is told of it as well."""
    against = PostAction(target.decision.action)
    carry_out = settle_edit if target.facts.is_edit else move
    carry_out(
        session,
        target.post,
        target.revision,
        PostAction(decision.action),
        actor_id=decision.decided_by_id,
        now=decision.decided_at,
        decision_id=decision.id,
        reverses=against in NEEDS_AN_APPEAL,
    )
    tell_those_who_told_us(session, target.decision, by=decision, post_id=target.post.id)
