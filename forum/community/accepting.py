"""Who is asked to accept the rules. Nothing is stored of it but the versions, and who accepted which."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from forum.community.models import RulesAcceptance, RulesVersion


def is_asked_to_accept(user_id: ColumnElement[int] | Any) -> ColumnElement[bool]:
    """For a query that reads people: whether the rules have changed in substance since this one accepted them."""
    in_substance = select(func.max(RulesVersion.number)).where(RulesVersion.in_substance)
    accepted = select(func.max(RulesAcceptance.version)).where(RulesAcceptance.user_id == user_id)
    # Nobody is asked about the first version, so whoever has none in their list knows that one.
    return func.coalesce(in_substance.scalar_subquery(), 0) > func.coalesce(
        accepted.scalar_subquery(), 0
    )


def note_acceptance(
    session: Session, user_id: int, now: datetime, version: int | None = None
) -> None:
    """Write down that somebody accepts a version of the rules, unless it is written already. The caller commits.

    Args:
        session: of the database.
        user_id: who accepts; the caller has locked or just made them.
        now: the time.
        version: the one that they had before them; one that is not there, or none, stands for the newest.
    """
    newest = session.scalar(select(func.max(RulesVersion.number)))
    if newest is None:
        return
    seen = version if version is not None and 0 < version <= newest else newest
    if session.get(RulesAcceptance, (user_id, seen)) is None:
        session.add(RulesAcceptance(user_id=user_id, version=seen, at=now))
