"""The table of short texts that are screened: names, and what people say of themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base, one_of
from forum.screened_fields.kinds import MAX_TEXT_LENGTH, FieldKind
from forum.screened_fields.lifecycle import FieldState

_OPEN = "state IN ('submitted', 'held')"
_OPEN_OF_PERSON = text(f"{_OPEN} AND thread_id IS NULL")
_OPEN_OF_THREAD = text(f"{_OPEN} AND thread_id IS NOT NULL")
_OPEN_USERNAME = text(f"{_OPEN} AND kind = 'username'")


class FieldRevision(Base):
    """One version of a short text, and what became of it. Only `forum.screened_fields.transitions` writes its state.

    What readers see stands where it always stood (`users.display_name`, say), and is written when a version is
    published. `thread_id` is only there for words about a thread. `verdict` is what the screener said, as
    `forum.screening.Verdict.as_json` writes it, without the text, and `read_at`, when it said so. `settled_by_id` is
    the moderator, or whoever took it back. What moderators decided on it are the `TextDecision`s of it
    (`forum.moderation.text_models`). `cleared_at` is since when nothing is to stand where readers saw it, or would
    have: its author emptied it, or the welcome that it speaks of is over.
    """

    __tablename__ = "field_revisions"
    __table_args__ = (
        # One waits at a time; a newer one takes its place.
        Index(
            "uq_field_revisions_open_of_person",
            "author_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN_OF_PERSON,
            postgresql_where=_OPEN_OF_PERSON,
        ),
        Index(
            "uq_field_revisions_open_of_thread",
            "thread_id",
            unique=True,
            sqlite_where=_OPEN_OF_THREAD,
            postgresql_where=_OPEN_OF_THREAD,
        ),
        # Two people can't wait for the same user name.
        Index(
            "uq_field_revisions_open_username",
            "text",
            unique=True,
            sqlite_where=_OPEN_USERNAME,
            postgresql_where=_OPEN_USERNAME,
        ),
        Index("ix_field_revisions_state", "state", "id"),
        Index("ix_field_revisions_author", "author_id", "kind", "id"),
        CheckConstraint(one_of("kind", FieldKind), name="kind_known"),
        CheckConstraint(one_of("state", FieldState), name="state_known"),
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint(f"({_OPEN}) = (settled_at IS NULL)", name="settled_when"),
        CheckConstraint(
            "(kind = 'welcome_reason') = (thread_id IS NOT NULL)", name="about_a_thread"
        ),
        # Citing which rule, and in which words, stands with the decision.
        CheckConstraint(
            "state <> 'declined' OR settled_by_id IS NOT NULL", name="a_person_declines"
        ),
        CheckConstraint(
            "state NOT IN ('published', 'declined') "
            "OR settled_by_id IS NULL OR settled_by_id <> author_id",
            name="nobody_decides_on_their_own",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    text: Mapped[str] = mapped_column(String(MAX_TEXT_LENGTH))
    state: Mapped[str] = mapped_column(String(20), default=FieldState.SUBMITTED)
    submitted_at: Mapped[datetime]
    screening_attempts: Mapped[int] = mapped_column(default=0)
    screening_began_at: Mapped[datetime | None]
    verdict: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cleared_at: Mapped[datetime | None]
