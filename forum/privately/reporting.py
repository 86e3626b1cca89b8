"""Telling moderators of what was said in private: what they will see is chosen, and shown, before it is sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.clock import Clock
from forum.database import ROW_LOCK, transaction
from forum.errors import InvalidInputError, NotFoundError
from forum.moderation.items import open_private_item
from forum.moderation.models import ReviewItem
from forum.moderation.report_commands import Concern, add_item, file_report
from forum.moderation.undo.leaving import overtake_private
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.privately.lookup import between
from forum.privately.models import PrivateConversation, PrivateMessage, ShownMessage


@dataclass(frozen=True, kw_only=True)
class PrivateConcern:
    """What one of the two sends who reports.

    `message_id` is the one message that it is about; None where it is about all of the other's that are shown. `shown`
    are the messages that moderators shall see. A reported message is always among them.
    """

    concern: Concern
    message_id: int | None
    shown: Collection[int]


def report_private(actor: Actor, conversation_id: int, sent: PrivateConcern, clock: Clock) -> int:
    """Report something that the other one said. Returns the report's id; a second one adds to what is shown.

    Raises:
        NotFoundError: there is no such conversation for this person, or no such message of the other one's in it.
        InvalidInputError: nothing of the other one's is chosen, or the words are too long.
        TooManyAttemptsError: they have reported very much today.
    """
    with transaction() as session:
        both = between(session, conversation_id)
        if both is None:
            raise NotFoundError
        require(actor, Action.READ_PRIVATELY, both.facts)
        about_id = both.other(actor.id)
        require(actor, Action.REPORT, replace(both.facts, author_id=about_id))
        # One after the other, so that there is one item.
        if session.get(PrivateConversation, conversation_id, with_for_update=ROW_LOCK) is None:
            raise NotFoundError
        chosen = _chosen(session, conversation_id, about_id, sent)
        now = clock.now()
        overtake_private(session, conversation_id, about_id, now)
        item = open_private_item(session, conversation_id, about_id) or add_item(
            session,
            ReviewItem(
                private_id=conversation_id, about_id=about_id, with_id=actor.id, opened_at=now
            ),
        )
        report_id = file_report(session, actor, item, sent.concern, now)
        for message_id, is_reported in chosen.items():
            shown = session.get(ShownMessage, (report_id, message_id))
            if shown is None:
                shown = ShownMessage(report_id=report_id, message_id=message_id, is_reported=False)
                session.add(shown)
            shown.is_reported = shown.is_reported or is_reported
        return report_id


def _chosen(
    session: Session, conversation_id: int, about_id: int, sent: PrivateConcern
) -> dict[int, bool]:
    """The messages to be shown, and whether each is what the report is about."""
    wanted = {*sent.shown, *([sent.message_id] if sent.message_id is not None else [])}
    rows = session.execute(
        select(PrivateMessage.id, PrivateMessage.author_id).where(
            PrivateMessage.conversation_id == conversation_id,
            PrivateMessage.id.in_(wanted),
            PrivateMessage.removal_id.is_(None),
        )
    ).all()
    theirs = {row.id for row in rows if row.author_id == about_id}
    if sent.message_id is not None and sent.message_id not in theirs:
        raise NotFoundError
    if not theirs:
        name = session.get_one(User, about_id).display_name
        raise InvalidInputError(f"Please choose at least one thing that {name} said.", "shown")
    about = {sent.message_id} if sent.message_id is not None else theirs
    return {row.id: row.id in about for row in rows}
