"""Reading for the page on which somebody leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from forum.accounts.actor import Actor
from forum.accounts.models import UserRole
from forum.accounts.roles import is_last_admin
from forum.conversations.models import Post
from forum.database import db
from forum.leaving.models import Departure


@dataclass(frozen=True, kw_only=True)
class LeavingPage:
    """What whoever thinks of leaving has to know of their own account."""

    is_last_admin: bool
    has_roles: bool
    has_posts: bool


def leaving_page(actor: Actor) -> LeavingPage:
    """What leaving means for this person."""
    session = db.session()
    has_roles, has_posts = session.execute(
        select(
            exists().where(UserRole.user_id == actor.id), exists().where(Post.author_id == actor.id)
        )
    ).one()
    return LeavingPage(
        is_last_admin=is_last_admin(session, actor.id), has_roles=has_roles, has_posts=has_posts
    )


def count_not_erased(since: datetime) -> int:
    """Of how many people who have left something is still there, though it was due before this moment."""
    due = select(func.count()).where(Departure.erased_at.is_(None), Departure.due_at < since)
    return db.session.scalar(due) or 0
