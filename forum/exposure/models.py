"""Tables of what moderators read, how much of it they want to read, and their pauses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base, one_of
from forum.exposure.dose import Step

_OF_A_PROFILE = text("private_id IS NULL")


class Exposure(Base):
    """A moderator opened a text, or asked to see one that was covered. Once a day for each text.

    Where other words stood there in the meantime, `at` is when the newest were read, and `points` is the sum.
    `day` is the community's day then. What was read is a version of a post, a person's profile, or, where `private_id`
    is given, what that person had said in private. `is_severe` is whether it was one of those of which nobody should
    read two in a row.
    """

    __tablename__ = "exposures"
    __table_args__ = (
        UniqueConstraint("moderator_id", "day", "step", "revision_id"),
        # A person's profile is one thing to read, and what was reported of each private conversation another.
        Index(
            "uq_exposures_profile",
            "moderator_id",
            "day",
            "step",
            "person_id",
            unique=True,
            sqlite_where=_OF_A_PROFILE,
            postgresql_where=_OF_A_PROFILE,
        ),
        Index(
            "uq_exposures_private",
            "moderator_id",
            "day",
            "step",
            "person_id",
            "private_id",
            unique=True,
        ),
        Index("ix_exposures_day", "day"),
        CheckConstraint("(revision_id IS NULL) <> (person_id IS NULL)", name="one_text"),
        CheckConstraint(one_of("step", Step), name="step_known"),
        CheckConstraint("points >= 0", name="points_count_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime]
    step: Mapped[str] = mapped_column(String(10))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("review_items.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("post_revisions.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    private_id: Mapped[int | None] = mapped_column(ForeignKey("private_conversations.id"))
    points: Mapped[int]
    is_severe: Mapped[bool] = mapped_column(default=False)


class Pause(Base):
    """A pause that a moderator took, or did not want just then: that one ends when it begins."""

    __tablename__ = "pauses"
    __table_args__ = (
        Index("ix_pauses_moderator", "moderator_id", "at"),
        CheckConstraint("until >= at", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]


class ReadingSettings(Base):
    """How a moderator wants to read. Without a row the usual holds.

    `budget` is in points a day, None for the usual; `later_budget` takes its place on the day `later_from`.
    `opted_out` lists the labels that they are not served.
    """

    __tablename__ = "reading_settings"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    budget: Mapped[int | None]
    later_budget: Mapped[int | None]
    later_from: Mapped[date | None] = mapped_column(Date)
    opted_out: Mapped[list[str]] = mapped_column(JSON, default=list)
    keys_on: Mapped[bool] = mapped_column(default=True)
    name_shown: Mapped[bool] = mapped_column(default=False)


class ExposureBounds(Base):
    """Between which daily budgets moderators may choose. There is one row at most; without one the defaults hold."""

    __tablename__ = "exposure_bounds"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint(
            "0 < least AND least <= usual AND usual <= most", name="usual_within_bounds"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    least: Mapped[int]
    most: Mapped[int]
    usual: Mapped[int]
