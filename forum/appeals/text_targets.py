"""A decision on words that are no post, as appeals know it: read and locked inside a transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from forum.appeals.rules import FieldFacts, field_still_stands
from forum.errors import NotFoundError
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import text_not_undone
from forum.moderation.undo.texts import lock_words
from forum.sanctions.kinds import SanctionKind
from forum.screened_fields.kinds import ERASED
from forum.screened_fields.lifecycle import OPEN, FieldState
from forum.screened_fields.models import FieldRevision


@dataclass(frozen=True, kw_only=True)
class TextTarget:
    """A decision on a short text. `in_effect` is whether it is still what keeps it from others."""

    decision: TextDecision
    field: FieldRevision
    in_effect: bool

    @property
    def person_id(self) -> int:
        """Whom it concerns."""
        return self.decision.about_id

    @property
    def decided_by_id(self) -> int | None:
        """Who decided."""
        return self.decision.decided_by_id

    @property
    def decided_at(self) -> datetime:
        """When."""
        return self.decision.decided_at

    @property
    def post_id(self) -> int | None:
        """It is about no post."""
        return None

    @property
    def kind(self) -> SanctionKind | None:
        """It is no sanction."""
        return None

    @property
    def besides(self) -> Collection[int]:
        """Whom else it concerns."""
        return ()

    def stands(self, now: datetime) -> bool:
        """Whether it still has an effect."""
        return self.in_effect


def load_text(session: Session, decision_id: int, *, lock: bool) -> TextTarget:
    """A decision on words that are no post.

    Raises:
        NotFoundError: there is no such decision.
    """
    decision = session.get(TextDecision, decision_id)
    if decision is None:
        raise NotFoundError
    if lock:
        lock_words(session, decision)
    field = session.get_one(FieldRevision, decision.field_id)
    facts = FieldFacts(
        action=decision.action,
        state=FieldState(field.state),
        is_newest=_newest(session, field.id) == decision.id,
        is_replaced=_is_replaced(session, field),
        is_erased=field.text == ERASED,
    )
    return TextTarget(decision=decision, field=field, in_effect=field_still_stands(facts))


def _newest(session: Session, field_id: int) -> int | None:
    return session.scalar(
        select(func.max(TextDecision.id)).where(
            TextDecision.field_id == field_id, text_not_undone()
        )
    )


def _is_replaced(session: Session, field: FieldRevision) -> bool:
    newer = aliased(FieldRevision)
    same = (
        newer.thread_id == field.thread_id
        if field.thread_id is not None
        else newer.author_id == field.author_id
    )
    found = exists().where(
        newer.kind == field.kind,
        same,
        newer.id > field.id,
        newer.state.in_([*OPEN, FieldState.PUBLISHED]),
    )
    return bool(session.scalar(select(found)))
