"""The weekly report: made once for each week that is over, by whichever worker comes first."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from forum.calibration.found_out import figures_of, parity_until
from forum.calibration.models import WeeklyReport
from forum.clock import Clock
from forum.community.models import Community
from forum.conversations.models import ScreeningResult
from forum.database import db, emit, transaction
from forum.events import WeeklyReportMade
from forum.moderation.undo.rules import UNDO_FOR
from forum.transparency.figures import Week, weeks_until


def make_due_report(clock: Clock) -> bool:
    """Make the report on the last week, unless it is there or has nothing to tell. Returns whether it was made."""
    now = clock.now()
    # What was decided in the last seconds of a week can be undone for as many after it.
    week = weeks_until(now - UNDO_FOR, 2)[0]
    if not _is_due(week):
        return False
    figures, parity = figures_of(week), parity_until(now)
    # Nothing may stay open from the reading.
    db.session.rollback()
    try:
        with transaction() as session:
            session.add(
                WeeklyReport(
                    monday=week.monday,
                    made_at=now,
                    figures=figures.as_json(),
                    parity=parity.as_json(),
                )
            )
            session.flush()
            emit(session, WeeklyReportMade(actor_id=None, at=now, monday=week.monday.isoformat()))
    except IntegrityError:
        # Another worker was faster.
        return False
    return True


def _is_due(week: Week) -> bool:
    """Whether something was read in that week, by a community that was there already, and nobody has told of it."""
    there = exists().where(WeeklyReport.monday == week.monday)
    was_read = exists().where(
        ScreeningResult.created_at >= week.begins, ScreeningResult.created_at < week.ends
    )
    # What an example community is made of happened before it was set up.
    was_set_up = exists().where(Community.set_up_at < week.ends)
    return bool(db.session.scalar(select(was_set_up & was_read & ~there)))
