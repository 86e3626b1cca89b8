"""Describes a text for the screener: who wrote it, to whom it speaks, and where; saved already, or not yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.accounts.standing import standing
from forum.conversations.audience import Setting, addressed_to
from forum.conversations.introductions import introduces
from forum.conversations.lookup import is_latest
from forum.conversations.models import Post, PostRevision, Thread
from forum.screening import Standing, Submission

RECENT_TEXTS = 5


@dataclass(frozen=True, kw_only=True)
class ThreadSetting:
    """What has to be known of the thread."""

    author_id: int
    is_welcome: bool

    @classmethod
    def of(cls, thread: Thread) -> Self:
        """A thread as it is now."""
        return cls(author_id=thread.author_id, is_welcome=thread.welcome_flagged_at is not None)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A text and where it stands, or would. `post_id` and `thread` are None while there is none yet."""

    text: str
    title: str | None
    author_id: int
    by: Standing
    is_opening: bool
    answers_id: int | None = None
    post_id: int | None = None
    thread: ThreadSetting | None = None


@dataclass(frozen=True, kw_only=True)
class Described:
    """What the screener is told, and whether the text is an introduction."""

    submission: Submission
    is_introduction: bool


def describe(session: Session, written: Written) -> Described:
    """What the screener has to know of a text."""
    thread = written.thread
    in_welcome_thread = thread is not None and thread.is_welcome
    is_introduction = introduces(
        session,
        written.author_id,
        written.by,
        in_welcome_thread=in_welcome_thread,
        answers_id=written.answers_id,
        post_id=written.post_id,
    )
    setting = Setting(
        written_by=written.by,
        opens_thread=written.is_opening,
        is_introduction=is_introduction,
        in_welcome_thread=in_welcome_thread,
        answered=_standing_of_answered(session, written),
        thread_author=_standing_of_other(
            session, thread.author_id if thread is not None else None, written.author_id
        ),
    )
    submission = Submission(
        text=written.text,
        title=written.title,
        by=written.by,
        to=addressed_to(setting),
        in_welcome_thread=in_welcome_thread,
        opens_thread=written.is_opening,
        recent_texts=_recent_texts(session, written),
    )
    return Described(submission=submission, is_introduction=is_introduction)


def standing_of(user: User) -> Standing:
    """A person's standing now."""
    return standing(graduated_at=user.graduated_at, roles=[held.role for held in user.roles])


def _standing_of_answered(session: Session, written: Written) -> Standing | None:
    if written.answers_id is None:
        return None
    author_id = session.scalar(select(Post.author_id).where(Post.id == written.answers_id))
    return _standing_of_other(session, author_id, written.author_id)


def _standing_of_other(session: Session, user_id: int | None, author_id: int) -> Standing | None:
    if user_id is None or user_id == author_id:
        return None
    return standing_of(session.get_one(User, user_id))


def _recent_texts(session: Session, written: Written) -> tuple[str, ...]:
    recent = (
        select(PostRevision.text)
        .join(Post, is_latest())
        .where(Post.author_id == written.author_id, PostRevision.erased_at.is_(None))
        .order_by(PostRevision.id.desc())
        .limit(RECENT_TEXTS)
    )
    if written.post_id is not None:
        recent = recent.where(Post.id != written.post_id)
    return tuple(session.scalars(recent))
