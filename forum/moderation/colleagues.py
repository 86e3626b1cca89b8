"""Who else reads the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import STAFF_ROLES, Role, User, UserRole
from forum.moderation.models import ReviewItem
from forum.moderation.options import QueueFacts
from forum.permissions.subjects import SanctionFacts
from forum.sanctions.lookup import is_shut_out, who_serves_as

# Whoever was here within so much is on duty: volunteers come and go, and say so nowhere.
ON_DUTY_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Around:
    """Who stands round an item: whether two moderators could look at it, or an admin, and what its author is here."""

    has_colleagues: bool
    has_admins: bool
    author: SanctionFacts


def around(session: Session, author_id: int, now: datetime) -> Around:
    """The staff besides somebody who can sign in now, and that person's own roles; one query.

    It takes two to ask for a second opinion: one who asks, and one who is asked.
    """
    rows = session.execute(
        select(UserRole.user_id, UserRole.role).where(
            or_(
                and_(
                    UserRole.role.in_(sorted(STAFF_ROLES)),
                    ~is_shut_out(UserRole.user_id, now),
                ),
                UserRole.user_id == author_id,
            )
        )
    ).all()
    own = frozenset(row.role for row in rows if row.user_id == author_id)
    others = [row.role for row in rows if row.user_id != author_id]
    return Around(
        has_colleagues=others.count(Role.MODERATOR) > 1,
        has_admins=Role.ADMIN in others,
        author=SanctionFacts(person_id=author_id, roles=own),
    )


def queue_facts(item: ReviewItem, who: Around) -> QueueFacts:
    """What has to be known of an open item to say which steps there are."""
    return QueueFacts(
        is_escalated=item.escalated_at is not None,
        asked_by_id=item.asked_by_id,
        has_colleagues=who.has_colleagues,
        has_admins=who.has_admins,
    )


def is_on_duty(session: Session, user_id: int, now: datetime) -> bool:
    """Whether somebody reads the queue and has been here lately."""
    seen = session.scalar(
        select(User.last_seen_at).where(
            User.id == user_id, User.id.in_(who_serves_as(Role.MODERATOR, now))
        )
    )
    return seen is not None and now - seen < ON_DUTY_FOR
