"""The community's own list of words, with every version of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base
from forum.own_words.rules import MAX_TERM_LENGTH

_IN_FORCE = text("removed_at IS NULL")


class OwnWord(Base):
    """A word, what happens to a text that contains it, and the names in which it means nothing.

    A word that is changed becomes a new row, which says what it `replaces_id`, and the old one is removed: so the list
    can be read as it was on any day. `term` may have a `*` at an end, for the rest of a word.
    """

    __tablename__ = "own_words"
    __table_args__ = (
        Index(
            "uq_own_words_in_force",
            "term",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        CheckConstraint("term <> '' AND term = lower(term)", name="term_lower"),
        CheckConstraint("effect IN ('hold', 'note')", name="effect_known"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_whom"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(String(MAX_TERM_LENGTH))
    effect: Mapped[str] = mapped_column(String(10))
    exceptions: Mapped[list[str]] = mapped_column(JSON)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("own_words.id"))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
