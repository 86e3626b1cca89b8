"""Tables of calibration: the weekly reports on the automatic screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
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
