"""People as pages show them, loaded many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import Role, User, UserRole
from forum.accounts.standing import standing
from forum.database import db
from forum.screening import Standing


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """Name, standing and roles of a person."""

    id: int
    username: str
    display_name: str
    joined_at: datetime
    is_newcomer: bool
    is_mentor: bool
    is_moderator: bool


def load_people(ids: Collection[int]) -> Mapping[int, PersonView]:
    """People by id, in two queries however many they are."""
    if not ids:
        return {}
    roles: dict[int, set[str]] = defaultdict(set)
    for row in db.session.execute(
        select(UserRole.user_id, UserRole.role).where(UserRole.user_id.in_(ids))
    ):
        roles[row.user_id].add(row.role)
    rows = db.session.execute(
        select(User.id, User.username, User.display_name, User.joined_at, User.graduated_at).where(
            User.id.in_(ids)
        )
    )
    return {
        row.id: PersonView(
            id=row.id,
            username=row.username,
            display_name=row.display_name,
            joined_at=row.joined_at,
            is_newcomer=standing(graduated_at=row.graduated_at, roles=roles[row.id])
            is Standing.NEWCOMER,
            is_mentor=Role.MENTOR in roles[row.id],
            is_moderator=Role.MODERATOR in roles[row.id],
        )
        for row in rows
    }
