"""Tables of moderation: what waits for a person, who decided what, and the log of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.community.models import Rule
from forum.conversations.models import Post, PostRevision
from forum.database import Base


class ReasonKind(StrEnum):
    """Why an item is in the review queue."""

    SCREENING = "screening"
    SCREENER_FAILED = "screener_failed"
    READ_FIRST = "read_first"


class ReviewItem(Base):
    """One unit of moderators' work: one version of one post. A post has at most one open item."""

    __tablename__ = "review_items"
    __table_args__ = (
        Index(
            "uq_review_items_open",
            "post_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_review_items_queue", "closed_at", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("post_revisions.id"))
    is_edit: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    post: Mapped[Post] = relationship()
    revision: Mapped[PostRevision] = relationship()
    reasons: Mapped[list[ReviewReason]] = relationship(
        back_populates="item", order_by="ReviewReason.id"
    )


class ReviewReason(Base):
    """Why an item is there. One item can have many."""

    __tablename__ = "review_reasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    explanation: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime]

    item: Mapped[ReviewItem] = relationship(back_populates="reasons")


class Decision(Base):
    """Who decided what about a post, when, citing which rule, with which words to the author. Append only."""

    __tablename__ = "decisions"
    __table_args__ = (
        # A decision against a post cites a rule and gives its author a reason; only a person makes one.
        CheckConstraint(
            "action NOT IN ('decline', 'remove', 'hide') "
            "OR (rule_id IS NOT NULL AND note <> '' AND decided_by_id IS NOT NULL)",
            name="against_cites_a_rule",
        ),
        CheckConstraint(
            "action <> 'request_changes' OR (note <> '' AND decided_by_id IS NOT NULL)",
            name="changes_give_a_reason",
        ),
        CheckConstraint(
            "decided_by_automation = (decided_by_id IS NULL)", name="person_or_automation"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("post_revisions.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("review_items.id"), index=True)
    action: Mapped[str] = mapped_column(String(20))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_by_automation: Mapped[bool] = mapped_column(default=False)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(index=True)

    rule: Mapped[Rule | None] = relationship()
    decided_by: Mapped[User | None] = relationship()


class AuditEntry(Base):
    """A line in the log of what staff, mentors and the forum itself did.

    The database refuses to change or delete one. It names things by number and holds no post's text. `number` counts
    without a gap; `seal` is over the entry and the seal of the one before (`forum.moderation.chain`).
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    number: Mapped[int] = mapped_column(unique=True)
    previous_seal: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))

    actor: Mapped[User | None] = relationship()


class AuditHead(Base):
    """The newest entry's number and seal: the one row that whoever writes to the log locks.

    It also tells when the log's end has been cut off. The database lets its number only grow.
    """

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
