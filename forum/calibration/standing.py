"""Where a threshold set stands, read from its row, its back-tests and the log."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.calibration.models import Backtest
from forum.calibration.steps import Standing
from forum.moderation.models import AuditEntry
from forum.screening import State
from forum.thresholds.models import ThresholdRow


def standing_of(session: Session, row: ThresholdRow) -> Standing:
    """What has to be known of a set to say what may be done with it; two queries."""
    tested = session.scalars(
        select(Backtest.limits)
        .where(Backtest.set_id == row.id, Backtest.finished_at.is_not(None))
        .order_by(Backtest.id.desc())
        .limit(1)
    ).first()
    since = session.scalar(
        select(func.max(AuditEntry.at)).where(
            AuditEntry.action == "thresholds.shadow",
            AuditEntry.subject_kind == "thresholds",
            AuditEntry.subject_id == row.id,
        )
    )
    return Standing(
        state=State(row.state),
        tested=tested == row.limits,
        was_live=row.live_at is not None,
        shadow_since=since if row.state == State.SHADOW else None,
    )
