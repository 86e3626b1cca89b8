"""The bridge from short texts to the screener, and back; the same shape as for posts (`conversations.submission`)."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.clock import Clock
from forum.conversations.describing import standing_of
from forum.conversations.submission import MAX_ATTEMPTS, ReadsTexts, is_being_read
from forum.database import db, transaction
from forum.sanctions.lookup import restriction_of
from forum.screened_fields.kinds import FieldKind, submission_of
from forum.screened_fields.lifecycle import FieldAction, FieldState
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.transitions import lock_field, move
from forum.screening import Outcome, Submission, Verdict

log = structlog.get_logger(__name__)


def due_fields(limit: int = 200) -> Sequence[int]:
    """Ids of the texts that wait for the screener, oldest first."""
    return db.session.scalars(
        select(FieldRevision.id)
        .where(FieldRevision.state == FieldState.SUBMITTED)
        .order_by(FieldRevision.id)
        .limit(limit)
    ).all()


def screen_field(screener: ReadsTexts, field_id: int, clock: Clock) -> None:
    """Have one text read and act on the verdict. Idempotent.

    Does nothing if it no longer waits, or if another worker reads it.
    A failure of the screener is raised after it has been counted; the text then still waits.
    """
    attempts = _begin_attempt(field_id, clock)
    if attempts is None:
        return
    if attempts > MAX_ATTEMPTS:
        log.error("field_screening_given_up", field_id=field_id, attempts=attempts - 1)
        _apply(field_id, None, clock)
        return
    try:
        submission = _read(field_id)
        # Nothing may stay open while the model reads.
        db.session.rollback()
        _apply(field_id, screener.screen(submission), clock)
    except Exception:
        _end_attempt(field_id)
        raise


def _begin_attempt(field_id: int, clock: Clock) -> int | None:
    with transaction() as session:
        field = _lock_waiting(session, field_id)
        now = clock.now()
        if field is None or is_being_read(field.screening_began_at, now):
            return None
        field.screening_attempts += 1
        field.screening_began_at = now
        return field.screening_attempts


def _end_attempt(field_id: int) -> None:
    """Nobody reads it any more: the next try need not wait."""
    with transaction() as session:
        session.execute(
            update(FieldRevision)
            .where(FieldRevision.id == field_id)
            .values(screening_began_at=None)
        )


def _lock_waiting(session: Session, field_id: int) -> FieldRevision | None:
    field = lock_field(session, field_id)
    return field if field is not None and field.state == FieldState.SUBMITTED else None


def _read(field_id: int) -> Submission:
    field, author = db.session.execute(
        select(FieldRevision, User)
        .join(User, User.id == FieldRevision.author_id)
        .where(FieldRevision.id == field_id)
    ).one()
    return submission_of(FieldKind(field.kind), field.text, standing_of(author))


def _apply(field_id: int, verdict: Verdict | None, clock: Clock) -> None:
    """Publish or hold. Without a verdict a person reads it."""
    with transaction() as session:
        field = _lock_waiting(session, field_id)
        if field is None:
            log.info("field_verdict_came_late", field_id=field_id)
            return
        now = clock.now()
        field.verdict = (
            {**verdict.as_json(), "read_at": now.isoformat()} if verdict is not None else None
        )
        restriction = restriction_of(session, field.author_id, now)
        reads_first = restriction is not None and restriction.holds_posts
        passes = verdict is not None and verdict.outcome is Outcome.PUBLISH and not reads_first
        action = FieldAction.PASS if passes else FieldAction.HOLD
        move(session, field, action, actor_id=None, now=now)
