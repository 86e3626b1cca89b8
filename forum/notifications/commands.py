"""Marking what somebody has read in their inbox."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, update

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import transaction, tried_again
from forum.errors import NotFoundError
from forum.notifications.mail_topics import OFFERED, MailTopic
from forum.notifications.models import MailSwitchedOff, Notification
from forum.permissions.actions import Action
from forum.permissions.check import require


def mark_read(actor: Actor, notification_id: int, clock: Clock) -> None:
    """One line of a person's own inbox is read. Harmless if it was before.

    Raises:
        NotFoundError: there is no such line of theirs.
    """
    require(actor, Action.SEE_INBOX)
    with transaction() as session:
        line = session.get(Notification, notification_id)
        if line is None or line.user_id != actor.id:
            raise NotFoundError
        line.read_at = line.read_at or clock.now()


@tried_again
def choose_mails(actor: Actor, wanted: Collection[MailTopic]) -> None:
    """What a person wants to be mailed, of what can be switched off.

    Raises:
        NotAllowedError: for a visitor.
    """
    require(actor, Action.SEE_INBOX)
    with transaction() as session:
        session.execute(delete(MailSwitchedOff).where(MailSwitchedOff.user_id == actor.id))
        session.add_all(
            MailSwitchedOff(user_id=actor.id, topic=topic)
            for topic in OFFERED
            if topic not in wanted
        )


def mark_all_read(actor: Actor, up_to: int, clock: Clock) -> None:
    """Every line up to the newest one that was on the screen is read; what came meanwhile stays new."""
    require(actor, Action.SEE_INBOX)
    with transaction() as session:
        session.execute(
            update(Notification)
            .where(
                Notification.user_id == actor.id,
                Notification.read_at.is_(None),
                Notification.id <= up_to,
            )
            .values(read_at=clock.now())
        )
