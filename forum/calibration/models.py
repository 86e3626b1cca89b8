"""Tables of calibration: the weekly reports on the automatic screen, and back-tests of threshold sets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base


class WeeklyReport(Base):
    """What admins were told of a week: how the screen did, and whether it treats people alike.

    It is kept as it was told: `figures` and `parity` are what `WeekInFigures` and `Parity` write as JSON.
    """

    __tablename__ = "weekly_reports"

    monday: Mapped[date] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    parity: Mapped[dict[str, Any]] = mapped_column(JSON)


class Backtest(Base):
    """A threshold set, tried on posts that were decided already. The row is what is due: a worker fills it in.

    `limits` are the very ones that are tried, since a draft may change meanwhile. `done` of `most` posts have been
    looked at; `report` is what `forum.moderation.backtest_report.Report` writes as JSON.
    """

    __tablename__ = "backtests"
    __table_args__ = (
        CheckConstraint("(report IS NULL) = (finished_at IS NULL)", name="finished_with_report"),
        CheckConstraint("done >= 0 AND done <= most", name="done_of_most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("threshold_sets.id"), index=True)
    against_id: Mapped[int] = mapped_column(ForeignKey("threshold_sets.id"))
    limits: Mapped[dict[str, dict[str, float]]] = mapped_column(JSON)
    most: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
