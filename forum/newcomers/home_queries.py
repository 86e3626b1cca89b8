"""Reading the newcomer's home. However much there is, the number of queries stays the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, select, true, union_all
from sqlalchemy.orm import aliased

from forum.accounts.actor import Actor
from forum.accounts.blocks import is_blocked_by
from forum.accounts.models import User
from forum.accounts.people import byline_columns, byline_of
from forum.conversations.hiding import is_hidden_from
from forum.conversations.lifecycle import PostAction, PostState
from forum.conversations.lookup import is_shown
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.own_actions import own_actions
from forum.conversations.own_queries import own_posts
from forum.conversations.pages import OwnPostRow
from forum.conversations.queries import fitting_welcome_threads
from forum.conversations.rows import Rows
from forum.database import UtcDateTime, read
from forum.drafts.queries import drafts_of
from forum.moderation.queries import usual_wait
from forum.moderation.waits import in_words
from forum.newcomers.activity import active
from forum.newcomers.pages import AnswerToYou, HelloThread, Home, Hoping, MentorCard, OnTheWay
from forum.permissions.subjects import PostFacts
from forum.permissions.visibility import listed_threads
from forum.privately.models import PrivateConversation
from forum.privately.queries import new_to
from forum.text import excerpt
from forum.welcome.first_answers import what_to_hope
from forum.welcome.models import MentorSettings, Mentorship, NewcomerSurvey, ReplyClock
from forum.welcome.on_duty import backup_stands_in, is_here
from forum.welcome.queries import waiting_posts

OWN_POSTS = 10
ANSWERS = 6
HELLO_THREADS = 4
_ON_THE_WAY = (
    PostState.SUBMITTED,
    PostState.HELD,
    PostState.CHANGES_REQUESTED,
    PostState.HIDDEN,
    PostState.DECLINED,
)


def newcomers_home(actor: Actor, now: datetime) -> Home:
    """All that the newcomer's home shows."""
    own = own_posts(actor, OWN_POSTS, *_ON_THE_WAY)
    waits = any(post.state == PostState.HELD for post in own)
    welcomed = read(_welcomed(), {"reader_id": actor.id, "now": now}).one()
    topics = welcomed.topics or ()
    return Home(
        on_the_way=[_on_the_way(actor, post) for post in own],
        usual_wait=in_words(usual_wait()) if waits else "",
        drafts=drafts_of(actor),
        hello=[
            HelloThread(thread=thread, fits=thread.category_slug in topics, said_hello=takes_part)
            for thread, takes_part in fitting_welcome_threads(actor.id, topics, HELLO_THREADS)
        ],
        mentor=_mentor(welcomed, now),
        answers=_answers_to(actor),
        has_posted=welcomed.has_posted,
        hoping=_hoping(welcomed, now),
        has_answered_questions=welcomed.surveyed_id is not None,
    )


def mentor_of(actor: Actor, now: datetime) -> MentorCard | None:
    """Who looks after a person; None where nobody does."""
    return _mentor(read(_welcomed(), {"reader_id": actor.id, "now": now}).one(), now)


def _hoping(row: Any, now: datetime) -> Hoping | None:
    if row.hoping_id is None:
        return None
    return Hoping(
        post_id=row.hoping_id,
        thread_title=row.hoping_in,
        hope=what_to_hope(row.hoping_since, now),
    )


def _on_the_way(actor: Actor, post: OwnPostRow) -> OnTheWay:
    offered = own_actions(actor, PostFacts(author_id=actor.id, state=PostState(post.state)))
    return OnTheWay(
        post=post,
        may_revise=PostAction.REVISE in offered,
        may_withdraw=PostAction.WITHDRAW in offered,
    )


def _longest_wait(now: ColumnElement[datetime]) -> Rows:
    waits = waiting_posts(select(ReplyClock.post_id, ReplyClock.started_at, Thread.title), now)
    mine = waits.where(ReplyClock.newcomer_id == bindparam("reader_id"))
    return mine.order_by(ReplyClock.started_at, ReplyClock.id).limit(1)


@cache
def _welcomed() -> Rows:
    """What a person told at the start, and who looks after them: one row, also where there is neither."""
    mentor, backup, now = aliased(User), aliased(User), bindparam("now", type_=UtcDateTime())
    hoping = _longest_wait(now).subquery()
    return (
        select(
            NewcomerSurvey.user_id.label("surveyed_id"),
            NewcomerSurvey.topics,
            exists().where(Post.author_id == User.id).label("has_posted"),
            hoping.c.post_id.label("hoping_id"),
            hoping.c.title.label("hoping_in"),
            hoping.c.started_at.label("hoping_since"),
            MentorSettings.introduction,
            is_here(mentor.id, now).label("is_here"),
            backup_stands_in(now).label("backup_stands_in"),
            mentor.last_seen_at,
            backup.display_name.label("backup_name"),
            Mentorship.id.label("private_id"),
            new_to(User.id).label("private_news"),
            PrivateConversation.ended_at.is_(None).label("private_is_open"),
            *byline_columns(mentor),
        )
        .select_from(User)
        .outerjoin(NewcomerSurvey, NewcomerSurvey.user_id == User.id)
        .outerjoin(Mentorship, (Mentorship.newcomer_id == User.id) & Mentorship.ended_at.is_(None))
        .outerjoin(PrivateConversation, PrivateConversation.id == Mentorship.id)
        .outerjoin(mentor, mentor.id == Mentorship.primary_id)
        .outerjoin(backup, backup.id == Mentorship.backup_id)
        .outerjoin(MentorSettings, MentorSettings.user_id == mentor.id)
        .outerjoin(hoping, true())
        .where(User.id == bindparam("reader_id"))
    )


def _mentor(row: Any, now: datetime) -> MentorCard | None:
    if row.person_id is None:
        return None
    return MentorCard(
        mentor=byline_of(row),
        introduction=row.introduction or "",
        activity=active(row.last_seen_at, now),
        is_away=not row.is_here,
        stands_in=(row.backup_name or "") if row.backup_stands_in else "",
        private_id=row.private_id,
        private_news=row.private_news or 0,
        private_is_open=bool(row.private_is_open),
    )


@cache
def _answers() -> Rows:
    mine = aliased(Post)
    # Two short lists, each by its own index. As one condition with OR it would read every post there is.
    to_you = union_all(
        select(Post.id)
        .join(mine, mine.id == Post.answers_id)
        .where(mine.author_id == bindparam("reader_id")),
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Thread.author_id == bindparam("reader_id"), ~Post.is_opening),
    )
    return (
        select(
            Post.id,
            Post.thread_id,
            Post.published_at,
            Thread.title,
            Thread.locked_at,
            PostRevision.html,
            *byline_columns(),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(User, User.id == Post.author_id)
        .join(PostRevision, is_shown())
        .where(
            Post.id.in_(to_you),
            # By an expression, so that no index of states fits: SQLite would take it for a short list, and go through
            # all that was ever published, the newest first, until it has found enough.
            Post.state.concat("") == PostState.PUBLISHED,
            listed_threads(),
            Post.author_id != bindparam("reader_id"),
            ~is_blocked_by(bindparam("reader_id"), Post.author_id),
            ~is_hidden_from(bindparam("reader_id")),
        )
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(bindparam("most"))
    )


def _answers_to(actor: Actor) -> Sequence[AnswerToYou]:
    rows = read(_answers(), {"reader_id": actor.id, "most": ANSWERS})
    return [
        AnswerToYou(
            post_id=row.id,
            thread_id=row.thread_id,
            author=byline_of(row),
            thread_title=row.title,
            excerpt=excerpt(row.html, 160),
            at=row.published_at,
            takes_answers=row.locked_at is None,
        )
        for row in rows
    ]
