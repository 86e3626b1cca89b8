"""The table of nudges: that a kind word was shown before something was sent, and what came of it. No text is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base, one_of
from forum.nudges.outcomes import NudgeKind, NudgeOutcome, NudgePlace


class Nudge(Base):
    """One private word to an author about one draft.

    `draft_key` names the draft whatever its words; `words_key` the words that it had then, as a hash that is cleared
    when the nudge is settled. `revision_id` is what was sent in the end.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("author_id", "draft_key"),
        Index("ix_nudges_shown", "shown_at"),
        CheckConstraint(one_of("place", NudgePlace), name="place_known"),
        CheckConstraint(one_of("kind", NudgeKind), name="kind_known"),
        CheckConstraint(one_of("outcome", NudgeOutcome), name="outcome_known"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    draft_key: Mapped[str] = mapped_column(String(60))
    words_key: Mapped[str | None] = mapped_column(String(36))
    place: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    is_introduction: Mapped[bool] = mapped_column(default=False)
    to_newcomer: Mapped[bool] = mapped_column(default=False)
    shown_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(20))
    settled_at: Mapped[datetime | None]
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("post_revisions.id"), index=True)
