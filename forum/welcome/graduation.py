"""A newcomer becomes a member: when a post of theirs appears, when enough time has passed, or when a mentor vouches."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.standing import TIME_TO_GRADUATE, has_arrived
from forum.clock import Clock
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.models import Post, PostTransition
from forum.database import ROW_LOCK, db, emit, transaction
from forum.errors import ConflictError, NotAllowedError, NotFoundError
from forum.events import Event, NewcomerGraduated, PostMoved
from forum.leaving.lookup import is_here
from forum.leaving.rules import has_left
from forum.permissions.actions import Action
from forum.permissions.check import can, require
from forum.permissions.subjects import PersonFacts
from forum.welcome.on_duty import is_mentor_or_backup


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
        select(User.id).where(
            User.graduated_at.is_(None), User.joined_at <= now - TIME_TO_GRADUATE, is_here()
        )
    ).all()
    for user_id in due:
        with transaction() as session:
            user = session.get_one(User, user_id, with_for_update=ROW_LOCK)
            _graduate_if_arrived(session, user, now)


def vouch(actor: Actor, user_id: int, clock: Clock) -> None:
    """A newcomer's own mentor, or the backup, says that they have found their feet: they are a member from now on.

    Raises:
        NotAllowedError: not a mentor, or not this newcomer's.
        ConflictError: they are a member already.
    """
    require(actor, Action.VOUCH, PersonFacts(person_id=user_id))
    with transaction() as session:
        user = session.get(User, user_id, with_for_update=ROW_LOCK)
        if user is None:
            raise NotFoundError
        _require_theirs(session, actor, user_id)
        if user.graduated_at is not None:
            raise ConflictError(f"{user.display_name} is a member already. Nothing was changed.")
        user.graduated_at = now = clock.now()
        emit(session, NewcomerGraduated(actor_id=actor.id, at=now, user_id=user.id))


def require_may_vouch(actor: Actor, user_id: int) -> None:
    """Before somebody is asked whether they vouch.

    Raises:
        NotAllowedError: not a mentor, or not this newcomer's.
    """
    require(actor, Action.VOUCH, PersonFacts(person_id=user_id))
    _require_theirs(db.session(), actor, user_id)


def may_vouch(session: Session, actor: Actor, user_id: int) -> bool:
    """Whether this person looks after that newcomer, as their mentor or as the backup."""
    return can(actor, Action.VOUCH, PersonFacts(person_id=user_id)) and is_mentor_or_backup(
        session, actor.id, user_id
    )


def _require_theirs(session: Session, actor: Actor, user_id: int) -> None:
    if not may_vouch(session, actor, user_id):
        raise NotAllowedError("Their own mentor or the backup can do this, and nobody else.")


def _graduate_if_arrived(session: Session, user: User, now: datetime) -> None:
    if user.graduated_at is not None or has_left(user.username):
        return
    last_removed_at = session.scalar(
        select(func.max(PostTransition.at))
        .join(Post, Post.id == PostTransition.post_id)
        .where(
            Post.author_id == user.id,
            PostTransition.action == PostAction.REMOVE,
            # What was put back, on appeal say, counts against nobody.
            Post.state == PostState.REMOVED,
        )
    )
    if has_arrived(
        published_posts=user.published_posts,
        joined_at=user.joined_at,
        last_removed_at=last_removed_at,
        now=now,
    ):
        user.graduated_at = now
        emit(session, NewcomerGraduated(actor_id=None, at=now, user_id=user.id))
