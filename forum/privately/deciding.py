"""Deciding on what was reported of a private conversation. A person decides, with a reason; the first counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.community.models import Rule
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import PrivateReviewed
from forum.moderation.claims import require_free
from forum.moderation.commands import MAX_NOTE_LENGTH
from forum.moderation.items import close, settle_as_made_to_harm
from forum.moderation.models import Report, ReviewItem
from forum.moderation.options import SETTLES_REPORTS, ModeratorAction, actions_on_private
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.lookup import between
from forum.privately.models import PrivateMessage, ShownMessage


@dataclass(frozen=True, kw_only=True)
class PrivateRuling:
    """What a moderator sends. `rule_id` and `note` are needed to take something down; its author reads both."""

    action: ModeratorAction
    rule_id: int | None = None
    note: str = ""
    made_to_harm: Collection[int] = ()


def decide_on_private(actor: Actor, item_id: int, ruling: PrivateRuling, clock: Clock) -> None:
    """Leave it (KEEP), take what was reported down (REMOVE), or say that it has been taken care of (SETTLE).

    Raises:
        NotFoundError: there is no such item for this person.
        NotAllowedError: not a moderator, or one of the two.
        ConflictError: somebody was faster, or has it open.
        InvalidInputError: the rule or the words to the author are missing.
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
        if ruling.action is ModeratorAction.REMOVE:
            _check_reasons(session, ruling)
            _take_down(session, item.id, ruling, by_id=actor.id, at=now)
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
            ),
        )


def _check_reasons(session: Session, ruling: PrivateRuling) -> None:
    rule = session.get(Rule, ruling.rule_id) if ruling.rule_id else None
    if rule is None or rule.retired_at is not None:
        raise InvalidInputError("Please choose the rule that this decision rests on.", "rule")
    if not ruling.note.strip():
        raise InvalidInputError("Please tell the author why, in your own words.", "note")
    if len(ruling.note) > MAX_NOTE_LENGTH:
        raise InvalidInputError(
            f"Please keep the words to the author under {MAX_NOTE_LENGTH:,} characters.", "note"
        )


def _take_down(
    session: Session, item_id: int, ruling: PrivateRuling, *, by_id: int, at: datetime
) -> None:
    reported = (
        select(ShownMessage.message_id)
        .join(Report, Report.id == ShownMessage.report_id)
        .where(Report.item_id == item_id, ShownMessage.is_reported)
    )
    for message in session.scalars(
        select(PrivateMessage)
        .where(PrivateMessage.id.in_(reported), PrivateMessage.removed_at.is_(None))
        .order_by(PrivateMessage.id)
        .with_for_update(**ROW_LOCK)
    ):
        message.removed_at, message.removed_by_id = at, by_id
        message.removed_rule_id, message.removed_note = ruling.rule_id, ruling.note.strip()
