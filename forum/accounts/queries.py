"""Reading about people: the page of one, and the list that admins see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from forum.accounts.actor import VISITOR, Actor
from forum.accounts.models import Role, User, UserRole
from forum.accounts.people import PersonView, load_people
from forum.community.models import RulesAcceptance
from forum.conversations.lifecycle import PostState
from forum.conversations.lookup import is_shown
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.errors import NotFoundError
from forum.leaving.lookup import is_here
from forum.leaving.rules import has_left
from forum.pagination import Page, make_page
from forum.permissions.visibility import visible_posts
from forum.text import excerpt

LATEST_POSTS = 10
PEOPLE_PER_PAGE = 30


@dataclass(frozen=True, kw_only=True)
class PublishedPost:
    """A post on its author's public page."""

    id: int
    thread_title: str
    is_opening: bool
    excerpt: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """A person as everybody may see them: the same for every reader."""

    person: PersonView
    roles: frozenset[Role]
    biography: str
    published_posts: int
    latest: Sequence[PublishedPost]

    @property
    def is_admin(self) -> bool:
        """Whether they look after this place."""
        return Role.ADMIN in self.roles


@dataclass(frozen=True, kw_only=True)
class OwnDetails:
    """What only the person themselves sees of their account; of the rules, the latest version that they accepted."""

    username: str
    display_name: str
    email: str
    joined_at: datetime
    rules_version: int | None
    rules_accepted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ListedPerson:
    """A row of the list that admins see."""

    person: PersonView
    roles: Sequence[Role]
    is_example: bool


@dataclass(frozen=True, kw_only=True)
class RolesOfPerson:
    """A person, and the roles that they have."""

    person: PersonView
    roles: Collection[Role]


def person_page(username: str) -> PersonPage:
    """The public page of a person.

    Only what every reader may see stands on it, also when it is a moderator who looks.

    Raises:
        NotFoundError: there is nobody of that name.
    """
    found = db.session.execute(
        select(User.id, User.biography).where(User.username == username, is_here())
    ).one_or_none()
    if found is None:
        raise NotFoundError
    user_id: int = found.id
    shown = (Post.author_id == user_id, Post.state == PostState.PUBLISHED, visible_posts(VISITOR))
    count = db.session.scalar(
        select(func.count())
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .where(*shown)
    )
    rows = db.session.execute(
        select(Post.id, Post.is_opening, Post.published_at, Thread.title, PostRevision.html)
        .join(Thread, Thread.id == Post.thread_id)
        .join(PostRevision, is_shown())
        .where(*shown)
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(LATEST_POSTS)
    )
    return PersonPage(
        person=load_people([user_id])[user_id],
        roles=frozenset(roles_of(user_id)),
        biography=found.biography,
        published_posts=count or 0,
        latest=[
            PublishedPost(
                id=row.id,
                thread_title=row.title,
                is_opening=row.is_opening,
                excerpt=excerpt(row.html),
                at=row.published_at,
            )
            for row in rows
        ],
    )


def person_by_name(username: str) -> PersonView:
    """A person by their user name.

    Raises:
        NotFoundError: there is nobody of that name.
    """
    user_id = db.session.scalar(select(User.id).where(User.username == username, is_here()))
    if user_id is None:
        raise NotFoundError
    return load_people([user_id])[user_id]


def own_details(actor: Actor) -> OwnDetails:
    """A person's own account."""
    row = db.session.execute(
        select(
            User.username,
            User.display_name,
            User.email,
            User.joined_at,
            RulesAcceptance.version.label("rules_version"),
            RulesAcceptance.at.label("rules_accepted_at"),
        )
        .outerjoin(RulesAcceptance, RulesAcceptance.user_id == User.id)
        .where(User.id == actor.id)
        .order_by(RulesAcceptance.version.desc())
        .limit(1)
    ).one()
    return OwnDetails(**row._asdict())


def roles_of(user_id: int) -> Collection[Role]:
    """The roles that a person has."""
    found = db.session.scalars(select(UserRole.role).where(UserRole.user_id == user_id))
    return {Role(role) for role in found}


def roles_of_person(user_id: int) -> RolesOfPerson:
    """A person with their roles.

    Raises:
        NotFoundError: there is no such person.
    """
    person = load_people([user_id]).get(user_id)
    if person is None or has_left(person.username):
        raise NotFoundError
    return RolesOfPerson(person=person, roles=roles_of(user_id))


def list_people(
    search: str, role: Role | None, page: int, make_url: Callable[[int], str]
) -> Page[ListedPerson]:
    """People in the order of their user names.

    Args:
        search: part of a user name or display name; empty for all.
        role: only people with this role.
        page: which page, from 1.
        make_url: the address of a page.

    Raises:
        NotFoundError: the list is not that long.
    """
    wanted = [is_here()]
    if search:
        wanted.append(
            or_(
                User.username.icontains(search, autoescape=True),
                User.display_name.icontains(search, autoescape=True),
            )
        )
    if role is not None:
        wanted.append(
            select(UserRole.role).where(UserRole.user_id == User.id, UserRole.role == role).exists()
        )
    total = db.session.scalar(select(func.count()).select_from(User).where(*wanted)) or 0
    rows = db.session.execute(
        select(User.id, User.is_example)
        .where(*wanted)
        .order_by(User.username)
        .limit(PEOPLE_PER_PAGE)
        .offset((page - 1) * PEOPLE_PER_PAGE)
    ).all()
    people = load_people([row.id for row in rows])
    roles = _roles_of_many([row.id for row in rows])
    items = [
        ListedPerson(person=people[row.id], roles=roles.get(row.id, ()), is_example=row.is_example)
        for row in rows
    ]
    return make_page(items, page, PEOPLE_PER_PAGE, total, make_url)


def _roles_of_many(ids: Collection[int]) -> dict[int, list[Role]]:
    found: dict[int, list[Role]] = {}
    for row in db.session.execute(
        select(UserRole.user_id, UserRole.role).where(UserRole.user_id.in_(ids))
    ):
        found.setdefault(row.user_id, []).append(Role(row.role))
    return found
