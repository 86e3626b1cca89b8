"""Reading what moderators did with a thread: for everybody who reads it, without their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from forum.conversations.models import Category
from forum.conversations.rows import Rows
from forum.database import read
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


_FROM, _TO = aliased(Category), aliased(Category)
# Put together once: every page of a thread asks, and nearly every answer is empty.
_MOVES: Rows = (
    select(
        _FROM.name.label("from_name"), _TO.name.label("to_name"), ThreadStep.reason, ThreadStep.at
    )
    .join(_FROM, _FROM.id == ThreadStep.from_category_id)
    .join(_TO, _TO.id == ThreadStep.to_category_id)
    .where(
        ThreadStep.thread_id == bindparam("thread_id"), ThreadStep.action == ModeratorAction.MOVE
    )
    .order_by(ThreadStep.id.desc())
    .limit(MOST_SHOWN)
)


def moves_of(thread_id: int) -> Sequence[Moved]:
    """The latest moves of a thread, newest first."""
    return [Moved(**row._mapping) for row in read(_MOVES, {"thread_id": thread_id})]
