"""Which approval a decision takes back. Runs inside the transaction."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.conversations.models import PostRevision
from forum.moderation.models import Decision
from forum.moderation.options import TAKES_BACK_AN_APPROVAL, ModeratorAction
from forum.moderation.undo.models import is_reversed, not_undone


def approval_taken_back(
    session: Session, revision: PostRevision, action: ModeratorAction
) -> int | None:
    """The approval of these very words that a decision puts right; None where no person had approved them."""
    if action not in TAKES_BACK_AN_APPROVAL:
        return None
    return session.scalar(
        select(Decision.id)
        .where(
            Decision.post_id == revision.post_id,
            Decision.revision_id == revision.id,
            Decision.action == ModeratorAction.APPROVE,
            not_undone(),
            ~is_reversed(),
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )
