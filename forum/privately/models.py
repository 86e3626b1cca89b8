"""Tables of private conversations between mentor and mentee."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base


class PrivateConversation(Base):
    """What the two of a mentorship say to each other; it has the mentorship's number.

    There is a row from the first message on. `newcomer_read_to` and `mentor_read_to` are the newest message that each
    has said they read. It is closed while `ended_at` is set, and for good once the mentorship is over.
    """

    __tablename__ = "private_conversations"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="end_whole"),
    )

    id: Mapped[int] = mapped_column(
        ForeignKey("mentorships.id"), primary_key=True, autoincrement=False
    )
    begun_at: Mapped[datetime]
    newcomer_read_to: Mapped[int] = mapped_column(default=0)
    mentor_read_to: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class PrivateMessage(Base):
    """One thing said in private. It is never changed; `html` is rendered once, when it is saved.

    A moderator to whom it was reported may take it down: `removal_id` is that decision. Its author can still read it,
    with the decision beside it, and nobody else can.

    `calls_for_help` is whether it sounded as if its author may hurt themselves. `submission_key` makes sending the same
    form twice harmless.
    """

    __tablename__ = "private_messages"
    __table_args__ = (
        UniqueConstraint("author_id", "submission_key"),
        Index("ix_private_messages_reading", "conversation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("private_conversations.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    calls_for_help: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]
    submission_key: Mapped[str] = mapped_column(String(36))
    removal_id: Mapped[int | None] = mapped_column(ForeignKey("text_decisions.id"), index=True)


class ShownMessage(Base):
    """A message that one of the two has chosen to show to moderators with a report.

    Without a row here no moderator reads a message, and with one only until the report's item is closed. What was taken
    down is read once more by whoever looks again, if its author asks for that. `is_reported` is whether it is what the
    report is about, and not only there so that it can be understood.
    """

    __tablename__ = "shown_messages"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("private_messages.id"), primary_key=True)
    is_reported: Mapped[bool]
