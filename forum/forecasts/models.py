"""The table of forecasts: how newcomers would fare with more mentors, or fewer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base


class Forecast(Base):
    """One forecast from a community's own last days. The row is what is due: a worker fills it in.

    `done` of `most` numbers of mentors have been tried (`most` is 0 until it begins); `report` is what
    `forum.forecasts.report.Report` writes as JSON.
    """

    __tablename__ = "forecasts"
    __table_args__ = (
        CheckConstraint("(report IS NULL) = (finished_at IS NULL)", name="finished_with_report"),
        CheckConstraint("done >= 0 AND done <= most", name="done_of_most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    most: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
