"""What people wrote about others for each other, and what is kept so that decisions are alike.

Each takes the moment since which a thing must have been over, and the time now; it returns how many it has forgotten.
The caller holds the transaction.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from forum.keeping.rows import delete_due
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.similar import DecidedPhrase
from forum.moderation.step_models import ReviewStep, StaffNote
from forum.welcome.models import MenteeNote


def of_staff(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Staff's notes, but for those on what somebody looks at right now."""
    is_looked_at = exists().where(
        ReviewItem.closed_at.is_(None),
        or_(
            ReviewItem.post_id == StaffNote.post_id,
            ReviewItem.person_id == StaffNote.person_id,
            ReviewItem.about_id == StaffNote.person_id,
        ),
    )
    return delete_due(session, StaffNote.id, (StaffNote.at < before) & ~is_looked_at, most)


def of_steps(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Why something was passed on; once it is settled nobody is served anything because of it."""
    is_over = exists().where(ReviewItem.id == ReviewStep.item_id, ReviewItem.closed_at < before)
    return delete_due(session, ReviewStep.id, is_over, most)


def of_mentors(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Mentors' notes on newcomers."""
    return delete_due(session, MenteeNote.id, MenteeNote.written_at < before, most)


def fingerprints(session: Session, before: datetime, now: datetime, most: int) -> int:
    """The fingerprints of texts that were decided on; counted in decisions."""
    has_one = exists().where(DecidedPhrase.decision_id == Decision.id)
    found = session.scalars(
        select(Decision.id)
        .where(Decision.decided_at < before, has_one)
        .order_by(Decision.id)
        .limit(most)
    ).all()
    if found:
        session.execute(delete(DecidedPhrase).where(DecidedPhrase.decision_id.in_(found)))
    return len(found)
