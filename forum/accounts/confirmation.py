"""Acts that ask for the password again when it was not typed lately, so that a browser left open does little harm."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.lifetimes import is_confirmed
from forum.accounts.models import UserSession
from forum.database import db
from forum.errors import NotAllowedError


class NotConfirmedError(NotAllowedError):
    """The password has to be typed again first."""

    def __init__(self) -> None:
        super().__init__("Please type your password once more before you do this.")


def require_confirmed(actor: Actor, now: datetime) -> None:
    """Go on only if this person has typed the password in this session in the last 15 minutes.

    Raises:
        NotConfirmedError: they have not. The web edge leads them to where they can.
    """
    confirmed_at = db.session.scalar(
        select(UserSession.confirmed_at).where(
            UserSession.id == actor.session_id, UserSession.user_id == actor.user_id
        )
    )
    if confirmed_at is None or not is_confirmed(confirmed_at=confirmed_at, now=now):
        raise NotConfirmedError
