"""Who is told of what.

Runs inside the transaction, so that nobody is told of what did not happen, or misses what did.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.models import Block, User
from forum.conversations.lifecycle import PostAction
from forum.conversations.models import Post, PostRevision, Thread
from forum.events import (
    EditSettled,
    Event,
    NewcomerGraduated,
    PasswordChanged,
    PostMoved,
    RoleChanged,
)
from forum.notifications.models import Notification, NotificationKind

A, K = PostAction, NotificationKind

# A post that passed while its author was still looking at the page needs no message.
NEWS_AFTER = timedelta(minutes=1)

_TOLD_AUTHOR = {
    A.HOLD: K.POST_HELD,
    A.APPROVE: K.POST_PUBLISHED,
    A.REQUEST_CHANGES: K.CHANGES_REQUESTED,
    A.DECLINE: K.POST_DECLINED,
    A.HIDE: K.POST_HIDDEN,
    A.RESTORE: K.POST_RESTORED,
    A.REMOVE: K.POST_REMOVED,
}
_TOLD_OF_EDIT = {
    A.HOLD: K.EDIT_HELD,
    A.APPROVE: K.EDIT_PUBLISHED,
    A.REQUEST_CHANGES: K.EDIT_RETURNED,
    A.DECLINE: K.EDIT_DECLINED,
}


def tell_of_post(session: Session, happened: Event) -> None:
    """The author hears what became of the post; whoever is answered hears of the answer."""
    if not isinstance(happened, PostMoved):
        return
    post = session.get_one(Post, happened.post_id)
    kind = _TOLD_AUTHOR.get(PostAction(happened.action))
    if happened.action == A.PASS:
        sent_at = session.get_one(PostRevision, happened.revision_id).created_at
        kind = K.POST_PUBLISHED if happened.at - sent_at > NEWS_AFTER else None
    if kind is not None:
        _tell(
            session, post.author_id, kind, happened.at,
            post_id=post.id, decision_id=happened.decision_id,
        )  # fmt: skip
    if happened.first_publication and not post.is_opening:
        for user_id in _answered_people(session, post):
            _tell(session, user_id, K.REPLY, happened.at, post_id=post.id, actor_id=post.author_id)


def tell_of_edit(session: Session, happened: Event) -> None:
    """The author hears what became of an edit."""
    if not isinstance(happened, EditSettled):
        return
    kind = _TOLD_OF_EDIT.get(PostAction(happened.action))
    if kind is not None:
        post = session.get_one(Post, happened.post_id)
        _tell(
            session, post.author_id, kind, happened.at,
            post_id=post.id, decision_id=happened.decision_id,
        )  # fmt: skip


def tell_person(session: Session, happened: Event) -> None:
    """A person hears what changed about their own account."""
    match happened:
        case NewcomerGraduated():
            _tell(session, happened.user_id, K.GRADUATED, happened.at)
        case RoleChanged() if _has_just_joined(session, happened):
            # Roles that come with the account are no news.
            return
        case RoleChanged():
            kind = K.ROLE_GIVEN if happened.given else K.ROLE_TAKEN
            _tell(session, happened.user_id, kind, happened.at, detail=happened.role)
        case PasswordChanged():
            _tell(session, happened.user_id, K.PASSWORD_CHANGED, happened.at)
        case _:
            return


def _has_just_joined(session: Session, happened: RoleChanged) -> bool:
    by_nobody = happened.actor_id is None  # the first set-up, or the command line
    return by_nobody and session.get_one(User, happened.user_id).joined_at == happened.at


def _answered_people(session: Session, post: Post) -> set[int]:
    people = {session.get_one(Thread, post.thread_id).author_id}
    if post.answers_id is not None:
        people.add(session.scalars(select(Post.author_id).where(Post.id == post.answers_id)).one())
    return people - {post.author_id}


def _tell(
    session: Session,
    user_id: int,
    kind: NotificationKind,
    at: datetime,
    *,
    post_id: int | None = None,
    decision_id: int | None = None,
    actor_id: int | None = None,
    detail: str = "",
) -> None:
    if actor_id is not None and session.get(Block, (user_id, actor_id)) is not None:
        return
    session.add(
        Notification(
            user_id=user_id,
            kind=kind,
            post_id=post_id,
            decision_id=decision_id,
            actor_id=actor_id,
            detail=detail,
            created_at=at,
        )
    )
