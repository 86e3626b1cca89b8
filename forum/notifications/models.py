"""The table of what people have been told in the forum."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base


class NotificationKind(StrEnum):
    """What a person can be told."""

    POST_PUBLISHED = "post_published"
    POST_HELD = "post_held"
    CHANGES_REQUESTED = "changes_requested"
    POST_DECLINED = "post_declined"
    POST_HIDDEN = "post_hidden"
    POST_RESTORED = "post_restored"
    POST_REMOVED = "post_removed"
    EDIT_PUBLISHED = "edit_published"
    EDIT_HELD = "edit_held"
    EDIT_RETURNED = "edit_returned"
    EDIT_DECLINED = "edit_declined"
    REPLY = "reply"
    GRADUATED = "graduated"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # the name of an event, not a secret


class Notification(Base):
    """One line in a person's inbox. It points at a post and keeps none of its text.

    `actor_id` is who it is about (the one who replied, say); `decision_id` the decision it tells of; `detail` a word
    such as a role's name.
    """

    __tablename__ = "notifications"
    __table_args__ = (Index("ix_notifications_inbox", "user_id", "read_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(30))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    detail: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
