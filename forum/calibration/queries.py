"""Reading the weekly reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from forum.calibration.models import WeeklyReport
from forum.calibration.parity import Parity
from forum.calibration.weekly import WeekInFigures
from forum.database import db
from forum.errors import NotFoundError

WEEKS_LISTED = 26


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """A report, and which others there are, newest first."""

    monday: date
    made_at: datetime
    figures: WeekInFigures
    parity: Parity
    mondays: Sequence[date]


def report_page(monday: date | None) -> ReportPage | None:
    """The report on a week, or the newest one; None if there is none at all yet.

    Raises:
        NotFoundError: there is none on that week.
    """
    mondays = db.session.scalars(
        select(WeeklyReport.monday).order_by(WeeklyReport.monday.desc()).limit(WEEKS_LISTED)
    ).all()
    wanted = monday or (mondays[0] if mondays else None)
    if wanted is None:
        return None
    row = db.session.get(WeeklyReport, wanted)
    if row is None:
        raise NotFoundError
    return ReportPage(
        monday=row.monday,
        made_at=row.made_at,
        figures=WeekInFigures.from_json(row.figures),
        parity=Parity.from_json(row.parity),
        mondays=mondays,
    )
