"""The table of sanctions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base, one_of
from forum.sanctions.kinds import SanctionKind


class Sanction(Base):
    """What staff did about how somebody takes part: why, until when, and whether its person has read it.

    `post_id` is the post that it is about, where it is about one. `lifted_at` is set where it ended before its time:
    then `lifted_by_id` is who ended it and `lifted_because` what they told its person.
    """

    __tablename__ = "sanctions"
    __table_args__ = (
        CheckConstraint(one_of("kind", SanctionKind), name="kind_known"),
        CheckConstraint("note <> ''", name="gives_a_reason"),
        CheckConstraint("kind = 'message' OR rule_id IS NOT NULL", name="cites_a_rule"),
        CheckConstraint("(kind IN ('message', 'ban')) = (ends_at IS NULL)", name="has_an_end"),
        CheckConstraint("person_id <> given_by_id", name="nobody_sanctions_themselves"),
        CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL) "
            "AND (lifted_at IS NULL) = (lifted_because = '')",
            name="lifted_by_somebody_for_a_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    note: Mapped[str] = mapped_column(Text)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_signed: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_because: Mapped[str] = mapped_column(Text, default="")
