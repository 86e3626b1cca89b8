"""Reading the public log of decisions: only weeks that are over, so many together that none stands there alone.

Whoever knows of one case could otherwise tell from a quiet day what was decided in it, or who was at work when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import case, func, select

from forum.community.models import Rule
from forum.conversations.models import Post
from forum.database import db
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.undo.models import not_undone
from forum.pagination import Page, make_page
from forum.transparency.figures import Span, midnight, spans
from forum.transparency.redaction import DecisionFacts, PublicDecision, redacted
from forum.wiring import clock

LINES_PER_PAGE = 50


def public_log(page: int, make_url: Callable[[int], str]) -> Page[PublicDecision]:
    """A page of the log, newest weeks first.

    Raises:
        NotFoundError: there is no such page.
    """
    told = spans(_days(), midnight(clock().now()))[::-1]
    total = sum(span.count for span in told)
    begun = (page - 1) * LINES_PER_PAGE
    return make_page(_lines(told, begun), page, LINES_PER_PAGE, total, make_url)


def _days() -> Mapping[date, int]:
    """How much was decided on each day."""
    day = func.date(Decision.decided_at)
    rows = db.session.execute(select(day, func.count()).where(not_undone()).group_by(day))
    return {date.fromisoformat(str(on)): count for on, count in rows}


def _lines(told: Sequence[Span], begun: int) -> Sequence[PublicDecision]:
    """The lines from number `begun` on, of spans that stand newest first."""
    shown: list[Span] = []
    before = passed = 0
    for span in told:
        if passed + span.count <= begun:
            before = passed + span.count
        elif passed < begun + LINES_PER_PAGE:
            shown.append(span)
        passed += span.count
    if not shown:
        return []
    place = case(
        *((Decision.decided_at >= span.begins, number) for number, span in enumerate(shown))
    )
    rows = db.session.execute(
        select(
            place.label("place"),
            Decision.action,
            Decision.decided_by_automation,
            Decision.as_mentor,
            Rule.title.label("rule"),
            ReviewItem.is_edit,
            Post.is_opening,
        )
        .join(Post, Post.id == Decision.post_id)
        .outerjoin(Rule, Rule.id == Decision.rule_id)
        .outerjoin(ReviewItem, ReviewItem.id == Decision.item_id)
        .where(
            Decision.decided_at >= shown[-1].begins,
            Decision.decided_at < shown[0].ends,
            not_undone(),
        )
        # Within the weeks by what was done: the order in which things happened would tell the day.
        .order_by(
            place,
            Decision.action,
            func.coalesce(Rule.title, ""),
            Post.is_opening,
            Decision.id,
        )
        .limit(LINES_PER_PAGE)
        .offset(begun - before)
    )
    return [
        redacted(
            DecisionFacts(
                action=row.action,
                is_edit=bool(row.is_edit),
                is_opening=row.is_opening,
                by_automation=row.decided_by_automation,
                as_mentor=row.as_mentor,
                rule=row.rule or "",
            ),
            shown[row.place].begins.date(),
            shown[row.place].ends.date() - timedelta(days=1),
        )
        for row in rows
    ]
