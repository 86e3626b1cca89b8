"""Deciding on a name, or another short text, that a person has to read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.community.models import Rule
from forum.database import ROW_LOCK, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.moderation.claims import require_free
from forum.moderation.commands import MAX_NOTE_LENGTH
from forum.moderation.models import ReviewItem
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts
from forum.screened_fields.lifecycle import DECIDED_BY_PEOPLE, FieldAction, FieldState
from forum.screened_fields.transitions import Reason, lock_field, move


@dataclass(frozen=True, kw_only=True)
class FieldRuling:
    """What a moderator sends about one text. To decline it takes a rule, and words to its author."""

    field_id: int
    action: FieldAction
    rule_id: int | None = None
    note: str = ""


def decide_on_field(actor: Actor, item_id: int, ruling: FieldRuling, clock: Clock) -> None:
    """Let a text be shown, or decline it.

    Raises:
        NotFoundError: there is no such text in this item.
        NotAllowedError: not a moderator, or their own.
        ConflictError: somebody was faster, or has it open, or its author has taken it back.
        InvalidInputError: the rule or the words to the author are missing.
    """
    with transaction() as session:
        field = lock_field(session, ruling.field_id)
        if field is None or field.state == FieldState.SUBMITTED:
            raise NotFoundError
        require(actor, Action.DECIDE_ON_PROFILE, PersonFacts(person_id=field.author_id))
        item = session.scalar(
            select(ReviewItem)
            .where(ReviewItem.id == item_id, ReviewItem.person_id == field.author_id)
            .with_for_update(**ROW_LOCK)
        )
        if item is None:
            raise NotFoundError
        if field.state != FieldState.HELD or ruling.action not in DECIDED_BY_PEOPLE:
            raise ConflictError(_WHAT_HAPPENED.get(FieldState(field.state), _MOVED_ON))
        now = clock.now()
        require_free(session, actor, item, now)
        reason = _reason(session, ruling)
        move(session, field, ruling.action, actor_id=actor.id, now=now, reason=reason)


def _reason(session: Session, ruling: FieldRuling) -> Reason:
    if ruling.action is not FieldAction.DECLINE:
        return Reason()
    rule = session.get(Rule, ruling.rule_id) if ruling.rule_id else None
    if rule is None or rule.retired_at is not None:
        raise InvalidInputError("Please choose the rule that this decision rests on.", "rule")
    note = ruling.note.strip()
    if not note:
        raise InvalidInputError("Please tell the author why, in your own words.", "note")
    if len(note) > MAX_NOTE_LENGTH:
        raise InvalidInputError(
            f"Please keep the words to the author under {MAX_NOTE_LENGTH:,} characters.", "note"
        )
    return Reason(rule_id=rule.id, note=note)


_MOVED_ON = "This text has moved on since you opened the page. Nothing was changed."
_WHAT_HAPPENED = {
    FieldState.PUBLISHED: "Already handled: approved. Nothing was changed.",
    FieldState.DECLINED: "Already handled: declined. Nothing was changed.",
    FieldState.WITHDRAWN: "Its author has taken this back meanwhile. Nothing was changed.",
}
