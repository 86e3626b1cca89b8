"""Reading the public log of decisions: only days that are over, so that nobody can tell who was at work when."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import and_, func, select

from forum.community.models import Rule
from forum.conversations.models import Post
from forum.database import db
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.undo.models import not_undone
from forum.pagination import Page, make_page
from forum.transparency.figures import midnight
from forum.transparency.redaction import DecisionFacts, PublicDecision, redacted
from forum.wiring import clock

LINES_PER_PAGE = 50


def public_log(page: int, make_url: Callable[[int], str]) -> Page[PublicDecision]:
    """A page of the log, newest day first.

    Raises:
        NotFoundError: there is no such page.
    """
    day_is_over = and_(Decision.decided_at < midnight(clock().now()), not_undone())
    total = db.session.scalar(select(func.count()).select_from(Decision).where(day_is_over)) or 0
    rows = db.session.execute(
        select(
            Decision.action,
            Decision.decided_by_automation,
            Decision.as_mentor,
            Decision.decided_at,
            Rule.title.label("rule"),
            ReviewItem.is_edit,
            Post.is_opening,
        )
        .join(Post, Post.id == Decision.post_id)
        .outerjoin(Rule, Rule.id == Decision.rule_id)
        .outerjoin(ReviewItem, ReviewItem.id == Decision.item_id)
        .where(day_is_over)
        # Within a day by what was done: the order in which things happened would tell more than the day.
        .order_by(
            func.date(Decision.decided_at).desc(),
            Decision.action,
            func.coalesce(Rule.title, ""),
            Post.is_opening,
            Decision.id,
        )
        .limit(LINES_PER_PAGE)
        .offset((page - 1) * LINES_PER_PAGE)
    )
    lines = [
        redacted(
            DecisionFacts(
                action=row.action,
                is_edit=bool(row.is_edit),
                is_opening=row.is_opening,
                by_automation=row.decided_by_automation,
                as_mentor=row.as_mentor,
                decided_at=row.decided_at,
                rule=row.rule or "",
            )
        )
        for row in rows
    ]
    return make_page(lines, page, LINES_PER_PAGE, total, make_url)
