"""Waiting a moment for the screener to read a post."""

from __future__ import annotations

from sqlalchemy import select

from forum.clock import Clock
from forum.conversations.lifecycle import RevisionOutcome
from forum.conversations.lookup import is_latest
from forum.conversations.models import Post, PostRevision
from forum.database import db
from forum.waiting import wait_until


def wait_for_screener(post_id: int, seconds: float, clock: Clock) -> bool:
    """Whether the newest version of the post has been read, waiting for it a moment if the screener is at work."""
    return wait_until(lambda: _outcome(post_id) != RevisionOutcome.WAITING, seconds, clock)


def _outcome(post_id: int) -> str | None:
    return db.session.scalar(
        select(PostRevision.outcome).join(Post, is_latest()).where(Post.id == post_id)
    )
