"""Tables of what moderators do with an item other than decide on it, and of what they tell each other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base

MAX_REASON_LENGTH = 300


class ReviewStep(Base):
    """Somebody put an item aside, asked for a second opinion on it, or asked the admins to look.

    It is never changed, and forgotten some time after the item is settled (`forum.keeping`). `action` is a step of
    `forum.moderation.options`; `words` say why, or what is asked.
    """

    __tablename__ = "review_steps"
    __table_args__ = (
        Index("ix_review_steps_item", "item_id", "by_id", "at"),
        CheckConstraint("action IN ('skip', 'second_opinion', 'escalate')", name="action_known"),
        CheckConstraint("words <> ''", name="gives_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"))
    action: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class ThreadStep(Base):
    """A moderator closed a thread for new answers, opened it again, or moved it. Append only."""

    __tablename__ = "thread_steps"
    __table_args__ = (
        Index("ix_thread_steps_thread", "thread_id", "id"),
        CheckConstraint("action IN ('lock', 'unlock', 'move')", name="action_known"),
        CheckConstraint("action <> 'lock' OR reason <> ''", name="lock_gives_a_reason"),
        CheckConstraint(
            "(action = 'move') = (from_category_id IS NOT NULL AND to_category_id IS NOT NULL)",
            name="move_says_where",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    action: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(MAX_REASON_LENGTH), default="")
    from_category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    to_category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    at: Mapped[datetime]


class ReplyText(Base):
    """A text that staff keep for each other, with the decision and the rule that it fits, if it fits one."""

    __tablename__ = "reply_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    action: Mapped[str | None] = mapped_column(String(20))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class StaffNote(Base):
    """What staff tell each other of a post or of a person. Neither others nor whom it is about read it.

    It is never changed, and forgotten after some time (`forum.keeping`).
    """

    __tablename__ = "staff_notes"
    __table_args__ = (
        Index("ix_staff_notes_post", "post_id"),
        Index("ix_staff_notes_person", "person_id"),
        CheckConstraint("(post_id IS NULL) <> (person_id IS NULL)", name="about_one_thing"),
        CheckConstraint("person_id IS NULL OR person_id <> by_id", name="not_of_oneself"),
        CheckConstraint("words <> ''", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
