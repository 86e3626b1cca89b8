"""Calling off what a decision brought about that was undone. Of the decision itself nobody was told."""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post
from forum.events import DecisionUndone, Event
from forum.notifications.models import Notification, NotificationKind

_ANSWERS = (NotificationKind.REPLY, NotificationKind.FIRST_REPLY)


def call_off_answers(session: Session, happened: Event) -> None:
    """Somebody answered a post in the seconds in which it was on show: its author need not wonder what that was.

    The answer keeps its words, and stands below the post when that is published.
    """
    if not isinstance(happened, DecisionUndone) or happened.subject_kind != "post":
        return
    post = session.get_one(Post, happened.subject_id)
    if post.state == PostState.PUBLISHED:
        return
    answers = Post.answers_id == post.id
    if post.is_opening:
        answers = or_(answers, Post.thread_id == post.thread_id)
    session.execute(
        update(Notification)
        .where(
            Notification.user_id == post.author_id,
            Notification.kind.in_(_ANSWERS),
            Notification.post_id.in_(select(Post.id).where(answers)),
            Notification.read_at.is_(None),
            Notification.created_at >= happened.decided_at,
        )
        .values(read_at=happened.at, mail_due_at=None)
    )
