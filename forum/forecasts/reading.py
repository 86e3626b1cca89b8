"""Reading what a forecast stands on: a few queries, each with a bound, and no text.

People of the example community come to nobody and are nobody's mentors, so they count nowhere in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.models import Role, User, UserRole
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post
from forum.forecasts.observed import OVER, Call, Observed
from forum.sanctions.lookup import is_shut_out, who_serves_as
from forum.welcome.goal import community_zone, current_goal
from forum.welcome.models import ClockStep, MentorSettings, ReplyClock, StoppedWhy
from forum.welcome.pairing import Candidate, Weight
from forum.welcome.queries import is_first_clock

# The newest count.
MOST_ROWS = 20_000


def observe(session: Session, now: datetime) -> Observed:
    """What the last 90 days tell; fewer where the first newcomer came later."""
    since = now - OVER
    first_posts = _first_posts(session, since)
    mentors = _mentors(session, now)
    return Observed(
        since=max(since, min(first_posts, default=since)),
        now=now,
        zone=community_zone(session),
        goal=current_goal(session),
        first_posts=first_posts,
        posts=_posts(session, since),
        calls=_calls(session, since),
        weights=[Weight(row.weight) for row in mentors],
        rooms=[row.room for row in mentors],
        moderators=_moderators(session, now),
    )


def _first_posts(session: Session, since: datetime) -> Sequence[datetime]:
    return session.scalars(
        select(ReplyClock.started_at)
        .join(User, User.id == ReplyClock.newcomer_id)
        .where(ReplyClock.started_at >= since, is_first_clock(), ~User.is_example)
        .order_by(ReplyClock.id.desc())
        .limit(MOST_ROWS)
    ).all()


def _posts(session: Session, since: datetime) -> Mapping[int, Sequence[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    for row in session.execute(
        select(Post.author_id, Post.created_at)
        .join(UserRole, (UserRole.user_id == Post.author_id) & (UserRole.role == Role.MENTOR))
        .join(User, User.id == Post.author_id)
        .where(Post.state == PostState.PUBLISHED, Post.created_at >= since, ~User.is_example)
        .order_by(Post.id.desc())
        .limit(MOST_ROWS)
    ):
        found[row.author_id].append(row.created_at)
    return found


def _calls(session: Session, since: datetime) -> Sequence[Call]:
    rows = session.execute(
        select(
            ClockStep.called_id,
            ClockStep.at,
            ReplyClock.stopped_at,
            ReplyClock.stopped_by_id,
            ReplyClock.stopped_why,
        )
        .join(ReplyClock, ReplyClock.id == ClockStep.clock_id)
        .join(UserRole, (UserRole.user_id == ClockStep.called_id) & (UserRole.role == Role.MENTOR))
        .join(User, User.id == ClockStep.called_id)
        .where(ClockStep.at >= since, ~User.is_example)
        .order_by(ClockStep.id.desc())
        .limit(MOST_ROWS)
    )
    return [
        Call(
            mentor_id=row.called_id,
            at=row.at,
            answered_at=row.stopped_at,
            by_them=row.stopped_by_id == row.called_id,
        )
        for row in rows
        # What went out of sight asked for nothing more.
        if row.stopped_why in {None, StoppedWhy.ANSWERED}
    ]


def _mentors(session: Session, now: datetime) -> Sequence[Any]:
    """The mentors who take newcomers and are not shut out.

    Whoever never chose how to work takes the ordinary share.
    """
    weight = func.coalesce(MentorSettings.weight, Candidate.weight)
    room = func.coalesce(MentorSettings.most_mentees, Candidate.most_mentees)
    return session.execute(
        select(weight.label("weight"), room.label("room"))
        .select_from(UserRole)
        .join(User, User.id == UserRole.user_id)
        .outerjoin(MentorSettings, MentorSettings.user_id == UserRole.user_id)
        .where(
            UserRole.role == Role.MENTOR,
            weight != Weight.NONE,
            ~User.is_example,
            ~is_shut_out(UserRole.user_id, now),
        )
        .order_by(UserRole.user_id)
    ).all()


def _moderators(session: Session, now: datetime) -> int:
    serving = who_serves_as(Role.MODERATOR, now)
    people = select(func.count(User.id)).where(User.id.in_(serving), ~User.is_example)
    return session.scalar(people) or 0
