"""Whether a newcomer who waits can be answered now, and when to look again if not."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, Thread
from forum.sanctions.kinds import SHUTS_OUT
from forum.sanctions.lookup import restriction_of
from forum.sanctions.models import Sanction
from forum.welcome.models import ReplyClock

_LOOK_AGAIN = timedelta(minutes=10)


def can_be_answered(session: Session, clock: ReplyClock, now: datetime) -> bool:
    """Whether the post that waits is on show, in a thread that takes answers, and its author can read one."""
    post = session.get_one(Post, clock.post_id)
    thread = session.get_one(Thread, post.thread_id)
    is_on_show = post.state == PostState.PUBLISHED and thread.published_at is not None
    if not is_on_show or thread.locked_at is not None:
        return False
    found = restriction_of(session, clock.newcomer_id, now)
    return found is None or not found.shuts_out


def look_again_at(session: Session, clock: ReplyClock, now: datetime) -> datetime | None:
    """When to see again whether a post that nobody can answer for now can be answered; None while nothing ends it.

    What staff lift before its time is followed at once.
    """
    found = restriction_of(session, clock.newcomer_id, now)
    return found.until if found is not None and found.shuts_out else now + _LOOK_AGAIN


def was_shut_out_until_now(session: Session, clock: ReplyClock) -> bool:
    """Whether a clock whose step is due stood still because its newcomer was suspended, which has just ended."""
    ended = select(Sanction.id).where(
        Sanction.person_id == clock.newcomer_id,
        Sanction.kind.in_(sorted(SHUTS_OUT)),
        Sanction.lifted_at.is_(None),
        Sanction.ends_at == clock.next_step_at,
    )
    return session.scalar(ended.limit(1)) is not None
