"""Deciding on what was reported of a private conversation. A person decides, with a reason; the first counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, NotFoundError
from forum.events import PrivateReviewed
from forum.moderation.claims import require_free
from forum.moderation.commands import check_reasons
from forum.moderation.items import close, require_all_read, settle_as_made_to_harm
from forum.moderation.models import ReviewItem
from forum.moderation.options import SETTLES_REPORTS, ModeratorAction, actions_on_private
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.before import before_item
from forum.moderation.undo.leaving import open_item_window, open_text_window
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.lookup import between
from forum.privately.removal import take_down


@dataclass(frozen=True, kw_only=True)
class PrivateRuling:
    """What a moderator sends. `rule_id` and `note` are needed to take something down; its author reads both.

    `told` is what had been told by then (`moderation.reporting.told_by_now`), None where it is not known.
    """

    action: ModeratorAction
    rule_id: int | None = None
    note: str = ""
    made_to_harm: Collection[int] = ()
    told: str | None = None


def decide_on_private(actor: Actor, item_id: int, ruling: PrivateRuling, clock: Clock) -> None:
    """Leave it (KEEP), take what was reported down (REMOVE), or say that it has been taken care of (SETTLE).

    Nobody hears of it while it can be undone.

    Raises:
        NotFoundError: there is no such item for this person.
        NotAllowedError: not a moderator, or one of the two.
        ConflictError: somebody was faster, or has it open.
        InvalidInputError: the rule or the words to the author are missing, or more has been told since.
    """
    with transaction() as session:
        item = session.get(ReviewItem, item_id, with_for_update=ROW_LOCK)
        if item is None or item.private_id is None:
            raise NotFoundError
        both = between(session, item.private_id)
        if both is None:
            raise NotFoundError
        require(actor, Action.DECIDE_ON_PRIVATE, both.facts)
        if item.closed_at is not None or ruling.action not in actions_on_private(actor, both.facts):
            raise ConflictError("Somebody has dealt with this meanwhile. Nothing was changed.")
        now = clock.now()
        require_free(session, actor, item, now)
        require_all_read(session, item, ruling.told)
        before, decision = before_item(session, item), None
        if ruling.action is ModeratorAction.REMOVE:
            check_reasons(session, ruling)
            decision = _record(session, actor, item, ruling, now)
            open_text_window(session, decision, before)
            take_down(session, decision)
        else:
            open_item_window(session, item, ruling.action, before, by_id=actor.id, now=now)
        if ruling.action in SETTLES_REPORTS:
            settle_as_made_to_harm(session, item, ruling.made_to_harm, by_id=actor.id, at=now)
        close(session, item, ruling.action, by_id=actor.id, at=now)
        emit(
            session,
            PrivateReviewed(
                actor_id=actor.id,
                at=now,
                user_id=item.about_id,
                private_id=item.private_id,
                action=ruling.action,
                text_decision_id=decision.id if decision is not None else None,
            ),
        )


def _record(
    session: Session, actor: Actor, item: ReviewItem, ruling: PrivateRuling, now: datetime
) -> TextDecision:
    decision = TextDecision(
        private_id=item.private_id,
        item_id=item.id,
        about_id=item.about_id,
        action=ruling.action,
        decided_by_id=actor.id,
        rule_id=ruling.rule_id,
        note=ruling.note.strip(),
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    return decision
