"""How soon newcomers had their first answer of late, for whoever is about to write, or has just written."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.models import User
from forum.database import db
from forum.moderation.waits import usual, waited
from forum.welcome.goal import current_goal
from forum.welcome.models import ReplyClock, StoppedWhy
from forum.welcome.queries import waiting_posts
from forum.welcome.replyclock import waking_time
from forum.words import how_long

_LATELY = timedelta(days=28)
_MOST = 200


def what_to_expect(now: datetime) -> str:
    """The goal, and how long it has really taken where enough were answered. Whole sentences.

    Nights count here as they do for whoever waits.
    """
    goal = current_goal(db.session())
    aim = f"We aim at a first answer within {how_long(goal.time)}"
    aim += ", and at night it may take until morning." if goal.night is not None else "."
    rows = db.session.execute(
        select(ReplyClock.started_at, ReplyClock.stopped_at)
        .join(User, User.id == ReplyClock.newcomer_id)
        .where(
            ReplyClock.stopped_why == StoppedWhy.ANSWERED,
            ReplyClock.stopped_at > now - _LATELY,
            # Nobody has waited in the example community.
            ~User.is_example,
        )
        .order_by(ReplyClock.stopped_at.desc())
        .limit(_MOST)
    )
    wait = usual([waited(row.started_at, row.stopped_at) for row in rows])
    return aim if wait is None else f"{aim} Lately it usually took {wait.words}."


def what_to_hope(since: datetime, now: datetime) -> str:
    """What whoever has waited since then may expect, in a sentence."""
    goal = current_goal(db.session())
    left = goal.time - waking_time(since, now, goal.night)
    if left > timedelta(0):
        return f"We aim at a first answer within {how_long(goal.time)}."
    return "It takes longer than we would like, so more people are called until somebody answers."


def who_answers(post_id: int, now: datetime) -> str:
    """What happens next to a post that waits for a first answer, in whole sentences; empty where nobody is called."""
    waits = waiting_posts(select(ReplyClock.id)).where(ReplyClock.post_id == post_id)
    if db.session.scalar(waits) is None:
        return ""
    return f"The mentors see that you hope for an answer. {what_to_expect(now)} You find it in your inbox."
