"""The bridge from saved posts to the screener, and back.

Reading a text takes long compared with a transaction, so no transaction is open meanwhile: the verdict is applied
only if the version that was read is still the latest one and still waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.clock import Clock
from forum.conversations.describing import ThreadSetting, Written, describe, standing_of
from forum.conversations.lifecycle import SCREENABLE, PostAction, RevisionOutcome
from forum.conversations.lookup import is_latest
from forum.conversations.models import Post, PostRevision, ScreeningResult, Thread
from forum.conversations.transitions import is_edit_of_published, move, settle_edit
from forum.database import ROW_LOCK, db, transaction
from forum.sanctions.lookup import restriction_of
from forum.screening import Outcome, Submission, ThresholdSet, Verdict
from forum.screening.checks.wordlist import WordList
from forum.screening.shadow import beside
from forum.wiring import settings

log = structlog.get_logger(__name__)

# After this many tries in which the worker died or the model failed, a person reads instead.
MAX_ATTEMPTS = 3


class ReadsTexts(Protocol):
    """What is needed of a screener."""

    @property
    def thresholds(self) -> ThresholdSet:
        """The limits in force."""
        ...

    def with_thresholds(self, thresholds: ThresholdSet) -> Self:
        """The same with other limits."""
        ...

    def with_own_words(self, own_words: Sequence[WordList]) -> Self:
        """The same with other word lists of the community's own."""
        ...

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
        .join(Post, is_latest())
        .where(
            PostRevision.outcome == RevisionOutcome.WAITING,
            Post.state.in_(sorted(SCREENABLE)),
        )
        .order_by(PostRevision.id)
        .limit(limit)
    ).all()


def screen_revision(
    screener: ReadsTexts, revision_id: int, clock: Clock, shadow: ThresholdSet | None = None
) -> None:
    """Have one version read and act on the verdict. Idempotent.

    Does nothing if it no longer waits, or if another worker reads it.
    What `shadow` would have said is stored beside it, and changes nothing.
    A failure of the screener is raised after it has been counted; the version then still waits.
    """
    attempts = _begin_attempt(revision_id, clock)
    if attempts is None:
        return
    if attempts > MAX_ATTEMPTS:
        log.error("screening_given_up", revision_id=revision_id, attempts=attempts - 1)
        _hold_for_a_person(revision_id, clock)
        return
    try:
        waiting = _read(revision_id)
        # Nothing may stay open while the model reads.
        db.session.rollback()
        _apply(waiting, screener.screen(waiting.submission), clock, shadow)
    except Exception:
        _end_attempt(revision_id)
        raise


def is_being_read(began_at: datetime | None, now: datetime) -> bool:
    """Whether a text is being read that somebody began with then: whoever takes longer than the deadline is ended.

    A worker whose clock is ahead keeps nobody waiting for longer, either.

    So the one text that a killed worker (no memory, no power) had in its hand waits for the whole deadline, 30 seconds
    unless set otherwise. Less would let two read one text while the first may still come back. That the first is dead
    is known for certain only to whoever started it: neither a process's number nor a machine's name says so where
    workers run in containers, and a sign of life is still fresh for most of that time. A worker that is told
    to stop finishes its text, so this is rare, and its author's page says meanwhile that it is being read.
    """
    deadline = timedelta(seconds=settings().screening_deadline_seconds)
    return began_at is not None and abs(now - began_at) < deadline


def _begin_attempt(revision_id: int, clock: Clock) -> int | None:
    with transaction() as session:
        found = _lock_waiting(session, revision_id)
        now = clock.now()
        if found is None or is_being_read(found[1].screening_began_at, now):
            return None
        revision = found[1]
        revision.screening_attempts += 1
        revision.screening_began_at = now
        return revision.screening_attempts


def _end_attempt(revision_id: int) -> None:
    """Nobody reads it any more: the next try need not wait."""
    with transaction() as session:
        session.execute(
            update(PostRevision)
            .where(PostRevision.id == revision_id)
            .values(screening_began_at=None)
        )


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


def result_of(
    revision_id: int, submission: Submission, verdict: Verdict, now: datetime
) -> ScreeningResult:
    """What is kept of a verdict on one version, and of what the screener was told beside the words."""
    return ScreeningResult(
        revision_id=revision_id,
        outcome=verdict.outcome,
        scores=dict(verdict.scores),
        findings=list(verdict.as_json()["findings"]),
        addressed_to=submission.to,
        written_by=submission.by,
        in_welcome_thread=submission.in_welcome_thread,
        model_name=verdict.model_name,
        model_version=verdict.model_version,
        threshold_set=verdict.threshold_set,
        duration_ms=verdict.duration_ms,
        created_at=now,
    )


def _apply(waiting: _Waiting, verdict: Verdict, clock: Clock, shadow: ThresholdSet | None) -> None:
    now = clock.now()
    result = result_of(waiting.revision_id, waiting.submission, verdict, now)
    if shadow is not None:
        result.shadow = beside(verdict, waiting.submission, shadow).as_json()
    with transaction() as session:
        session.add(result)
        found = _lock_waiting(session, waiting.revision_id)
        if found is None:
            log.info("verdict_came_late", revision_id=waiting.revision_id)
            return
        # The result above stays what the screener said, so that its figures are its own.
        passes = verdict.outcome is Outcome.PUBLISH and not _waits_anyway(session, found[0], clock)
        _act(session, *found, PostAction.PASS if passes else PostAction.HOLD, clock)


def _waits_anyway(session: Session, post: Post, clock: Clock) -> bool:
    """Whether whatever its author writes waits for a person, as it does while a sanction says so."""
    restriction = restriction_of(session, post.author_id, clock.now())
    return restriction is not None and restriction.holds_posts


def _act(
    session: Session, post: Post, revision: PostRevision, action: PostAction, clock: Clock
) -> None:
    if is_edit_of_published(post, revision):
        settle_edit(session, post, revision, action, actor_id=None, now=clock.now())
    else:
        move(session, post, revision, action, actor_id=None, now=clock.now())


def _read(revision_id: int) -> _Waiting:
    session = db.session()
    revision, post, thread, author = session.execute(
        select(PostRevision, Post, Thread, User)
        .join(Post, Post.id == PostRevision.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(User, User.id == Post.author_id)
        .where(PostRevision.id == revision_id)
    ).one()
    written = Written(
        text=revision.text,
        title=revision.title,
        author_id=author.id,
        by=standing_of(author),
        post_id=post.id,
        answers_id=post.answers_id,
        is_opening=post.is_opening,
        thread=ThreadSetting.of(thread),
    )
    described = describe(session, written)
    return _Waiting(revision_id=revision.id, post_id=post.id, submission=described.submission)
