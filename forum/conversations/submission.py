"""The only bridge between posts and the screener.

Reading a text takes long compared with a transaction, so no transaction is open meanwhile: the verdict is applied
only if the version that was read is still the latest one and still waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from forum.accounts.models import User
from forum.accounts.standing import standing
from forum.clock import Clock
from forum.conversations.audience import Setting, addressed_to
from forum.conversations.lifecycle import SCREENABLE, PostAction, RevisionOutcome
from forum.conversations.models import Post, PostRevision, ScreeningResult, Thread
from forum.conversations.transitions import is_edit_of_published, move, settle_edit
from forum.database import ROW_LOCK, db, transaction
from forum.screening import Outcome, Standing, Submission, Verdict

log = structlog.get_logger(__name__)

# After this many tries in which the worker died or the model failed, a person reads instead.
MAX_ATTEMPTS = 3
RECENT_TEXTS = 5


class ReadsTexts(Protocol):
    """What is needed of a screener."""

    def screen(self, submission: Submission) -> Verdict:
        """Publish or hold, and why."""
        ...


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    revision_id: int
    post_id: int
    submission: Submission


def due_revisions(limit: int = 200) -> Sequence[int]:
    """Ids of the versions that wait for the screener, oldest first."""
    return db.session.scalars(
        select(PostRevision.id)
        .join(Post, Post.id == PostRevision.post_id)
        .where(
            PostRevision.outcome == RevisionOutcome.WAITING,
            PostRevision.number == Post.latest_number,
            Post.state.in_(sorted(SCREENABLE)),
        )
        .order_by(PostRevision.id)
        .limit(limit)
    ).all()


def screen_revision(screener: ReadsTexts, revision_id: int, clock: Clock) -> None:
    """Have one version read and act on the verdict. Does nothing if it no longer waits. Idempotent.

    A failure of the screener is raised after it has been counted; the version then still waits.
    """
    attempts = _count_attempt(revision_id)
    if attempts is None:
        return
    if attempts > MAX_ATTEMPTS:
        log.error("screening_given_up", revision_id=revision_id, attempts=attempts - 1)
        _hold_for_a_person(revision_id, clock)
        return
    waiting = _read(revision_id)
    # Nothing may stay open while the model reads.
    db.session.rollback()
    verdict = screener.screen(waiting.submission)
    _apply(waiting, verdict, clock)


def _count_attempt(revision_id: int) -> int | None:
    with transaction() as session:
        found = _lock_waiting(session, revision_id)
        if found is None:
            return None
        revision = found[1]
        revision.screening_attempts += 1
        return revision.screening_attempts


def _lock_waiting(session: Session, revision_id: int) -> tuple[Post, PostRevision] | None:
    revision = session.get(PostRevision, revision_id)
    if revision is None:
        return None
    post = session.get_one(Post, revision.post_id, with_for_update=ROW_LOCK)
    session.refresh(revision)
    still_waits = (
        revision.outcome == RevisionOutcome.WAITING
        and revision.number == post.latest_number
        and post.state in SCREENABLE
    )
    return (post, revision) if still_waits else None


def _hold_for_a_person(revision_id: int, clock: Clock) -> None:
    with transaction() as session:
        found = _lock_waiting(session, revision_id)
        if found is not None:
            _act(session, *found, PostAction.HOLD, clock)


def _apply(waiting: _Waiting, verdict: Verdict, clock: Clock) -> None:
    with transaction() as session:
        session.add(
            ScreeningResult(
                revision_id=waiting.revision_id,
                outcome=verdict.outcome,
                scores=dict(verdict.scores),
                findings=list(verdict.as_json()["findings"]),
                addressed_to=waiting.submission.to,
                written_by=waiting.submission.by,
                model_name=verdict.model_name,
                model_version=verdict.model_version,
                threshold_set=verdict.threshold_set,
                duration_ms=verdict.duration_ms,
                created_at=clock.now(),
            )
        )
        found = _lock_waiting(session, waiting.revision_id)
        if found is None:
            log.info("verdict_came_late", revision_id=waiting.revision_id)
            return
        passes = verdict.outcome is Outcome.PUBLISH
        _act(session, *found, PostAction.PASS if passes else PostAction.HOLD, clock)


def _act(
    session: Session, post: Post, revision: PostRevision, action: PostAction, clock: Clock
) -> None:
    if is_edit_of_published(post, revision):
        settle_edit(session, post, revision, action, actor_id=None, now=clock.now())
    else:
        move(session, post, revision, action, actor_id=None, now=clock.now())


def _read(revision_id: int) -> _Waiting:
    session = db.session()
    answered = aliased(Post)
    revision, post, thread, author = session.execute(
        select(PostRevision, Post, Thread, User)
        .join(Post, Post.id == PostRevision.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(User, User.id == Post.author_id)
        .where(PostRevision.id == revision_id)
    ).one()
    answered_author_id = (
        session.scalar(select(answered.author_id).where(answered.id == post.answers_id))
        if post.answers_id
        else None
    )
    written_by = _standing_of(author)
    in_welcome_thread = thread.welcome_flagged_at is not None
    setting = Setting(
        written_by=written_by,
        opens_thread=post.is_opening,
        is_introduction=in_welcome_thread and _is_first_here(session, post, written_by),
        in_welcome_thread=in_welcome_thread,
        answered=_standing_of_other(session, answered_author_id, post.author_id),
        thread_author=_standing_of_other(session, thread.author_id, post.author_id),
    )
    submission = Submission(
        text=revision.text,
        title=revision.title,
        by=written_by,
        to=addressed_to(setting),
        in_welcome_thread=in_welcome_thread,
        opens_thread=post.is_opening,
        recent_texts=_recent_texts(session, post),
    )
    return _Waiting(revision_id=revision.id, post_id=post.id, submission=submission)


def _standing_of(user: User) -> Standing:
    return standing(graduated_at=user.graduated_at, roles=[held.role for held in user.roles])


def _standing_of_other(session: Session, user_id: int | None, author_id: int) -> Standing | None:
    if user_id is None or user_id == author_id:
        return None
    return _standing_of(session.get_one(User, user_id))


def _is_first_here(session: Session, post: Post, written_by: Standing) -> bool:
    """An introduction: a newcomer's first post in a welcome thread that answers nobody in particular."""
    if written_by is not Standing.NEWCOMER or post.answers_id is not None:
        return False
    earlier = session.scalar(
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.author_id == post.author_id,
            Post.id < post.id,
            Thread.welcome_flagged_at.is_not(None),
        )
        .limit(1)
    )
    return earlier is None


def _recent_texts(session: Session, post: Post) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(PostRevision.text)
            .join(Post, Post.id == PostRevision.post_id)
            .where(
                Post.author_id == post.author_id,
                Post.id != post.id,
                PostRevision.number == Post.latest_number,
            )
            .order_by(PostRevision.id.desc())
            .limit(RECENT_TEXTS)
        )
    )
