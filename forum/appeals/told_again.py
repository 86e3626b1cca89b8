"""Whoever had told us of something, and heard that something was done, hears as well that it was put back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.database import emit
from forum.events import ReportSettled
from forum.moderation.models import Decision, Report
from forum.moderation.reporting import ReportOutcome
from forum.moderation.text_models import TextDecision


def tell_those_who_told_us(
    session: Session,
    reversed_one: Decision | TextDecision,
    *,
    by: Decision | TextDecision,
    post_id: int | None = None,
) -> None:
    """The reports that led to a decision have another outcome now, since it was put right (`by`)."""
    if reversed_one.item_id is None:
        return
    acted_on = select(Report).where(
        Report.item_id == reversed_one.item_id,
        Report.outcome == ReportOutcome.ACTED,
        Report.settled_at == reversed_one.decided_at,
    )
    for report in session.scalars(acted_on.order_by(Report.id)).all():
        report.outcome, report.settled_at = ReportOutcome.PUT_BACK, by.decided_at
        emit(
            session,
            ReportSettled(
                actor_id=by.decided_by_id,
                at=by.decided_at,
                report_id=report.id,
                reporter_id=report.reporter_id,
                post_id=post_id,
                outcome=report.outcome,
            ),
        )
