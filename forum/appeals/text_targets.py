"""A decision on words that are no post, as appeals know it: read and locked inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.appeals.appealable import DecidedOn
from forum.appeals.rules import (
    FieldFacts,
    PrivateDecisionFacts,
    field_still_stands,
    private_still_stands,
)
from forum.database import alias_of
from forum.errors import NotFoundError
from forum.moderation.second_looks import who_told_us
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import text_not_undone
from forum.moderation.undo.texts import lock_words
from forum.privately.models import PrivateMessage
from forum.privately.removal import taken_down_by
from forum.screened_fields.kinds import ERASED, FieldKind
from forum.screened_fields.lifecycle import OPEN, FieldState
from forum.screened_fields.models import FieldRevision


@dataclass(frozen=True, kw_only=True)
class TextTarget(DecidedOn[TextDecision]):
    """A decision on a short text."""

    field: FieldRevision

    @property
    def person_id(self) -> int:
        """Whom it concerns."""
        return self.decision.about_id


@dataclass(frozen=True, kw_only=True)
class PrivateTarget(DecidedOn[TextDecision]):
    """A decision that took down what somebody had said in private. `messages` are those very messages, in order."""

    private_id: int
    messages: Sequence[PrivateMessage]

    @property
    def person_id(self) -> int:
        """Whom it concerns."""
        return self.decision.about_id


def load_text(session: Session, decision_id: int, *, lock: bool) -> TextTarget | PrivateTarget:
    """A decision on words that are no post.

    Raises:
        NotFoundError: there is no such decision.
    """
    decision = session.get(TextDecision, decision_id)
    if decision is None:
        raise NotFoundError
    if lock:
        lock_words(session, decision)
    if decision.private_id is not None:
        return _private(session, decision, decision.private_id)
    return _field(session, decision)


def load_field(session: Session, decision_id: int, *, lock: bool) -> TextTarget:
    """A decision on a short text.

    Raises:
        NotFoundError: there is no such decision, or it is on something that was said in private.
    """
    target = load_text(session, decision_id, lock=lock)
    if not isinstance(target, TextTarget):
        raise NotFoundError
    return target


def _field(session: Session, decision: TextDecision) -> TextTarget:
    field = session.get_one(FieldRevision, decision.field_id)
    facts = _facts(session, decision, field, instead=(*OPEN, FieldState.PUBLISHED))
    return TextTarget(
        decision=decision,
        field=field,
        in_effect=field_still_stands(facts),
        told_us=who_told_us(session, item_id=decision.item_id),
    )


def _facts(
    session: Session,
    decision: TextDecision,
    field: FieldRevision,
    *,
    instead: Collection[FieldState],
) -> FieldFacts:
    """How things stand with it; a newer text in one of the states `instead` has taken its place."""
    return FieldFacts(
        action=decision.action,
        state=FieldState(field.state),
        is_newest=_newest(session, field.id) == decision.id,
        is_replaced=field.cleared_at is not None or _is_replaced(session, field, instead),
        is_erased=field.text == ERASED,
    )


def _private(session: Session, decision: TextDecision, private_id: int) -> PrivateTarget:
    messages = taken_down_by(session, decision.id)
    facts = PrivateDecisionFacts(
        action=decision.action,
        is_down=bool(messages),
        is_erased=not any(message.text for message in messages),
    )
    return PrivateTarget(
        decision=decision,
        private_id=private_id,
        messages=messages,
        in_effect=private_still_stands(facts),
        told_us=who_told_us(session, private_id=private_id),
    )


def _newest(session: Session, field_id: int) -> int | None:
    return session.scalar(
        select(func.max(TextDecision.id)).where(
            TextDecision.field_id == field_id, text_not_undone()
        )
    )


def waits_for_newer(session: Session, target: TextTarget) -> bool:
    """Whether a decision stands again if a newer text that waits to be read is declined, or taken back."""
    facts = _facts(session, target.decision, target.field, instead=(FieldState.PUBLISHED,))
    return not target.in_effect and field_still_stands(facts)


def _is_replaced(session: Session, field: FieldRevision, instead: Collection[FieldState]) -> bool:
    newer = alias_of(FieldRevision, "newer")
    same = (
        newer.thread_id == field.thread_id
        if field.thread_id is not None
        else newer.author_id == field.author_id
    )
    replaces = and_(same, newer.id > field.id)
    has_it: ColumnElement[bool] = false()
    if field.kind == FieldKind.USERNAME:
        # One person has it: whoever chose it meanwhile keeps it.
        replaces = or_(replaces, and_(newer.text == field.text, newer.author_id != field.author_id))
        has_it = exists().where(User.username == field.text, User.id != field.author_id)
    found = exists().where(newer.kind == field.kind, replaces, newer.state.in_(sorted(instead)))
    return bool(session.scalar(select(or_(found, has_it))))
