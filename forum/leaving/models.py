"""The table of those who have left, or are about to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base


class Departure(Base):
    """Somebody leaves. Until `due_at` they can come back, and the row is gone then.

    `username`, `display_name` and `biography` are what they were called and what they said of themselves: others see
    it no more, and it is kept here so that it can be put back. All three are empty once their account was erased,
    `erased_at` is set once everything else was too. `words` is one of `forum.leaving.rules.Words`. `address_key` is
    there while a suspension or a ban goes on.
    """

    __tablename__ = "departures"
    __table_args__ = (
        CheckConstraint("words IN ('taken', 'left')", name="words_known"),
        CheckConstraint(
            "(username IS NULL) = (display_name IS NULL) AND (username IS NULL) = (biography IS NULL)",
            name="name_whole",
        ),
        CheckConstraint("erased_at IS NULL OR username IS NULL", name="erased_for_good"),
        CheckConstraint("due_at > asked_at", name="can_come_back"),
        Index(
            "ix_departures_due",
            "due_at",
            sqlite_where=text("erased_at IS NULL"),
            postgresql_where=text("erased_at IS NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    words: Mapped[str] = mapped_column(String(10))
    username: Mapped[str | None] = mapped_column(String(30), unique=True)
    display_name: Mapped[str | None] = mapped_column(String(60))
    biography: Mapped[str | None] = mapped_column(String(300))
    address_key: Mapped[str | None] = mapped_column(String(64), index=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
