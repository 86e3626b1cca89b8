"""The table of decisions on words that are no post: names and other short texts, and what was said in private."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Base


class TextDecision(Base):
    """Who decided what about a short text, or words said in private, citing which rule, with which note to the author.

    Append only. `about_id` is whose words they are. `item_id` is the item that they waited in; None where a decision
    was put right, and then `reverses_id` is that one. `by_screen` is whether the automatic screen had set the words
    aside. Which private messages a decision took down stands with the messages.
    """

    __tablename__ = "text_decisions"
    __table_args__ = (
        CheckConstraint("(field_id IS NULL) <> (private_id IS NULL)", name="about_one_thing"),
        # A decision against somebody's words cites a rule and gives them a reason.
        CheckConstraint(
            "action NOT IN ('decline', 'remove') OR (rule_id IS NOT NULL AND note <> '')",
            name="against_cites_a_rule",
        ),
        CheckConstraint("decided_by_id <> about_id", name="nobody_decides_on_their_own"),
        CheckConstraint(
            "(reverses_id IS NULL) = (action <> 'restore') AND (reverses_id IS NULL OR note <> '')",
            name="restoring_reverses",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("field_revisions.id"), index=True)
    private_id: Mapped[int | None] = mapped_column(
        ForeignKey("private_conversations.id"), index=True
    )
    item_id: Mapped[int | None] = mapped_column(ForeignKey("review_items.id"), index=True)
    about_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(20))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime]
    by_screen: Mapped[bool] = mapped_column(default=False)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("text_decisions.id"), unique=True)
