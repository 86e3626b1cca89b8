"""Deciding on a name, or another short text, that a person has to read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, NotFoundError
from forum.events import TextDecided
from forum.moderation.claims import require_free
from forum.moderation.commands import check_reasons
from forum.moderation.models import ReviewItem
from forum.moderation.options import CITES_A_RULE, ModeratorAction, actions_on_text
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.leaving import open_text_window
from forum.moderation.undo.texts import before_field
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.permissions.subjects import PersonFacts
from forum.screened_fields.kinds import FieldKind
from forum.screened_fields.lifecycle import MOVED_ON, FieldAction, FieldState
from forum.screened_fields.models import FieldRevision
from forum.screened_fields.queries import set_aside_by_the_screen
from forum.screened_fields.showing import TAKEN_MEANWHILE, can_be_had
from forum.screened_fields.transitions import lock_field, move

FREE_MEANWHILE = "Nobody else has this user name. Nothing was changed: please decide on it again."


@dataclass(frozen=True, kw_only=True)
class FieldRuling:
    """What a moderator sends about one text.

    To decline it takes a rule, and words to its author; to ask for another user name only the words.
    """

    field_id: int
    action: FieldAction
    rule_id: int | None = None
    note: str = ""


def decide_on_field(actor: Actor, item_id: int, ruling: FieldRuling, clock: Clock) -> int:
    """Let a text be shown, or turn it down. Returns the decision's id. Its author hears nothing while it can be undone.

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
        # Before the item, as by whoever settles the profile: a welcome reason is locked with its thread alone.
        session.get_one(User, field.author_id, with_for_update=ROW_LOCK)
        item = session.scalar(
            select(ReviewItem)
            .where(ReviewItem.id == item_id, ReviewItem.person_id == field.author_id)
            .with_for_update(**ROW_LOCK)
        )
        if item is None:
            raise NotFoundError
        if field.state != FieldState.HELD:
            raise ConflictError(_WHAT_HAPPENED.get(FieldState(field.state), MOVED_ON))
        _require_possible(session, field, ruling.action)
        now = clock.now()
        require_free(session, actor, item, now)
        check_reasons(session, ruling)
        before = before_field(session, field)
        decision = TextDecision(
            field_id=field.id,
            item_id=item.id,
            about_id=field.author_id,
            action=ruling.action,
            decided_by_id=actor.id,
            rule_id=ruling.rule_id if ModeratorAction(ruling.action) in CITES_A_RULE else None,
            note=ruling.note.strip(),
            decided_at=now,
            by_screen=set_aside_by_the_screen(field.verdict),
        )
        session.add(decision)
        session.flush()
        open_text_window(session, decision, before)
        move(session, field, ruling.action, actor_id=actor.id, now=now, decision_id=decision.id)
        emit(
            session,
            TextDecided(actor_id=actor.id, at=now, text_decision_id=decision.id, item_id=item.id),
        )
        return decision.id


def _require_possible(session: Session, field: FieldRevision, action: FieldAction) -> None:
    possible = can_be_had(session, FieldKind(field.kind), field.text)
    if ModeratorAction(action) in actions_on_text(can_be_had=possible):
        return
    raise ConflictError(FREE_MEANWHILE if possible else TAKEN_MEANWHILE)


_WHAT_HAPPENED = {
    FieldState.PUBLISHED: "Already handled: approved. Nothing was changed.",
    FieldState.DECLINED: "Already handled: declined. Nothing was changed.",
    FieldState.WITHDRAWN: "Its author has taken this back meanwhile. Nothing was changed.",
}
