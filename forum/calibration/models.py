"""Tables of calibration: the weekly reports on the automatic screen, and back-tests of threshold sets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
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
    looked at. With `rescoring_id` the set that is tried is asked about the scores of another model. `report` is what
    `forum.calibration.backtest_report.Report` writes as JSON.
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
    rescoring_id: Mapped[int | None] = mapped_column(ForeignKey("rescorings.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Rescoring(Base):
    """The newest decided posts, read again by another model. The row is what is due: a worker goes on with it.

    `done` of `most` posts have been read, down to the screening result `reached`; whoever goes on begins below it.
    `problem` is why it did not get on the last time, or ended early; empty while it does.
    """

    __tablename__ = "rescorings"
    __table_args__ = (CheckConstraint("done >= 0 AND done <= most", name="done_of_most"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_name: Mapped[str] = mapped_column(String(80))
    model_version: Mapped[str] = mapped_column(String(40))
    most: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int | None]
    problem: Mapped[str] = mapped_column(String(300), default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)


class Rescored(Base):
    """What another model scored for one version, beside what was scored when it was sent. It decides nothing."""

    __tablename__ = "rescored"

    rescoring_id: Mapped[int] = mapped_column(ForeignKey("rescorings.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("post_revisions.id"), primary_key=True)
    scores: Mapped[dict[str, float]] = mapped_column(JSON)
