"""Forgetting what is no longer needed. Called by the worker; safe at any time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from forum.accounts.lifetimes import FOR_MEMBERS
from forum.accounts.models import (
    Attempt,
    HalfSignIn,
    PasswordReset,
    UserSession,
)
from forum.database import transaction

ATTEMPTS_KEPT = timedelta(days=1)
ENDED_SESSIONS_KEPT = timedelta(days=7)
RESETS_KEPT = timedelta(days=7)


def forget_old_attempts(now: datetime) -> None:
    """Delete what was counted more than a day ago."""
    with transaction() as session:
        session.execute(delete(Attempt).where(Attempt.at < now - ATTEMPTS_KEPT))


def forget_old_sessions(now: datetime) -> None:
    """Delete sessions and begun sign-ins that can never be used again, and old requests for a new password."""
    with transaction() as session:
        session.execute(
            delete(UserSession).where(
                or_(
                    UserSession.revoked_at < now - ENDED_SESSIONS_KEPT,
                    UserSession.expires_at < now,
                    UserSession.last_used_at < now - FOR_MEMBERS.idle,
                )
            )
        )
        session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at <= now))
        session.execute(delete(PasswordReset).where(PasswordReset.asked_at < now - RESETS_KEPT))
