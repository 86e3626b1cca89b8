"""People as pages show them, loaded many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.orm.util import AliasedClass

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User, UserRole
from forum.accounts.standing import standing, standing_of
from forum.database import read
from forum.leaving.rules import has_left
from forum.screening import Standing


@dataclass(frozen=True, kw_only=True)
class Byline:
    """A person beside what they wrote: name, standing and roles."""

    id: int
    username: str
    display_name: str
    is_newcomer: bool
    is_mentor: bool
    is_moderator: bool


@dataclass(frozen=True, kw_only=True)
class PersonView(Byline):
    """A person by themselves."""

    joined_at: datetime


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
    rows = read(_PEOPLE, {"ids": sorted(ids)}).all()
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
        is_newcomer=not has_left(row.username)
        and standing(graduated_at=row.graduated_at, roles=roles) is Standing.NEWCOMER,
        is_mentor=Role.MENTOR in roles,
        is_moderator=Role.MODERATOR in roles,
    )


# Several roles as one number, so that a person stays one row.
_FIGURES = {Role.MENTOR: 1, Role.MODERATOR: 2, Role.ADMIN: 4}


def byline_columns(
    person: type[User] | AliasedClass[User] = User,
) -> tuple[ColumnElement[Any], ...]:
    """What a query that joins people selects to show each beside what they wrote; `byline_of` reads it."""
    roles = (
        select(func.sum(case(_FIGURES, value=UserRole.role)))
        .where(UserRole.user_id == person.id)
        .scalar_subquery()
    )
    return (
        person.id.label("person_id"),
        person.username.label("username"),
        person.display_name.label("display_name"),
        person.graduated_at.is_not(None).label("has_graduated"),
        roles.label("role_figures"),
    )


def byline_of(row: Any) -> Byline:
    """Whoever stands in a row with `byline_columns`."""
    return _byline(
        row.person_id, row.username, row.display_name, row.has_graduated, row.role_figures or 0
    )


# The same people stand on every page. This is kept by all that it shows, so that it can't be out of date.
@lru_cache(maxsize=2_048)
def _byline(
    person_id: int, username: str, display_name: str, has_graduated: bool, role_figures: int
) -> Byline:
    roles = {role for role, figure in _FIGURES.items() if role_figures & figure}
    return Byline(
        id=person_id,
        username=username,
        display_name=display_name,
        is_newcomer=not has_left(username)
        and standing_of(has_graduated=has_graduated, roles=roles) is Standing.NEWCOMER,
        is_mentor=Role.MENTOR in roles,
        is_moderator=Role.MODERATOR in roles,
    )


def load_actor(user_id: int) -> Actor:
    """A person as one who acts, for what is done on their behalf outside a request: writing them a mail, say."""
    person = load_people([user_id])[user_id]
    roles = frozenset(
        row.role for row in read(select(UserRole.role).where(UserRole.user_id == user_id))
    )
    return Actor(
        user_id=person.id,
        username=person.username,
        display_name=person.display_name,
        roles=roles,
        standing=Standing.NEWCOMER if person.is_newcomer else Standing.MEMBER,
    )
