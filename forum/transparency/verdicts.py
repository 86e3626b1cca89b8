"""What the screen said, week by week, and what became of what it held. Nothing here reads a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.conversations.lifecycle import PostAction, RevisionOutcome
from forum.conversations.models import PostRevision, PostTransition, ScreeningResult
from forum.database import db
from forum.moderation.models import Decision
from forum.moderation.undo.models import is_reversed
from forum.screening import Outcome
from forum.transparency.figures import Week

_TAKEN_BACK = "taken_back"


@dataclass
class Verdicts:
    """What the screen said in a week, and what became of what it held."""

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


def verdicts_of(weeks: Sequence[Week]) -> Mapping[int, Verdicts]:
    """Of each of the weeks, by its number from 0. The number of queries does not depend on how much there is."""
    found: dict[int, Verdicts] = defaultdict(Verdicts)
    _count_read(found, weeks)
    _count_unread(found, weeks)
    return found


def _count_read(found: dict[int, Verdicts], weeks: Sequence[Week]) -> None:
    read = (
        select(
            week_of(ScreeningResult.created_at, weeks).label("week"),
            ScreeningResult.outcome,
            _became(),
        )
        .join(PostRevision, PostRevision.id == ScreeningResult.revision_id)
        .where(ScreeningResult.created_at >= weeks[0].begins)
        .subquery()
    )
    rows = db.session.execute(
        select(read.c.week, read.c.outcome, read.c.became, func.count()).group_by(*read.c)
    )
    for index, outcome, became, count in rows:
        figures = found[index]
        figures.read += count
        if outcome == Outcome.HOLD:
            _count_held(figures, became, count)


def _count_unread(found: dict[int, Verdicts], weeks: Sequence[Week]) -> None:
    """Posts that were held because the screen could not read them: there is no result for those."""
    no_result = (
        ~select(ScreeningResult.id)
        .where(ScreeningResult.revision_id == PostTransition.revision_id)
        .exists()
    )
    unread = (
        select(week_of(PostTransition.at, weeks).label("week"), _became())
        .join(PostRevision, PostRevision.id == PostTransition.revision_id)
        .where(
            PostTransition.at >= weeks[0].begins,
            PostTransition.action == PostAction.HOLD,
            no_result,
        )
        .subquery()
    )
    rows = db.session.execute(
        select(unread.c.week, unread.c.became, func.count()).group_by(*unread.c)
    )
    for index, became, count in rows:
        found[index].read += count
        _count_held(found[index], became, count)


def _became() -> ColumnElement[str]:
    """What became of a version; where a person took their approval back, it was no false alarm."""
    taken_back = exists().where(
        # By the post first: that is what there is an index for.
        Decision.post_id == PostRevision.post_id,
        Decision.revision_id == PostRevision.id,
        Decision.action == PostAction.APPROVE,
        is_reversed(),
    )
    approved = PostRevision.outcome == RevisionOutcome.APPROVED
    return case(
        (approved, case((taken_back, literal(_TAKEN_BACK)), else_=PostRevision.outcome)),
        else_=PostRevision.outcome,
    ).label("became")


def _count_held(figures: Verdicts, became: str, count: int) -> None:
    figures.held += count
    if became == RevisionOutcome.APPROVED:
        figures.let_through += count
    elif became == RevisionOutcome.HELD:
        figures.waiting += count
