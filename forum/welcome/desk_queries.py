"""Reading for the mentor's desk, in the same number of questions however many mentees there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User, UserRole
from forum.accounts.people import load_people
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, Thread
from forum.conversations.queries import welcome_threads
from forum.database import alias_of, db
from forum.leaving.lookup import is_here
from forum.permissions.visibility import listed_threads
from forum.privately.queries import private_news
from forum.sanctions.lookup import is_shut_out
from forum.welcome.approval_queries import held_introductions
from forum.welcome.desk_pages import Desk, MenteeSearch, Praiseworthy, WentQuiet
from forum.welcome.figures import Answered, OwnFigures, own_figures
from forum.welcome.goal import community_zone, current_goal
from forum.welcome.mentees import left_notes, mentees_page
from forum.welcome.models import (
    MentorSettings,
    Mentorship,
    Praise,
    PraiseKind,
    ReplyClock,
    Snooze,
    StoppedWhy,
)
from forum.welcome.on_duty import day_back, had_plenty, mentors_here
from forum.welcome.openers import openers_of
from forum.welcome.queries import blocked_between, waiting_posts
from forum.welcome.replyclock import waking_time
from forum.welcome.waiting_queries import waiting_newcomers

QUIET_AFTER, QUIET_UNTIL = timedelta(days=2), timedelta(days=14)
QUIET_LIMIT = 8
PRAISE_WITHIN = timedelta(days=7)
PRAISE_LIMIT = 5
FIGURES_OVER = timedelta(days=90)
# The newest; enough for fair figures, and a bound on what a page has to read: reading these was a third of its time.
MOST_ANSWERED = 1_000

PRAISED_FOR = {
    PraiseKind.ANSWERED_SOMEBODY: "answered somebody",
    PraiseKind.CAME_BACK: "came back after a week",
}


def desk(actor: Actor, search: MenteeSearch, now: datetime, make_url: Callable[[int], str]) -> Desk:
    """A mentor's desk.

    Raises:
        NotFoundError: the list of mentees is not that long.
    """
    here = mentors_here(db.session(), now, example=None)
    has_done_plenty = actor.id in had_plenty(db.session(), now)
    waiting = waiting_newcomers(actor, now, here, has_done_plenty=has_done_plenty)
    # Whoever is silenced is told so on every page, and has not gone away.
    is_away = actor.id not in here and not actor.is_silenced
    if is_away:
        waiting = [one.left_to_others() for one in waiting]
    yours = [one for one in waiting if one.is_for_you]
    return Desk(
        held=held_introductions(actor, now),
        waiting=yours,
        # Only where nobody waits is anything said of it.
        has_put_aside=not yours and _has_put_aside(actor, now),
        others=[one for one in waiting if not one.is_for_you],
        openers=openers_of(actor),
        quiet=_went_quiet(actor, now),
        mentees=mentees_page(actor, search, here, make_url),
        left_notes=left_notes(actor),
        praiseworthy=_praiseworthy(actor, now),
        private_news=private_news(actor),
        figures=_figures(actor, now),
        threads=welcome_threads(),
        is_away=is_away,
        back_on=_back_on(actor) if is_away else None,
        has_done_plenty=has_done_plenty,
    )


def _back_on(actor: Actor) -> date | None:
    return day_back(db.session.get(MentorSettings, actor.id), community_zone(db.session()))


def _has_put_aside(actor: Actor, now: datetime) -> bool:
    found = (
        waiting_posts(select(ReplyClock.id))
        .join(Snooze, Snooze.clock_id == ReplyClock.id)
        .where(
            Snooze.mentor_id == actor.id,
            Snooze.until > now,
            ~blocked_between(actor, ReplyClock.newcomer_id),
        )
        .limit(1)
    )
    return db.session.scalar(found) is not None


def _went_quiet(actor: Actor, now: datetime) -> Sequence[WentQuiet]:
    later = alias_of(Post, "later")
    wrote_again = exists().where(
        later.author_id == ReplyClock.newcomer_id, later.created_at > ReplyClock.stopped_at
    )
    rows = db.session.execute(
        select(ReplyClock.newcomer_id, ReplyClock.stopped_at, ReplyClock.post_id, Thread.title)
        .join(Post, Post.id == ReplyClock.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(User, User.id == ReplyClock.newcomer_id)
        .where(
            ReplyClock.stopped_by_id == actor.id,
            ReplyClock.stopped_why == StoppedWhy.ANSWERED,
            ReplyClock.stopped_at > now - QUIET_UNTIL,
            ReplyClock.stopped_at <= now - QUIET_AFTER,
            ~wrote_again,
            # Whoever has left, or is shut out, would read no word that a mentor writes after them.
            is_here(),
            ~is_shut_out(ReplyClock.newcomer_id, now),
            ~blocked_between(actor, ReplyClock.newcomer_id),
            Post.state == PostState.PUBLISHED,
            listed_threads(),
        )
        .order_by(ReplyClock.stopped_at.desc())
        .limit(QUIET_LIMIT)
    ).all()
    people = load_people({row.newcomer_id for row in rows})
    return [
        WentQuiet(
            newcomer=people[row.newcomer_id],
            post_id=row.post_id,
            thread_title=row.title,
            answered_at=row.stopped_at,
        )
        for row in rows
    ]


def _praiseworthy(actor: Actor, now: datetime) -> Sequence[Praiseworthy]:
    answered, before = alias_of(Post, "answered"), alias_of(Post, "before")
    last_before = (
        select(func.max(before.created_at))
        .where(before.author_id == Post.author_id, before.id < Post.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Post.id,
            Post.author_id,
            Post.created_at,
            Post.published_at,
            answered.author_id.label("answered_id"),
            last_before.label("last_before"),
        )
        .join(
            Mentorship,
            (Mentorship.newcomer_id == Post.author_id)
            & (Mentorship.primary_id == actor.id)
            & Mentorship.ended_at.is_(None),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(answered, answered.id == Post.answers_id)
        .where(
            Post.state == PostState.PUBLISHED,
            Post.published_at > now - PRAISE_WITHIN,
            listed_threads(),
            ~exists().where(Praise.post_id == Post.id),
        )
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(PRAISE_LIMIT * 6)
    ).all()
    found = [(row, kind) for row in rows if (kind := worth_praising(row, actor.id)) is not None]
    people = load_people({row.author_id for row, _ in found[:PRAISE_LIMIT]})
    return [
        Praiseworthy(
            newcomer=people[row.author_id],
            post_id=row.id,
            kind=kind,
            sentence=PRAISED_FOR[kind],
            at=row.published_at,
        )
        for row, kind in found[:PRAISE_LIMIT]
    ]


def worth_praising(row: Any, mentor_id: int) -> PraiseKind | None:
    """What a mentee's post is worth a kind word for, if anything: a row has its author, whom it answers, and when."""
    if row.answered_id is not None and row.answered_id not in {row.author_id, mentor_id}:
        return PraiseKind.ANSWERED_SOMEBODY
    if row.last_before is not None and row.created_at - row.last_before >= PRAISE_WITHIN:
        return PraiseKind.CAME_BACK
    return None


def _figures(actor: Actor, now: datetime) -> OwnFigures:
    goal = current_goal(db.session())
    rows = db.session.execute(
        select(
            ReplyClock.stopped_by_id,
            ReplyClock.newcomer_id,
            ReplyClock.started_at,
            ReplyClock.stopped_at,
            ReplyClock.answered_back_at,
        )
        .join(
            UserRole,
            (UserRole.user_id == ReplyClock.stopped_by_id) & (UserRole.role == Role.MENTOR),
        )
        .where(
            ReplyClock.stopped_why == StoppedWhy.ANSWERED,
            ReplyClock.stopped_at > now - FIGURES_OVER,
        )
        .order_by(ReplyClock.stopped_at.desc())
        .limit(MOST_ANSWERED)
    )
    answered = [
        Answered(
            by_id=row.stopped_by_id,
            newcomer_id=row.newcomer_id,
            waited=waking_time(row.started_at, row.stopped_at, goal.night),
            answered_at=row.stopped_at,
            answered_back_at=row.answered_back_at,
        )
        for row in rows
    ]
    return own_figures(answered, actor.id)
