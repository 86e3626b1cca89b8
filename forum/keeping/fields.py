"""Earlier versions of names and of what people say of themselves: their words go, what was decided on them stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, exists, func, null, or_, select, update
from sqlalchemy.orm import Session

from forum.appeals.models import Appeal
from forum.appeals.rules import AppealState
from forum.database import ROW_LOCK, alias_of
from forum.moderation.text_models import TextDecision
from forum.screened_fields.kinds import ERASED
from forum.screened_fields.lifecycle import FieldState
from forum.screened_fields.models import FieldRevision

_OVER = (FieldState.DECLINED, FieldState.WITHDRAWN)


def earlier_words(session: Session, before: datetime, now: datetime, most: int) -> int:
    """Erase what was turned down, taken back or emptied, and what newer words have replaced.

    What is on show stays, and what somebody looks at again.
    """
    newer = alias_of(FieldRevision, "newer")
    of_the_same = and_(
        newer.kind == FieldRevision.kind,
        newer.author_id == FieldRevision.author_id,
        func.coalesce(newer.thread_id, 0) == func.coalesce(FieldRevision.thread_id, 0),
    )
    replaced = exists().where(
        of_the_same,
        newer.id > FieldRevision.id,
        newer.state == FieldState.PUBLISHED,
        newer.settled_at < before,
    )
    is_appealed = exists().where(
        TextDecision.field_id == FieldRevision.id,
        Appeal.text_decision_id == TextDecision.id,
        Appeal.state == AppealState.OPEN,
    )
    found = session.scalars(
        select(FieldRevision.id)
        .where(
            FieldRevision.text != ERASED,
            ~is_appealed,
            or_(
                and_(FieldRevision.state.in_(_OVER), FieldRevision.settled_at < before),
                and_(
                    FieldRevision.state == FieldState.PUBLISHED,
                    or_(replaced, FieldRevision.cleared_at < before),
                ),
            ),
        )
        .order_by(FieldRevision.id)
        .limit(most)
        .with_for_update(skip_locked=True, **ROW_LOCK)
    ).all()
    if found:
        session.execute(
            update(FieldRevision)
            .where(FieldRevision.id.in_(found))
            .values(text=ERASED, verdict=null())
        )
    return len(found)
