"""Reading forecasts for their page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.database import db
from forum.forecasts.models import Forecast
from forum.forecasts.report import Report, pictures
from forum.transparency.pictures import Picture


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """A forecast that is being made: `done` of `most` numbers of mentors; 0 of 0 before it begins."""

    asked_at: datetime
    done: int
    most: int


@dataclass(frozen=True, kw_only=True)
class ForecastPage:
    """The newest forecast that is done, and the one that is under way. Either may be missing."""

    under_way: UnderWay | None
    made_at: datetime | None
    report: Report | None
    pictures: Sequence[Picture]


def forecast_page() -> ForecastPage:
    """The page, in two queries."""
    waits = db.session.scalars(
        select(Forecast).where(Forecast.finished_at.is_(None)).order_by(Forecast.id).limit(1)
    ).one_or_none()
    newest = db.session.scalars(
        select(Forecast)
        .where(Forecast.finished_at.is_not(None))
        .order_by(Forecast.finished_at.desc(), Forecast.id.desc())
        .limit(1)
    ).one_or_none()
    kept = newest.report if newest is not None else None
    report = Report.from_json(kept) if kept is not None else None
    return ForecastPage(
        under_way=_under_way(waits) if waits is not None else None,
        made_at=newest.finished_at if newest is not None else None,
        report=report,
        pictures=pictures(report) if report is not None else [],
    )


def _under_way(row: Forecast) -> UnderWay:
    return UnderWay(asked_at=row.asked_at, done=row.done, most=row.most)
