"""Tables of conversations: categories, threads, posts, their revisions, and what the screener said of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.conversations.lifecycle import PostState, RevisionOutcome
from forum.database import Base, one_of
from forum.text import MAX_TITLE_LENGTH


class Category(Base):
    """A named area of the forum."""

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    description: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)


class Thread(Base):
    """A conversation.

    `published_at`, `last_posted_at`, `reply_count` and `title` mirror what readers may see; only
    `forum.conversations.transitions` writes them. `published_at` is empty while the opening post is out of sight.
    While `locked_at` is set nobody answers; `lock_reason` says why to everybody.
    """

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_category_listing", "category_id", "last_posted_at"),
        Index("ix_threads_listing", "last_posted_at"),
        # Of welcome threads alone: else SQLite looks up with it all that are none, and sorts them for the front page.
        Index(
            "ix_threads_welcome",
            "last_posted_at",
            sqlite_where=text("welcome_flagged_at IS NOT NULL"),
            postgresql_where=text("welcome_flagged_at IS NOT NULL"),
        ),
        CheckConstraint(
            "(welcome_flagged_by_id IS NULL) = (welcome_flagged_at IS NULL)",
            name="welcome_flag_whole",
        ),
        CheckConstraint("reply_count >= 0", name="reply_count_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(String(MAX_TITLE_LENGTH))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    last_posted_at: Mapped[datetime | None]
    reply_count: Mapped[int] = mapped_column(default=0)
    welcome_flagged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    welcome_flagged_at: Mapped[datetime | None]
    welcome_until: Mapped[datetime | None]
    welcome_reason: Mapped[str] = mapped_column(String(300), default="")
    locked_at: Mapped[datetime | None]
    lock_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")

    category: Mapped[Category] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])


class Post(Base):
    """One contribution to a thread.

    `shown_number` is the revision that readers see; `latest_number` the newest one, which may still be waiting.
    `submission_key` makes sending the same form twice harmless.
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("author_id", "submission_key"),
        Index("ix_posts_thread_reading", "thread_id", "state", "id"),
        Index("ix_posts_author", "author_id", "state"),
        Index("ix_posts_state", "state", "id"),
        # What was published of late: a mentor's desk asks for the last week's.
        Index("ix_posts_published", "state", "published_at"),
        Index(
            "uq_posts_opening",
            "thread_id",
            unique=True,
            sqlite_where=text("is_opening"),
            postgresql_where=text("is_opening"),
        ),
        CheckConstraint(one_of("state", PostState), name="state_known"),
        # What readers may see has a version on show and a moment since when.
        CheckConstraint(
            "state NOT IN ('published', 'hidden', 'removed') "
            "OR (shown_number IS NOT NULL AND published_at IS NOT NULL)",
            name="published_has_version",
        ),
        # What nobody has let through has none.
        CheckConstraint(
            "state NOT IN ('submitted', 'held', 'changes_requested', 'declined') "
            "OR shown_number IS NULL",
            name="unpublished_shows_nothing",
        ),
        CheckConstraint("latest_number >= 1", name="has_a_version"),
        CheckConstraint(
            "shown_number IS NULL OR shown_number <= latest_number", name="shown_exists"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    is_opening: Mapped[bool] = mapped_column(default=False)
    by_newcomer: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default=PostState.SUBMITTED)
    state_changed_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    latest_number: Mapped[int] = mapped_column(default=1)
    shown_number: Mapped[int | None]
    submission_key: Mapped[str] = mapped_column(String(36))

    thread: Mapped[Thread] = relationship()
    author: Mapped[User] = relationship()


class PostRevision(Base):
    """One version of a post's text. `html` is rendered once, when it is saved; `title` only for opening posts.

    `erased_at` is when its words were erased for good (`forum.keeping`): then `text` is empty. `screening_began_at` is
    when the screener began to read it; it is empty again where that came to nothing.
    """

    __tablename__ = "post_revisions"
    __table_args__ = (
        UniqueConstraint("post_id", "number"),
        Index("ix_post_revisions_outcome", "outcome", "id"),
        CheckConstraint(one_of("outcome", RevisionOutcome), name="outcome_known"),
        CheckConstraint("erased_at IS NULL OR text = ''", name="erased_for_good"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(MAX_TITLE_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(20), default=RevisionOutcome.WAITING)
    screening_attempts: Mapped[int] = mapped_column(default=0)
    screening_began_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    post: Mapped[Post] = relationship()


class ScreeningResult(Base):
    """What the screener said of one revision. Append only.

    `scores` maps each label to the worst window's score, 0 to 1. `findings` is a list of
    `forum.screening.Finding` as plain data. `shadow` is what a threshold set that is only tried out would have said
    (`forum.screening.shadow.ShadowVerdict`). `in_welcome_thread` is whether its thread was one when it was read; None
    for what was read before that was written down.
    """

    __tablename__ = "screening_results"
    __table_args__ = (CheckConstraint("outcome IN ('publish', 'hold')", name="outcome_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("post_revisions.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    scores: Mapped[dict[str, float]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    addressed_to: Mapped[str] = mapped_column(String(10))
    written_by: Mapped[str] = mapped_column(String(10))
    in_welcome_thread: Mapped[bool | None]
    model_name: Mapped[str] = mapped_column(String(80))
    model_version: Mapped[str] = mapped_column(String(40))
    threshold_set: Mapped[str] = mapped_column(String(60))
    shadow: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    duration_ms: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)


class PostTransition(Base):
    """One step of a post from state to state. Append only; written with the state itself.

    `undoes_id` is the step that was taken back by this one.
    """

    __tablename__ = "post_transitions"
    __table_args__ = (
        Index("ix_post_transitions_action", "action", "at"),
        # A step is taken back once.
        UniqueConstraint("undoes_id"),
        CheckConstraint("(action = 'undo') = (undoes_id IS NOT NULL)", name="undo_names_a_step"),
        # The steps of a person's decision, the other way round (conversations.lifecycle.UNDO_MOVES).
        CheckConstraint(
            "action <> 'undo' "
            "OR (before = 'published' AND after IN "
            "('held', 'hidden', 'declined', 'removed', 'changes_requested')) "
            "OR (before = 'changes_requested' AND after IN ('held', 'published', 'hidden')) "
            "OR (before = 'declined' AND after IN ('held', 'changes_requested')) "
            "OR (before = 'hidden' AND after = 'published') "
            "OR (before = 'removed' AND after IN ('published', 'hidden'))",
            name="undo_leads_back",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("post_revisions.id"))
    action: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("post_transitions.id"))


class Hide(Base):
    """What somebody does not want to see: a post, or everything that a person writes. Nobody else is told."""

    __tablename__ = "hides"
    __table_args__ = (
        UniqueConstraint("user_id", "post_id"),
        UniqueConstraint("user_id", "person_id"),
        CheckConstraint("(post_id IS NULL) <> (person_id IS NULL)", name="one_target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
