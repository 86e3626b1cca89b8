"""The table of what people have been told in the forum."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base

# The detail of a post that a mentor published by answering it.
BY_MENTOR = "by_mentor"
# The detail of a mentor who follows one who can't be there any more.
TAKES_OVER = "takes_over"


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
    REPORT_ACTED = "report_acted"
    REPORT_KEPT = "report_kept"
    REPORT_GONE = "report_gone"
    REPORT_PUT_BACK = "report_put_back"
    REPLY = "reply"
    FIRST_REPLY = "first_reply"
    THANKED = "thanked"
    MENTOR_FOUND = "mentor_found"
    MENTOR_GONE = "mentor_gone"
    MENTEE_FOUND = "mentee_found"
    MENTEE_WAITS = "mentee_waits"
    NEWCOMER_WAITS = "newcomer_waits"
    PRAISED = "praised"
    PRIVATE_MESSAGE = "private_message"
    PRIVATE_CRY = "private_cry"
    PRIVATE_REMOVED = "private_removed"
    STILL_THERE = "still_there"
    SET_AWAY = "set_away"
    GRADUATED = "graduated"
    SOMEBODY_IN_NEED = "somebody_in_need"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    APPEAL_WAITS = "appeal_waits"
    APPEAL_UPHELD = "appeal_upheld"
    APPEAL_OVERTURNED = "appeal_overturned"
    APPEAL_EXPIRED = "appeal_expired"
    SANCTION_GIVEN = "sanction_given"
    SANCTION_LIFTED = "sanction_lifted"
    THREAD_LOCKED = "thread_locked"
    THREAD_UNLOCKED = "thread_unlocked"
    THREAD_MOVED = "thread_moved"
    ADMINS_ASKED = "admins_asked"
    OPINION_GIVEN = "opinion_given"
    WEEKLY_REPORT = "weekly_report"
    FIELD_HELD = "field_held"
    FIELD_PUBLISHED = "field_published"
    FIELD_ASKED = "field_asked"
    FIELD_DECLINED = "field_declined"
    OWN_DATA_TAKEN = "own_data_taken"
    FIELD_RESTORED = "field_restored"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # the name of an event, not a secret
    # The same words as in accounts.second_factor.changes.
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_RENEWED = "codes_renewed"
    CODE_USED = "code_used"
    FACTOR_TAKEN_AWAY = "factor_taken_away"
    LEAVING = "leaving"
    CAME_BACK_IN_TIME = "came_back_in_time"


class Notification(Base):
    """One line in a person's inbox. It points at a post and keeps none of its text.

    `mail_due_at` is set while it has to be mailed, too; `mailed_at` when it was.
    `actor_id` is who it is about (the one who replied, say); `decision_id`, `text_decision_id`, `sanction_id` and
    `appeal_id` what it tells of; `private_id` the private conversation that it is about; `detail` a word such as a
    role's name.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        Index("ix_notifications_inbox", "user_id", "read_at", "id"),
        Index(
            "ix_notifications_mail_due",
            "mail_due_at",
            sqlite_where=text("mail_due_at IS NOT NULL"),
            postgresql_where=text("mail_due_at IS NOT NULL"),
        ),
        # Whoever is called for a newcomer is called off when somebody has answered.
        Index("ix_notifications_post_id", "post_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(30))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text_decision_id: Mapped[int | None] = mapped_column(ForeignKey("text_decisions.id"))
    sanction_id: Mapped[int | None] = mapped_column(ForeignKey("sanctions.id"))
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeals.id"))
    private_id: Mapped[int | None] = mapped_column(ForeignKey("private_conversations.id"))
    detail: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail_due_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    mail_attempts: Mapped[int] = mapped_column(default=0)


class MailSwitchedOff(Base):
    """What a person does not want to be mailed. It is in their inbox all the same."""

    __tablename__ = "mails_switched_off"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20), primary_key=True)
