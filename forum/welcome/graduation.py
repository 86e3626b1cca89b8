"""A newcomer becomes a member: when a post of theirs appears, or when enough time has passed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.accounts.standing import TIME_TO_GRADUATE, has_arrived
from forum.clock import Clock
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.models import Post, PostTransition
from forum.database import ROW_LOCK, db, emit, transaction
from forum.events import Event, NewcomerGraduated, PostMoved


def follow_post(session: Session, happened: Event) -> None:
    """Look whether the author of a post that has just appeared has arrived."""
    if not isinstance(happened, PostMoved) or happened.after != PostState.PUBLISHED:
        return
    post = session.get_one(Post, happened.post_id)
    _graduate_if_arrived(session, session.get_one(User, post.author_id), happened.at)


def graduate_by_time(clock: Clock) -> None:
    """Look through newcomers who joined long enough ago. Called by every sweep."""
    now = clock.now()
    due = db.session.scalars(
        select(User.id).where(User.graduated_at.is_(None), User.joined_at <= now - TIME_TO_GRADUATE)
    ).all()
    for user_id in due:
        with transaction() as session:
            user = session.get_one(User, user_id, with_for_update=ROW_LOCK)
            _graduate_if_arrived(session, user, now)


def _graduate_if_arrived(session: Session, user: User, now: datetime) -> None:
    if user.graduated_at is not None:
        return
    last_removed_at = session.scalar(
        select(func.max(PostTransition.at))
        .join(Post, Post.id == PostTransition.post_id)
        .where(Post.author_id == user.id, PostTransition.action == PostAction.REMOVE)
    )
    if has_arrived(
        published_posts=user.published_posts,
        joined_at=user.joined_at,
        last_removed_at=last_removed_at,
        now=now,
    ):
        user.graduated_at = now
        emit(session, NewcomerGraduated(actor_id=None, at=now, user_id=user.id))
