"""Putting back words that are no post, as they stood before a decision: a short text, with what readers saw instead.

The caller holds the transaction; `lock_words` takes the locks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.database import ROW_LOCK
from forum.moderation.fields import set_reasons_anew
from forum.moderation.models import ReviewItem
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.before import (
    as_plain,
    moment,
    of_the_same,
    open_items,
    put_back_items,
)
from forum.privately.removal import show_again
from forum.screened_fields.lifecycle import FieldAction, FieldState
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.showing import on_show, put_back
from forum.screened_fields.transitions import FieldStanding, lock_field, standing_of, undo


def before_field(session: Session, field: FieldRevision) -> Mapping[str, Any]:
    """Everything that a decision on a short text can change."""
    return {
        "items": open_items(session, ReviewItem.person_id == field.author_id),
        "field": as_plain(asdict(standing_of(field))) | {"shown": on_show(session, field)},
    }


def lock_words(session: Session, decision: TextDecision) -> None:
    """Lock what a decision is about, in the order in which everybody does (`screened_fields.transitions`).

    For what was said in private that is the item in which it was reported.
    """
    if decision.private_id is not None and decision.item_id is not None:
        session.get_one(ReviewItem, decision.item_id, with_for_update=ROW_LOCK)
    if decision.field_id is not None:
        lock_field(session, decision.field_id)
        session.get_one(User, decision.about_id, with_for_update=ROW_LOCK)


def put_back_words(
    session: Session,
    decision: TextDecision,
    before: Mapping[str, Any],
    *,
    by_id: int,
    now: datetime,
) -> None:
    """Bring everything back to how it was before a decision."""
    if decision.private_id is not None:
        show_again(session, decision)
        item = session.get_one(ReviewItem, decision.item_id)
        put_back_items(session, before, of_the_same(item), by_id=by_id, now=now)
        return
    field = session.get_one(FieldRevision, decision.field_id)
    if field.state == FieldState.PUBLISHED:
        put_back(session, field, before["field"]["shown"])
    kept = before["field"]
    undo(
        session,
        field,
        FieldStanding(
            state=FieldState(kept["state"]),
            settled_at=moment(kept["settled_at"]),
            settled_by_id=kept["settled_by_id"],
        ),
    )
    if decision.action == FieldAction.RESTORE:
        # It touched no item, and what waits by now waits for another reason.
        return
    of_the_person = ReviewItem.person_id == decision.about_id
    put_back_items(session, before, of_the_person, by_id=by_id, now=now)
    # Something else of the same profile may have been held, or decided on, meanwhile.
    set_reasons_anew(session, decision.about_id, now)
