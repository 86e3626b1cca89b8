"""The table of drafts."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base


class Draft(Base):
    """Text that its author has not submitted: one for each thing that they have begun to write.

    It is an answer in a thread (or to one post in it), a thread to come in a category, a message in the private
    conversation of a mentorship, or a change to a post of theirs, of which the version `based_on` was on their screen.
    `place` names which. `key` is that of the form in which it was kept last: two windows on one place keep two drafts.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        CheckConstraint(
            "CASE WHEN thread_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN category_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN private_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN changes_id IS NULL THEN 0 ELSE 1 END = 1",
            name="in_one_place",
        ),
        CheckConstraint(
            "(changes_id IS NULL) = (based_on IS NULL)",
            name="changes_a_version",
        ),
        CheckConstraint("answers_id IS NULL OR thread_id IS NOT NULL", name="answers_in_a_thread"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid.uuid4()))
    place: Mapped[str] = mapped_column(String(40))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    private_id: Mapped[int | None] = mapped_column(ForeignKey("mentorships.id"))
    changes_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    based_on: Mapped[int | None]
    title: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
