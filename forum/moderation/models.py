"""Tables of moderation: what waits for a person, and who decided what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.community.models import Rule
from forum.conversations.models import Post, PostRevision
from forum.database import Base
from forum.moderation.ranking import Gravity


class ReviewItem(Base):
    """One unit of moderators' work, on one target.

    That is a post, its waiting edit, a profile, what was said in private, an appeal, or a newcomer's wait (`clock_id`).
    A target has at most one open item, with all the reasons there are. `revision_id` is the version in question.
    `about_id` is whose post, profile, message, appeal or wait it is; `with_id` the other one of a private conversation,
    who told us of it. `decided_by_id` is who decided what an appeal is about, and `admins_first` whether it goes to
    admins before moderators (`forum.moderation.second_looks`).
    `gravity` and `label` are its gravest reason's (`forum.moderation.ranking`).
    While somebody has it open, `claimed_by_id` says who and `claimed_until` how long, and nobody else is served it.
    `closed_as` is what was done and `closed_by_id` who did it; both are empty where the target itself moved on.
    `escalated_at` is since when admins are asked to look, `asked_by_id` who waits for a second opinion. Until
    `first_for_until` it is kept for `first_for_id` (`forum.moderation.serving`).
    """

    __tablename__ = "review_items"
    __table_args__ = (
        Index(
            "uq_review_items_open",
            "post_id",
            "is_edit",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_review_items_open_person",
            "person_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_review_items_open_private",
            "private_id",
            "about_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_review_items_open_appeal",
            "appeal_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_review_items_open_clock",
            "clock_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_review_items_queue", "closed_at", "opened_at"),
        CheckConstraint(
            "CASE WHEN post_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN person_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN private_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN appeal_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN clock_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_target",
        ),
        CheckConstraint(
            "decided_by_id IS NULL OR appeal_id IS NOT NULL", name="decided_before_an_appeal"
        ),
        CheckConstraint("(private_id IS NULL) = (with_id IS NULL)", name="private_with_another"),
        CheckConstraint("(post_id IS NULL) = (revision_id IS NULL)", name="post_with_version"),
        CheckConstraint("(claimed_by_id IS NULL) = (claimed_until IS NULL)", name="claim_whole"),
        CheckConstraint("closed_at IS NULL OR claimed_by_id IS NULL", name="closed_is_free"),
        CheckConstraint("(asked_by_id IS NULL) = (asked_at IS NULL)", name="asked_whole"),
        CheckConstraint("(first_for_id IS NULL) = (first_for_until IS NULL)", name="first_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("post_revisions.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    private_id: Mapped[int | None] = mapped_column(ForeignKey("private_conversations.id"))
    with_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # An appeal is about a decision, and a decision may be about an item: neither table comes first.
    appeal_id: Mapped[int | None] = mapped_column(
        ForeignKey("appeals.id", name="fk_review_items_appeal_id_appeals", use_alter=True)
    )
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("reply_clocks.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    admins_first: Mapped[bool] = mapped_column(default=False)
    about_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_edit: Mapped[bool] = mapped_column(default=False)
    from_newcomer: Mapped[bool] = mapped_column(default=False)
    gravity: Mapped[int] = mapped_column(default=Gravity.ORDINARY)
    label: Mapped[str | None] = mapped_column(String(30))
    opened_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    claimed_until: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime | None]
    first_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    first_for_until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[str | None] = mapped_column(String(20))
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    post: Mapped[Post | None] = relationship()
    revision: Mapped[PostRevision | None] = relationship()
    reasons: Mapped[list[ReviewReason]] = relationship(
        back_populates="item", order_by="ReviewReason.id"
    )


class ReviewReason(Base):
    """Why an item is there. One item can have many. `label` is the kind of harm that it is about, where it is known."""

    __tablename__ = "review_reasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    explanation: Mapped[str] = mapped_column(String(400), default="")
    gravity: Mapped[int] = mapped_column(default=Gravity.ORDINARY)
    label: Mapped[str | None] = mapped_column(String(30))
    created_at: Mapped[datetime]

    item: Mapped[ReviewItem] = relationship(back_populates="reasons")


class Report(Base):
    """Somebody's concern about a post or a person. Several about one target are one item.

    `revision_id` is the version that was on show then. `weight` is what it weighed when it was made.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("item_id", "reporter_id"),
        Index("ix_reports_reporter", "reporter_id", "made_at"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="outcome_with_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("post_revisions.id"))
    reason: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[float] = mapped_column(Float)
    made_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(20))
    settled_at: Mapped[datetime | None]

    item: Mapped[ReviewItem] = relationship()


class Decision(Base):
    """Who decided what about a post, when, citing which rule, with which words to the author. Append only.

    `reverses_id` is the earlier decision that this one puts right: one against the post that leads back to readers, or
    an approval that is taken back. `as_mentor`: by welcoming a newcomer.
    `is_signed`: whoever decided allowed their name to be shown with it (`moderation.signing`).
    """

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
        CheckConstraint(
            "reverses_id IS NULL OR (reverses_id <> id "
            "AND action IN ('approve', 'restore', 'hide', 'remove', 'request_changes'))",
            name="reversal_turns_round",
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
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    as_mentor: Mapped[bool] = mapped_column(default=False)
    is_signed: Mapped[bool] = mapped_column(default=False)

    rule: Mapped[Rule | None] = relationship()
    decided_by: Mapped[User | None] = relationship()
