"""Tables of the community itself: its name, its rules, and the one-time link of the first set-up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base


class Community(Base):
    """The community. There is one row, made by the first set-up."""

    __tablename__ = "community"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(60))
    tagline: Mapped[str] = mapped_column(String(160), default="")
    set_up_at: Mapped[datetime]
    rules_changed_at: Mapped[datetime]


class Rule(Base):
    """One rule of the community.

    A rule that is reworded becomes a new row and the old one is retired, so that a decision goes on citing the
    words that were in force when it was made.
    """

    __tablename__ = "rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class SetupLink(Base):
    """A link to the first set-up. Only the hash of its token is kept; it is void once the community exists."""

    __tablename__ = "setup_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
