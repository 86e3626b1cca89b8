"""People as pages show them, loaded many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

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


# Put together once: nearly every page asks for people, and putting a query together costs more than running it.
_PEOPLE = (
    select(
        User.id,
        User.username,
        User.display_name,
        User.joined_at,
        User.graduated_at,
        UserRole.role,
    )
    .outerjoin(UserRole, UserRole.user_id == User.id)
    .where(User.id.in_(bindparam("ids", expanding=True)))
)


def load_people(ids: Collection[int]) -> Mapping[int, PersonView]:
    """People by id, in one query however many they are."""
    if not ids:
        return {}
    rows = db.session.execute(_PEOPLE, {"ids": sorted(ids)}).all()
    roles: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.role is not None:
            roles[row.id].add(row.role)
    return {row.id: _person(row, roles.get(row.id, frozenset())) for row in rows}


def _person(row: Any, roles: Collection[str]) -> PersonView:
    return PersonView(
        id=row.id,
        username=row.username,
        display_name=row.display_name,
        joined_at=row.joined_at,
        is_newcomer=standing(graduated_at=row.graduated_at, roles=roles) is Standing.NEWCOMER,
        is_mentor=Role.MENTOR in roles,
        is_moderator=Role.MODERATOR in roles,
    )
