"""Tables of welcome: mentors and mentees, the reply clocks and whom they called, and what a mentor's desk keeps."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base, one_of
from forum.welcome.pairing import Weight
from forum.welcome.replyclock import Stage

MAX_INTRODUCTION_LENGTH = 240
MAX_ADDRESS_LENGTH = 60


class EndedHow(StrEnum):
    """Why a mentorship is over."""

    MENTOR_LEFT = "mentor_left"
    BLOCKED = "blocked"
    CHANGED = "changed"
    NONE_WANTED = "none_wanted"
    NEWCOMER_LEFT = "newcomer_left"


class StoppedWhy(StrEnum):
    """Why a reply clock stands still."""

    ANSWERED = "answered"
    OUT_OF_SIGHT = "out_of_sight"
    GRADUATED = "graduated"
    AUTHOR_LEFT = "author_left"


class PraiseKind(StrEnum):
    """What a mentee did that is worth a kind word."""

    ANSWERED_SOMEBODY = "answered_somebody"
    CAME_BACK = "came_back"


class WelcomeSettings(Base):
    """How soon newcomers shall be answered. There is one row at most; without one the defaults hold.

    `primary_share` is the percentage of the goal that the mentor has alone. Hours from `night_from` to `night_to` in
    `time_zone` do not count while `night_pauses` is set.
    """

    __tablename__ = "welcome_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    goal_minutes: Mapped[int] = mapped_column(default=120)
    primary_share: Mapped[int] = mapped_column(default=25)
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    night_pauses: Mapped[bool] = mapped_column(default=False)
    night_from: Mapped[int] = mapped_column(default=22)
    night_to: Mapped[int] = mapped_column(default=7)


class MentorSettings(Base):
    """How a mentor wants to work. A mentor without a row works with the defaults.

    Away from `away_since` until `away_until`, or until they say that they are back where that is empty.
    `languages` are codes, `topics` slugs of categories; `usual_hours` the hours of the community's day in which they
    mostly answer, counted anew each day. `asked_at` is when somebody who was not seen for long was asked.
    """

    __tablename__ = "mentor_settings"
    __table_args__ = (
        CheckConstraint(one_of("weight", Weight), name="weight_known"),
        CheckConstraint("most_mentees >= 0", name="most_mentees_not_negative"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    weight: Mapped[str] = mapped_column(String(10), default=Weight.NORMAL)
    most_mentees: Mapped[int] = mapped_column(default=25)
    away_since: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    introduction: Mapped[str] = mapped_column(String(MAX_INTRODUCTION_LENGTH), default="")
    usual_hours: Mapped[list[int]] = mapped_column(JSON, default=list)
    hours_counted_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]


class NewcomerSurvey(Base):
    """What a newcomer said of themselves at the start, if they wanted to: it helps to find a mentor who fits.

    `languages` are codes, `topics` slugs of categories, `reasons` keys of what brings people here.
    """

    __tablename__ = "newcomer_surveys"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    addressed_as: Mapped[str] = mapped_column(String(MAX_ADDRESS_LENGTH), default="")
    changed_at: Mapped[datetime]


class Mentorship(Base):
    """A newcomer and their mentor. While the mentor is away their backup stands in; nothing is moved for that.

    `chosen_because` is a sentence; `seed` lets the draw between equals be played again.
    """

    __tablename__ = "mentorships"
    __table_args__ = (
        Index(
            "uq_mentorships_open",
            "newcomer_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_mentorships_primary", "primary_id", "ended_at"),
        Index("ix_mentorships_backup", "backup_id", "ended_at"),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="end_whole"),
        CheckConstraint(one_of("ended_how", EndedHow), name="ended_how_known"),
        CheckConstraint("primary_id <> newcomer_id", name="nobody_mentors_themselves"),
        CheckConstraint("backup_id <> primary_id", name="backup_is_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    primary_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    backup_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    chosen_because: Mapped[str] = mapped_column(String(300))
    seed: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str | None] = mapped_column(String(20))


class ReplyClock(Base):
    """How long one post of a newcomer has waited for a first reply by another person.

    It runs while `stopped_at` is empty. `stage` is who was called last; `next_step_at` when the next are called, empty
    when everybody has been. `answered_back_at` is when the newcomer wrote again in that conversation.
    """

    __tablename__ = "reply_clocks"
    __table_args__ = (
        Index("ix_reply_clocks_running", "stopped_at", "started_at"),
        Index("ix_reply_clocks_due", "next_step_at"),
        Index("ix_reply_clocks_newcomer", "newcomer_id", "stopped_at"),
        Index("ix_reply_clocks_answered", "stopped_by_id", "stopped_at"),
        CheckConstraint(one_of("stage", Stage), name="stage_known"),
        CheckConstraint(one_of("stopped_why", StoppedWhy), name="stopped_why_known"),
        CheckConstraint("(stopped_at IS NULL) = (stopped_why IS NULL)", name="stop_whole"),
        CheckConstraint(
            "stopped_at IS NULL OR next_step_at IS NULL", name="nobody_is_called_after_the_stop"
        ),
        CheckConstraint("stopped_by_id <> newcomer_id", name="nobody_answers_themselves"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime]
    stage: Mapped[str] = mapped_column(String(20))
    next_step_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_why: Mapped[str | None] = mapped_column(String(20))
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    stopped_by_post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    answered_back_at: Mapped[datetime | None]


class ClockStep(Base):
    """One step of a reply clock: who was called, when, and why. Only ever added to.

    `called_id` is empty where nobody could be called. `by_id` is the mentor who handed over, empty for the forum.
    """

    __tablename__ = "clock_steps"
    __table_args__ = (
        Index("ix_clock_steps_called", "called_id", "clock_id"),
        CheckConstraint(one_of("stage", Stage), name="stage_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("reply_clocks.id"), index=True)
    stage: Mapped[str] = mapped_column(String(20))
    called_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    why: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class Snooze(Base):
    """A mentor puts one waiting post aside for a while. The clock goes on."""

    __tablename__ = "snoozes"

    mentor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("reply_clocks.id"), primary_key=True)
    until: Mapped[datetime]


class SavedReply(Base):
    """An opener that a mentor keeps for themselves. It is changed before it is sent."""

    __tablename__ = "saved_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class MenteeStar(Base):
    """A mentee whom a mentor wants to find again quickly."""

    __tablename__ = "mentee_stars"

    mentor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)


class MenteeNote(Base):
    """What mentors should know of a newcomer. Mentors alone read it."""

    __tablename__ = "mentee_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class Praise(Base):
    """A mentor was offered to praise a mentee for a post, and sent it, or skipped it with a reason."""

    __tablename__ = "praises"
    __table_args__ = (
        Index("uq_praises_once", "post_id", "kind", unique=True),
        CheckConstraint(one_of("kind", PraiseKind), name="kind_known"),
        CheckConstraint("was_sent OR skipped_because <> ''", name="sent_or_skipped_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    kind: Mapped[str] = mapped_column(String(20))
    was_sent: Mapped[bool]
    skipped_because: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
