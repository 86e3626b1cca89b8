"""The one-time link to the first set-up. Only the hash of its token is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.tokens import hash_token, new_token
from forum.community.models import Community, SetupLink
from forum.database import db, transaction


def make_setup_link(base_url: str, now: datetime) -> str | None:
    """A new link to the first set-up, or None once there is a community.

    Links that were printed before stay good until then, so that a restart takes nothing from anybody.
    """
    token = new_token()
    with transaction() as session:
        if session.get(Community, 1) is not None:
            return None
        session.add(SetupLink(token_hash=hash_token(token), created_at=now))
    return f"{base_url.rstrip('/')}/setup/{token}"


def is_setup_link(token: str) -> bool:
    """Whether the token is of a link that still leads to the first set-up."""
    found = db.session.scalar(select(SetupLink.id).where(SetupLink.token_hash == hash_token(token)))
    return found is not None
