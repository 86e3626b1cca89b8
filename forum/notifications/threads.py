"""Whoever began a thread hears what moderators did with it. Runs inside the transaction in which it is done."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.conversations.models import Post
from forum.events import Event, ThreadChanged
from forum.notifications.models import NotificationKind
from forum.notifications.telling import tell

_TOLD = {
    "lock": NotificationKind.THREAD_LOCKED,
    "unlock": NotificationKind.THREAD_UNLOCKED,
    "move": NotificationKind.THREAD_MOVED,
}


def tell_starter(session: Session, happened: Event) -> None:
    """A line in the inbox that leads to the thread."""
    if not isinstance(happened, ThreadChanged):
        return
    opening = select(Post.id).where(Post.thread_id == happened.thread_id, Post.is_opening)
    tell(
        session,
        happened.author_id,
        _TOLD[happened.action],
        happened.at,
        post_id=session.scalars(opening).one(),
    )
