"""What puts a decision against a post right: a decision of its own that cites it. The caller holds the post's lock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.appeals.rules import NEEDS_AN_APPEAL, PUT_RIGHT_BY
from forum.appeals.targets import DecisionTarget
from forum.conversations.lifecycle import PostAction
from forum.conversations.transitions import move, settle_edit
from forum.database import emit
from forum.events import ReportSettled
from forum.moderation.models import Decision, Report
from forum.moderation.reporting import ReportOutcome


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
    for report in _acted_on(session, target.decision):
        report.outcome, report.settled_at = ReportOutcome.PUT_BACK, decision.decided_at
        emit(
            session,
            ReportSettled(
                actor_id=decision.decided_by_id,
                at=decision.decided_at,
                report_id=report.id,
                reporter_id=report.reporter_id,
                post_id=target.post.id,
                outcome=report.outcome,
            ),
        )


def _acted_on(session: Session, reversed_one: Decision) -> list[Report]:
    """Reports that led to the decision that is put right."""
    if reversed_one.item_id is None:
        return []
    found = select(Report).where(
        Report.item_id == reversed_one.item_id,
        Report.outcome == ReportOutcome.ACTED,
        Report.settled_at == reversed_one.decided_at,
    )
    return list(session.scalars(found.order_by(Report.id)))
