"""Where a threshold set stands, read from its row, its back-tests and the log."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.audit.models import AuditEntry
from forum.calibration.models import Backtest
from forum.calibration.reigns import last_reign
from forum.calibration.steps import Standing
from forum.screening import State
from forum.thresholds.models import ThresholdRow


def standing_of(session: Session, row: ThresholdRow) -> Standing:
    """What has to be known of a set to say what may be done with it; three queries at most."""
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
        follows=row.state == State.LIVE and set_before(session, row.id) is not None,
    )


def set_before(session: Session, set_id: int) -> int | None:
    """The set that decided right before this one did; None where there was none."""
    reign = last_reign(session, set_id)
    return reign.before_id if reign is not None and reign.before_id != set_id else None
