"""The table of appeals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.appeals.rules import AppealState
from forum.database import Base, one_of


class Appeal(Base):
    """A person's request that somebody else look again at a decision on their words, or at a sanction. One for each.

    `words` is what they wrote, `answer` what they were answered. `settled_by_id` is who judged, or
    the person themselves who took it back; empty where it expired.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint(one_of("state", AppealState), name="state_known"),
        CheckConstraint(
            "CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN sanction_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN text_decision_id IS NULL THEN 0 ELSE 1 END = 1",
            name="about_one_thing",
        ),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_when"),
        CheckConstraint(
            "state NOT IN ('upheld', 'overturned') "
            "OR (answer <> '' AND settled_by_id IS NOT NULL AND settled_by_id <> appellant_id)",
            name="judged_by_somebody_else_in_words",
        ),
        Index("ix_appeals_state", "state", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appellant_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    sanction_id: Mapped[int | None] = mapped_column(ForeignKey("sanctions.id"), unique=True)
    text_decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("text_decisions.id"), unique=True
    )
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default=AppealState.OPEN)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
