"""What a held introduction is, as the permission to welcome it knows it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.blocks import blocked_either_way
from forum.accounts.models import User
from forum.conversations.introductions import is_introduction
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, ScreeningResult, Thread
from forum.moderation.models import ReviewItem
from forum.permissions.subjects import HeldFacts
from forum.sanctions.lookup import restriction_of
from forum.screening.verdict import Finding
from forum.welcome.approval import HeldWords, may_be_welcomed


def held_facts(
    session: Session, actor: Actor, post: Post, item: ReviewItem | None, now: datetime
) -> HeldFacts | None:
    """What has to be known of it; None where it is no held introduction (any more)."""
    waits = session.scalar(
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(User, User.id == Post.author_id)
        .where(Post.id == post.id, is_held_introduction())
    )
    if waits is None or item is None:
        return None
    result = session.scalar(
        select(ScreeningResult)
        .where(ScreeningResult.revision_id == item.revision_id)
        .order_by(ScreeningResult.id.desc())
        .limit(1)
    )
    light = result is not None and may_be_welcomed(
        HeldWords(
            reasons=[reason.kind for reason in item.reasons],
            findings=[Finding.from_json(found) for found in result.findings],
            scores=result.scores,
        )
    )
    # Whatever a restricted person writes is read by a moderator, for now.
    return HeldFacts(
        author_id=post.author_id,
        is_light=light and restriction_of(session, post.author_id, now) is None,
        is_blocked=post.author_id in blocked_either_way(session, actor.id),
    )


def is_held_introduction() -> ColumnElement[bool]:
    """For a query that joins `Post`, `Thread` and its author: a held introduction that can be answered."""
    return and_(
        Post.state == PostState.HELD,
        ~Post.is_opening,
        Thread.published_at.is_not(None),
        Thread.locked_at.is_(None),
        User.graduated_at.is_(None),
        is_introduction(),
    )
