"""The example's people and categories, before anything happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.accounts.models import User, UserRole
from forum.community.accepting import note_acceptance
from forum.conversations.models import Category
from forum.example.data import Example, ExamplePerson


def add_people(
    session: Session, example: Example, graduated: Mapping[str, datetime], now: datetime
) -> Mapping[str, User]:
    """The example's people, by key. They have no password, so nobody can sign in as one of them."""
    people = {}
    for person in example.people:
        people[person.key] = _user(session, person, graduated.get(person.key), now)
    session.add_all(people.values())
    session.flush()
    for user in people.values():
        note_acceptance(session, user.id, now)
    return people


def _user(
    session: Session, person: ExamplePerson, graduated_at: datetime | None, now: datetime
) -> User:
    joined = now - person.joined_ago
    username = _free_username(session, person.username)
    user = User(
        username=username,
        display_name=person.display_name,
        email=f"{username}@example.invalid",
        biography=person.biography,
        joined_at=joined,
        graduated_at=graduated_at,
        published_posts=0,
        is_example=True,
    )
    user.roles = [UserRole(role=role, given_at=joined) for role in sorted(person.roles)]
    return user


def _free_username(session: Session, wanted: str) -> str:
    """The name itself, or one close to it where somebody real has it."""
    similar = select(User.username).where(User.username.startswith(wanted[:26], autoescape=True))
    taken = set(session.scalars(similar))
    others = (f"{wanted[:26]}_{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *others) if name not in taken)


def find_categories(session: Session, example: Example) -> Mapping[str, Category]:
    """The example's categories, by key. One of that name that is there already is used as it is."""
    there = session.scalars(select(Category)).all()
    last = session.scalar(select(func.max(Category.position))) or 0
    found = {}
    for position, wanted in enumerate(example.categories, start=last + 1):
        known = (one for one in there if wanted.slug == one.slug or wanted.name == one.name)
        found[wanted.key] = next(known, None) or Category(
            name=wanted.name,
            slug=wanted.slug,
            description=wanted.description,
            position=position,
        )
    session.add_all(found.values())
    session.flush()
    return found
