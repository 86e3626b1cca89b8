"""Reading what moderators did with a thread: for everybody who reads it, without their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.conversations.models import Category
from forum.database import db
from forum.moderation.options import ModeratorAction
from forum.moderation.step_models import ThreadStep

# A page is for what people say; older moves stand in the database.
MOST_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A thread came here from another category. `reason` may be empty."""

    from_name: str
    to_name: str
    reason: str
    at: datetime


def moves_of(thread_id: int) -> Sequence[Moved]:
    """The latest moves of a thread, newest first."""
    before, after = aliased(Category), aliased(Category)
    rows = db.session.execute(
        select(
            before.name.label("from_name"),
            after.name.label("to_name"),
            ThreadStep.reason,
            ThreadStep.at,
        )
        .join(before, before.id == ThreadStep.from_category_id)
        .join(after, after.id == ThreadStep.to_category_id)
        .where(ThreadStep.thread_id == thread_id, ThreadStep.action == ModeratorAction.MOVE)
        .order_by(ThreadStep.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Moved(**row._mapping) for row in rows]
