"""What the screen said, week by week, and what became of what it held. Nothing here reads a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.conversations.lifecycle import DECIDED, PostAction
from forum.conversations.models import PostRevision, PostTransition, ScreeningResult
from forum.database import db
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.undo.models import not_undone
from forum.screening import Outcome
from forum.transparency.figures import Week

_PUBLISHES = (PostAction.APPROVE, PostAction.RESTORE)
# What had become of a version that was held.
_LET_THROUGH, _WAITING, _OTHER = "let_through", "waiting", "other"


@dataclass
class Verdicts:
    """What the screen said in a week, and what had become of what it held."""

    read: int = 0
    held: int = 0
    let_through: int = 0
    waiting: int = 0


def week_of(moment: InstrumentedAttribute[Any], weeks: Sequence[Week]) -> ColumnElement[int]:
    """Which of the weeks a moment lies in, as a number from 0."""
    return case(
        *((moment < week.ends, index) for index, week in enumerate(weeks[:-1])),
        else_=len(weeks) - 1,
    )


def verdicts_of(weeks: Sequence[Week], until: datetime) -> Mapping[int, Verdicts]:
    """Of each of the weeks, by its number from 0, as it all stood at `until`.

    The number of queries does not depend on how much there is.
    """
    found: dict[int, Verdicts] = defaultdict(Verdicts)
    _count_read(found, weeks, until)
    _count_unread(found, weeks, until)
    return found


def _count_read(found: dict[int, Verdicts], weeks: Sequence[Week], until: datetime) -> None:
    read = (
        select(
            week_of(ScreeningResult.created_at, weeks).label("week"),
            # Nobody has to look up what became of what was never held.
            case((ScreeningResult.outcome == Outcome.HOLD, _became(until))).label("became"),
        )
        .join(PostRevision, PostRevision.id == ScreeningResult.revision_id)
        .where(
            ScreeningResult.created_at >= weeks[0].begins,
            ScreeningResult.created_at < until,
        )
        .subquery()
    )
    rows = db.session.execute(
        select(read.c.week, read.c.became, func.count()).group_by(read.c.week, read.c.became)
    )
    for index, became, count in rows:
        found[index].read += count
        if became is not None:
            _count_held(found[index], became, count)


def _count_unread(found: dict[int, Verdicts], weeks: Sequence[Week], until: datetime) -> None:
    """Posts that were held because the screen could not read them: there is no result for those."""
    no_result = (
        ~select(ScreeningResult.id)
        .where(ScreeningResult.revision_id == PostTransition.revision_id)
        .exists()
    )
    unread = (
        select(
            week_of(PostTransition.at, weeks).label("week"),
            _became(until).label("became"),
        )
        .join(PostRevision, PostRevision.id == PostTransition.revision_id)
        .where(
            PostTransition.at >= weeks[0].begins,
            PostTransition.at < until,
            PostTransition.action == PostAction.HOLD,
            no_result,
        )
        .subquery()
    )
    rows = db.session.execute(
        select(unread.c.week, unread.c.became, func.count()).group_by(
            unread.c.week, unread.c.became
        )
    )
    for index, became, count in rows:
        found[index].read += count
        _count_held(found[index], became, count)


def _became(until: datetime) -> ColumnElement[str]:
    """What had become of a held version by then.

    How it stands now would tell a decision of today. An approval that was taken back was no false alarm.
    """
    decided = (
        select(Decision.action)
        .where(
            # By the post first: that is what there is an index for.
            Decision.post_id == PostRevision.post_id,
            Decision.revision_id == PostRevision.id,
            Decision.action.in_(sorted(DECIDED)),
            Decision.decided_at < until,
            not_undone(),
        )
        .order_by(Decision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    waited = exists().where(
        ReviewItem.post_id == PostRevision.post_id,
        ReviewItem.revision_id == PostRevision.id,
        ReviewItem.opened_at < until,
        or_(ReviewItem.closed_at.is_(None), ReviewItem.closed_at >= until),
    )
    return case(
        (decided.in_(_PUBLISHES), _LET_THROUGH),
        (and_(decided.is_(None), waited), _WAITING),
        else_=_OTHER,
    )


def _count_held(figures: Verdicts, became: str, count: int) -> None:
    figures.held += count
    if became == _LET_THROUGH:
        figures.let_through += count
    elif became == _WAITING:
        figures.waiting += count
