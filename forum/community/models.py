"""Tables of the community itself: its name, its rules and who accepted which, and the link of the first set-up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.community.rulebook import MAX_WHAT_CHANGED
from forum.community.signatures import MAX_TEAM_NAME, SignedBy
from forum.database import Base


class Community(Base):
    """The community. There is one row, made by the first set-up.

    `signed_by` is under whose name moderators decide, a `SignedBy`; `team_name` is empty for the usual one.
    """

    __tablename__ = "community"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("signed_by IN ('team', 'person')", name="signed_by_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(60))
    tagline: Mapped[str] = mapped_column(String(160), default="")
    set_up_at: Mapped[datetime]
    rules_changed_at: Mapped[datetime]
    signed_by: Mapped[str] = mapped_column(String(10), default=SignedBy.TEAM)
    team_name: Mapped[str] = mapped_column(String(MAX_TEAM_NAME), default="")


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


class RulesVersion(Base):
    """The rules as they were put in force at one moment. Append only; the first one has the number 1.

    `in_substance`: it asks something else of people than the one before, so they are asked to accept it.
    `what_changed` tells them in a sentence what is different. `changed_by_id` is empty for the first set-up.
    """

    __tablename__ = "rules_versions"
    __table_args__ = (
        CheckConstraint("NOT in_substance OR what_changed <> ''", name="substance_is_explained"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    in_substance: Mapped[bool] = mapped_column(default=False)
    what_changed: Mapped[str] = mapped_column(String(MAX_WHAT_CHANGED), default="")


class VersionRule(Base):
    """A rule's place in a version. `instead_of_id` is the rule of the version before that it is another wording of."""

    __tablename__ = "rules_in_versions"

    version: Mapped[int] = mapped_column(ForeignKey("rules_versions.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("rules.id"), index=True)
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))


class RulesAcceptance(Base):
    """Who accepted which version of the rules, and when. Append only."""

    __tablename__ = "rules_acceptances"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    version: Mapped[int] = mapped_column(ForeignKey("rules_versions.number"), primary_key=True)
    at: Mapped[datetime]


class SetupLink(Base):
    """A link to the first set-up. Only the hash of its token is kept; it is void once the community exists."""

    __tablename__ = "setup_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
