"""Appeals as items of the review queue: whatever waits for staff waits in one place. Runs inside the transaction."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forum.accounts.people import load_people
from forum.appeals.models import Appeal
from forum.appeals.targets import load_target
from forum.database import ROW_LOCK
from forum.events import AppealMade, AppealReopened, AppealSettled, Event
from forum.moderation.items import add_reason, close
from forum.moderation.models import ReviewItem
from forum.moderation.ranking import ReasonKind, gravity_of_appeal
from forum.sanctions.kinds import NEEDS_ADMIN, SHUTS_OUT


def follow_appeal(session: Session, happened: Event) -> None:
    """An appeal that waits is an item, for those who may decide on it."""
    if not isinstance(happened, AppealMade | AppealReopened):
        return
    appeal = session.get_one(Appeal, happened.appeal_id)
    target = load_target(
        session,
        decision_id=appeal.decision_id,
        sanction_id=appeal.sanction_id,
        text_decision_id=appeal.text_decision_id,
        lock=False,
    )
    item = ReviewItem(
        appeal_id=appeal.id,
        about_id=appeal.appellant_id,
        decided_by_id=target.decided_by_id,
        admins_first=target.kind in NEEDS_ADMIN,
        from_newcomer=load_people([appeal.appellant_id])[appeal.appellant_id].is_newcomer,
        opened_at=appeal.made_at,
    )
    session.add(item)
    session.flush()
    gravity = gravity_of_appeal(shuts_out=target.kind in SHUTS_OUT)
    add_reason(item, ReasonKind.APPEAL, gravity, happened.at)


def follow_settlement(session: Session, happened: Event) -> None:
    """Whatever became of it, it does not wait any more."""
    if not isinstance(happened, AppealSettled):
        return
    item = session.scalar(open_item_of(happened.appeal_id).with_for_update(**ROW_LOCK))
    close(session, item, happened.outcome, by_id=happened.actor_id, at=happened.at)


def open_item_of(appeal_id: int) -> Select[ReviewItem]:
    """The item of an appeal that waits."""
    return select(ReviewItem).where(
        ReviewItem.appeal_id == appeal_id, ReviewItem.closed_at.is_(None)
    )
