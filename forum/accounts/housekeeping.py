"""Forgetting begun sign-ins. Called by the worker; safe at any time. What is kept for a while is in `forum.keeping`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from forum.accounts.models import HalfSignIn
from forum.database import transaction


def forget_begun_sign_ins(now: datetime) -> None:
    """Delete begun sign-ins that can never be finished."""
    with transaction() as session:
        session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at <= now))
