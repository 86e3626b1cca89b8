"""Who hopes for an answer, and what counts as one. Reads only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from forum.accounts.blocks import is_blocked_by
from forum.accounts.models import User
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, ScreeningResult, Thread
from forum.database import alias_of
from forum.leaving.rules import has_left
from forum.welcome.models import StoppedWhy


def was_answered_before(answer: Post | None, at: datetime) -> bool:
    """Whether somebody had answered before the clock could start."""
    return answer is not None and (answer.published_at is None or answer.published_at < at)


def hopes_for_an_answer(session: Session, post: Post) -> bool:
    """Whether a post is one to which its author hopes for an answer.

    Those are the threads that newcomers begin, and what they write in welcome threads to nobody in particular. In a
    conversation of others they have chosen whom to answer.
    """
    is_hello = post.answers_id is None and _is_in_welcome_thread(session, post)
    if not post.is_opening and not is_hello:
        return False
    return why_no_more(session, post.author_id) is None


def _is_in_welcome_thread(session: Session, post: Post) -> bool:
    """Whether its thread is one, or was when the post was read: a welcome may be over before a held hello appears."""
    if session.get_one(Thread, post.thread_id).welcome_flagged_at is not None:
        return True
    was_one = (
        select(ScreeningResult.id)
        .join(PostRevision, PostRevision.id == ScreeningResult.revision_id)
        .where(PostRevision.post_id == post.id, ScreeningResult.in_welcome_thread.is_(True))
    )
    return session.scalar(was_one.limit(1)) is not None


def why_no_more(session: Session, author_id: int) -> StoppedWhy | None:
    """Why somebody waits for no answer any more, whatever they wrote; None where they may."""
    author = session.get_one(User, author_id)
    if has_left(author.username):
        return StoppedWhy.AUTHOR_LEFT
    is_member = author.graduated_at is not None
    return StoppedWhy.GRADUATED if is_member and has_been_met(session, author.id) else None


def answer_to(session: Session, post: Post) -> Post | None:
    """The first published answer by another person, whom the author has not blocked."""
    answers: ColumnElement[bool] = Post.answers_id == post.id
    if post.is_opening:
        answers = or_(answers, and_(Post.thread_id == post.thread_id, Post.id > post.id))
    return session.scalars(
        select(Post)
        .where(
            answers,
            Post.state == PostState.PUBLISHED,
            Post.author_id != post.author_id,
            ~is_blocked_by(post.author_id, Post.author_id),
        )
        .order_by(Post.published_at, Post.id)
        .limit(1)
    ).one_or_none()


def has_been_met(session: Session, user_id: int) -> bool:
    """Whether anybody whom they have not blocked has ever answered this person."""
    mine, answer = alias_of(Post, "mine"), alias_of(Post, "answer")
    met = session.scalar(
        select(answer.id)
        .join(mine, mine.id == answer.answers_id)
        .where(
            mine.author_id == user_id,
            answer.state == PostState.PUBLISHED,
            answer.author_id != user_id,
            ~is_blocked_by(user_id, answer.author_id),
        )
        .limit(1)
    )
    return met is not None
