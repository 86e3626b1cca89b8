"""Erasing the words of versions of posts, for good. The rows stay, and what was decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, null, update
from sqlalchemy.orm import Session

from forum.conversations.models import PostRevision, Thread

#: What stands where the words stood.
ERASED = "The words of this post have been erased."
ERASED_TITLE = "A title that has been erased"
ERASED_HTML = f"<p>{ERASED}</p>"


def erase_words(
    session: Session, revision_ids: Sequence[int], thread_ids: Sequence[int], now: datetime
) -> None:
    """Erase the words of these versions, and the titles of these threads. The caller has locked the posts."""
    if not revision_ids:
        return
    session.execute(
        update(PostRevision)
        .where(PostRevision.id.in_(revision_ids))
        .values(
            title=case((PostRevision.title.is_(None), null()), else_=ERASED_TITLE),
            text="",
            html=ERASED_HTML,
            erased_at=now,
        )
    )
    if thread_ids:
        session.execute(update(Thread).where(Thread.id.in_(thread_ids)).values(title=ERASED_TITLE))
