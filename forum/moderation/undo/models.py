"""Tables of what can still be undone, and of what waits until it can't be any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    exists,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.util import AliasedClass

from forum.database import Base, alias_of
from forum.moderation.models import Decision
from forum.moderation.options import TAKES_BACK_AN_APPROVAL, ModeratorAction
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.rules import WindowEnd

_OPEN = text("ended_at IS NULL")


class UndoWindow(Base):
    """The seconds in which a moderator can undo what they did.

    That is a decision on a post, one on other words (`text_decision_id`), or what came of reports of a profile or of
    private words (`item_id`).

    `before` is how everything stood right before it (`forum.moderation.undo.before`), and empty once it has ended. What
    waits for its end are the rows of `HeldBack`. `reply_id` is the answer by which a mentor decided. `ended_how` is one
    of `WindowEnd`.
    """

    __tablename__ = "undo_windows"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN item_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN text_decision_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_act",
        ),
        CheckConstraint("(decision_id IS NULL) = (post_id IS NULL)", name="decision_with_post"),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="end_whole"),
        CheckConstraint("ended_how IN ('told', 'overtaken', 'undone')", name="end_known"),
        CheckConstraint("closes_at > opened_at", name="lasts"),
        # Whatever happens to a post next ends the one before.
        Index(
            "uq_undo_windows_open_post",
            "post_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_undo_windows_due", "closes_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_undo_windows_by", "by_id", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("review_items.id"))
    text_decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("text_decisions.id"), unique=True
    )
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(20))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str | None] = mapped_column(String(20))


class HeldBack(Base):
    """Something that happened, and that others hear of when a window ends. Append only: an undone one is never read.

    `kind` is the event's class, `happened` its fields.
    """

    __tablename__ = "held_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    window_id: Mapped[int] = mapped_column(ForeignKey("undo_windows.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    happened: Mapped[dict[str, Any]] = mapped_column(JSON)


def not_undone(
    decision: type[Decision] | AliasedClass[Decision] = Decision,
) -> ColumnElement[bool]:
    """For a query that reads decisions: only those that were not taken back within the first seconds."""
    window = alias_of(UndoWindow, "undone")
    return ~exists().where(window.decision_id == decision.id, window.ended_how == WindowEnd.UNDONE)


def is_reversed(
    decision: type[Decision] | AliasedClass[Decision] = Decision,
) -> ColumnElement[bool]:
    """For a query that reads decisions: whether a later one put it right, and is still what holds.

    An approval that was taken back holds again once the same words are shown again.
    """
    later, again = alias_of(Decision, "later"), alias_of(Decision, "again")
    shown_again = exists().where(
        again.revision_id == later.revision_id,
        again.post_id == later.post_id,
        again.id > later.id,
        again.action.in_([ModeratorAction.APPROVE, ModeratorAction.RESTORE]),
        not_undone(again),
    )
    holds = or_(later.action.not_in(sorted(TAKES_BACK_AN_APPROVAL)), ~shown_again)
    return exists().where(later.reverses_id == decision.id, not_undone(later), holds)


def text_not_undone(
    decision: type[TextDecision] | AliasedClass[TextDecision] = TextDecision,
) -> ColumnElement[bool]:
    """The same for a query that reads decisions on other words."""
    window = alias_of(UndoWindow, "undone")
    return ~exists().where(
        window.text_decision_id == decision.id, window.ended_how == WindowEnd.UNDONE
    )
