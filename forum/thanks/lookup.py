"""Of whose thanks an author learns."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from forum.accounts.blocks import is_blocked_by
from forum.thanks.models import Thanks


def is_heard_of(author_id: int) -> ColumnElement[bool]:
    """For a query of `Thanks` for an author's posts: nobody hears of somebody whom they have blocked."""
    return ~is_blocked_by(author_id, Thanks.user_id)
