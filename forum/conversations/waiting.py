"""A short wait for the screener, so that most people see at once what became of their post."""

from __future__ import annotations

import time

from sqlalchemy import select

from forum.clock import Clock
from forum.conversations.lifecycle import RevisionOutcome
from forum.conversations.models import Post, PostRevision
from forum.database import db
from forum.heartbeat import screener_at_work

_LOOK_EVERY_SECONDS = 0.05


def wait_for_screener(post_id: int, seconds: float, clock: Clock) -> bool:
    """Whether the newest version of the post has been read, waiting for it a moment if the screener is at work."""
    if not screener_at_work(db.session(), clock.now()):
        return False
    until = time.monotonic() + seconds
    while True:
        # Ends the snapshot, so that what the worker writes meanwhile is seen.
        db.session.rollback()
        outcome = db.session.scalar(
            select(PostRevision.outcome)
            .join(Post, Post.id == PostRevision.post_id)
            .where(Post.id == post_id, PostRevision.number == Post.latest_number)
        )
        if outcome != RevisionOutcome.WAITING:
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(_LOOK_EVERY_SECONDS)
