"""Tables of keeping: the periods that a community has chosen, and when housekeeping was last done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base, one_of
from forum.keeping.periods import Kind


class KeepingPeriod(Base):
    """How many days a kind of thing is kept. A kind without a row is kept for its default."""

    __tablename__ = "keeping_periods"
    __table_args__ = (
        CheckConstraint(one_of("kind", Kind), name="kind_known"),
        CheckConstraint("days >= 1", name="at_least_a_day"),
    )

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    days: Mapped[int]


class KeepingSweep(Base):
    """When housekeeping was last done to the end, with nothing left that was due. There is one row at most."""

    __tablename__ = "keeping_sweeps"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    swept_at: Mapped[datetime]
