"""What the worker looks after: mentors who were not seen for long, the hours of each, and welcomes that have an end."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import Label, exists, func, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import Role, User, UserRole
from forum.clock import Clock
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, Thread
from forum.database import ROW_LOCK, db, emit, transaction, tried_again
from forum.events import MentorUnseen, ThreadWelcomeChanged
from forum.sanctions.kinds import SHUTS_OUT
from forum.sanctions.lookup import is_shut_out, is_silenced
from forum.sanctions.models import Sanction
from forum.screened_fields.commands import drop_reason
from forum.welcome.absence import STOOD_IN_FOR
from forum.welcome.goal import community_zone
from forum.welcome.hours import usual_hours
from forum.welcome.mentorships import hand_over_all
from forum.welcome.models import MentorSettings, Mentorship
from forum.welcome.on_duty import is_away, settings_to_change

ASKED_AFTER = timedelta(days=10)
SET_AWAY_AFTER = timedelta(days=30)
COUNTED_EVERY = timedelta(days=1)
COUNTED_OVER = timedelta(days=60)
MOST_POSTS = 5_000


@tried_again
def look_after_mentors(clock: Clock) -> None:
    """Ask mentors whether they are still there, set those away who are not, and count everybody's hours.

    Those who may not write for long hand over.
    """
    now = clock.now()
    with transaction() as session:
        rows = session.execute(
            select(User.id, UserRole.given_at, User.last_seen_at, _let_in_again_at())
            .join(UserRole, (UserRole.user_id == User.id) & (UserRole.role == Role.MENTOR))
            # Whoever is shut out can't come, and is asked for nothing.
            .where(~User.is_example, ~is_shut_out(User.id, now))
        ).all()
        for row in rows:
            moments = (row.given_at, row.last_seen_at, row.let_in_again_at)
            seen_at = max(moment for moment in moments if moment)
            _ask_or_set_away(session, row.id, seen_at, now)
    _count_hours(now)
    _hand_over_for_the_silenced(now)


def end_welcomes(clock: Clock) -> None:
    """Threads whose welcome was meant to last until now are ordinary threads again. What was said in them stays."""
    now = clock.now()
    due = db.session.scalars(select(Thread.id).where(Thread.welcome_until <= now)).all()
    for thread_id in due:
        with transaction() as session:
            thread = session.get_one(Thread, thread_id, with_for_update=ROW_LOCK)
            if thread.welcome_until is None or thread.welcome_until > now:
                continue
            thread.welcome_flagged_by_id = thread.welcome_flagged_at = thread.welcome_until = None
            thread.welcome_reason = ""
            drop_reason(session, thread.id, actor_id=None, now=now)
            ended = ThreadWelcomeChanged(
                actor_id=None, at=now, thread_id=thread.id, flagged=False, reason=""
            )
            emit(session, ended)


def _ask_or_set_away(session: Session, user_id: int, seen_at: datetime, now: datetime) -> None:
    row = session.get(MentorSettings, user_id)
    if row is not None and row.away_until is not None:
        # Nobody is expected on a holiday that they have announced.
        seen_at = max(seen_at, row.away_until)
    unseen = now - seen_at
    if unseen < ASKED_AFTER:
        if row is not None and row.asked_at is not None:
            row.asked_at = None
        return
    if is_away(row, now):
        return
    row = settings_to_change(session, user_id)
    is_set_away = unseen >= SET_AWAY_AFTER
    if is_set_away:
        row.away_since, row.away_until = now, None
    elif row.asked_at is not None:
        return
    row.asked_at = now
    emit(session, MentorUnseen(actor_id=None, at=now, user_id=user_id, is_away=is_set_away))


def _let_in_again_at() -> Label[datetime]:
    """When the last thing ended that had shut somebody out."""
    ended_at = func.coalesce(Sanction.lifted_at, Sanction.ends_at)
    return (
        select(func.max(ended_at))
        .where(Sanction.person_id == User.id, Sanction.kind.in_(sorted(SHUTS_OUT)))
        .scalar_subquery()
        .label("let_in_again_at")
    )


def _hand_over_for_the_silenced(now: datetime) -> None:
    """For a few days backups stand in for whoever may not write, as for those who are away; for longer they hand over.

    Nothing is moved back when it ends, however it does: by then the newcomers know somebody else.
    """
    is_for_long = is_silenced(User.id, now + STOOD_IN_FOR)
    looks_after_some = exists().where(
        Mentorship.ended_at.is_(None),
        or_(Mentorship.primary_id == User.id, Mentorship.backup_id == User.id),
    )
    found = select(User.id).where(is_for_long, looks_after_some).order_by(User.id)
    for mentor_id in db.session.scalars(found).all():
        with transaction() as session:
            session.get_one(User, mentor_id, with_for_update=ROW_LOCK)
            if session.scalar(select(is_silenced(mentor_id, now + STOOD_IN_FOR))):
                hand_over_all(session, mentor_id, now)


def _count_hours(now: datetime) -> None:
    due = db.session.scalars(
        select(UserRole.user_id)
        .outerjoin(MentorSettings, MentorSettings.user_id == UserRole.user_id)
        .where(
            UserRole.role == Role.MENTOR,
            or_(
                MentorSettings.hours_counted_at.is_(None),
                MentorSettings.hours_counted_at <= now - COUNTED_EVERY,
            ),
        )
    ).all()
    if not due:
        return
    moments: dict[int, list[datetime]] = defaultdict(list)
    for row in db.session.execute(
        select(Post.author_id, Post.created_at)
        .where(
            Post.author_id.in_(due),
            Post.state == PostState.PUBLISHED,
            Post.created_at > now - COUNTED_OVER,
        )
        .order_by(Post.id.desc())
        .limit(MOST_POSTS)
    ):
        moments[row.author_id].append(row.created_at)
    with transaction() as session:
        zone = community_zone(session)
        for user_id in due:
            settings = settings_to_change(session, user_id)
            settings.usual_hours = usual_hours(moments[user_id], zone)
            settings.hours_counted_at = now
