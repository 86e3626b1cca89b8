"""The table of threshold sets: how strict the screener is, and was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base, one_of
from forum.screening import State


class ThresholdRow(Base):
    """One set of limits, by audience and label, as `forum.screening.ThresholdSet.as_json` writes them.

    One set is live and one at most is tried out as its shadow. The database refuses to change the limits of a set that
    is no draft any more: it is replaced by another one. `is_bundled` is whether it came with the project. From
    `live_at` to `retired_at` it decided, the last time that it did.
    """

    __tablename__ = "threshold_sets"
    __table_args__ = (
        Index(
            "uq_threshold_sets_in_force",
            "state",
            unique=True,
            sqlite_where=text("state IN ('live', 'shadow')"),
            postgresql_where=text("state IN ('live', 'shadow')"),
        ),
        CheckConstraint(one_of("state", State), name="state_known"),
        CheckConstraint("state <> 'live' OR live_at IS NOT NULL", name="live_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    limits: Mapped[dict[str, dict[str, float]]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    is_bundled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    live_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
