"""What admins do with the community: the first set-up, its name and its categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.commands import create_user
from forum.accounts.models import Role
from forum.accounts.passwords import require_good_password
from forum.accounts.sessions import start_session
from forum.accounts.tokens import hash_token
from forum.clock import Clock
from forum.community.models import Community, SetupLink
from forum.community.rule_commands import put_first_rules_in_force
from forum.community.rulebook import RuleDraft
from forum.community.signatures import SignedBy
from forum.conversations.models import Category
from forum.database import emit, transaction, tried_again
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import CommunityChanged
from forum.permissions.actions import Action
from forum.permissions.check import require
from forum.positions import place_in_list
from forum.text import slugify

# Where a new community begins when it begins empty.
FIRST_CATEGORIES = (
    (
        "Introductions",
        "Come in and say hello. A name, a line, a whole story: all of it is welcome.",
    ),
    ("Everyday life", "What today was like, the good and the hard of it."),
    ("Advice and experience", "Ask people who have been there, and tell what helped you."),
    ("Joys and pastimes", "Books, bread, bicycles: whatever keeps you going."),
    ("About this place", "How things work here, and how they could be better."),
)


@dataclass(frozen=True, kw_only=True)
class Founding:
    """What the first set-up asks for."""

    community_name: str
    tagline: str
    rules: Sequence[RuleDraft]
    display_name: str
    username: str
    email: str
    password: str
    user_agent: str = ""


def set_up(
    token: str, founding: Founding, begin: Callable[[Session, datetime], None], clock: Clock
) -> str:
    """Make the community, its rules and its first admin, in one transaction.

    Returns the token of the session in which the admin is signed in.

    Args:
        token: of the link that leads here.
        founding: what was typed.
        begin: makes what the community begins with, such as `add_first_categories`.
        clock: tells the time.

    Raises:
        ConflictError: somebody else has just set it up.
        NotFoundError: the link leads nowhere.
        InvalidInputError: something about the admin's account can't be taken.
    """
    require_good_password(founding.password, (founding.community_name, founding.tagline))
    now = clock.now()
    with transaction() as session:
        _make_community(session, token, founding, now)
        put_first_rules_in_force(session, founding.rules, now)
        admin = create_user(
            session,
            username=founding.username,
            display_name=founding.display_name,
            email=founding.email,
            password=founding.password,
            roles=(Role.ADMIN, Role.MODERATOR, Role.MENTOR),
            now=now,
        )
        session.flush()
        begin(session, now)
        session.execute(delete(SetupLink))
        emit(session, CommunityChanged(actor_id=admin.id, at=now, what="set_up"))
        return start_session(session, admin.id, founding.user_agent, now)


def _make_community(session: Session, token: str, founding: Founding, now: datetime) -> None:
    faster = ConflictError(
        "This place has just been set up. If that was you, sign in with the name and password you chose."
    )
    if session.get(Community, 1) is not None:
        raise faster
    if (
        session.scalar(select(SetupLink.id).where(SetupLink.token_hash == hash_token(token)))
        is None
    ):
        raise NotFoundError
    session.add(
        Community(
            id=1,
            name=founding.community_name,
            tagline=founding.tagline,
            set_up_at=now,
            rules_changed_at=now,
        )
    )
    try:
        session.flush()
    except IntegrityError as error:
        # Two people had the page open and pressed the button in the same moment.
        raise faster from error


def add_first_categories(session: Session, now: datetime) -> None:
    """A small, welcoming set of categories for a community that begins empty."""
    for position, (name, description) in enumerate(FIRST_CATEGORIES, start=1):
        session.add(
            Category(name=name, slug=slugify(name), description=description, position=position)
        )


def rename_community(actor: Actor, name: str, tagline: str, clock: Clock) -> None:
    """Change what the community is called, and the sentence about it.

    Raises:
        NotAllowedError: not an admin.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    with transaction() as session:
        community = session.get_one(Community, 1)
        community.name, community.tagline = name, tagline
        emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what="name"))


def choose_signature(actor: Actor, signed_by: SignedBy, team_name: str, clock: Clock) -> None:
    """Say under whose name moderators decide from now on.

    Raises:
        NotAllowedError: not an admin.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    with transaction() as session:
        community = session.get_one(Community, 1)
        community.signed_by, community.team_name = signed_by, team_name
        emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what="signature"))


@dataclass(frozen=True, kw_only=True)
class CategoryDraft:
    """A category as it was typed. Without a position it comes last."""

    name: str
    description: str
    position: int | None = None


@tried_again
def add_category(actor: Actor, draft: CategoryDraft, clock: Clock) -> None:
    """Make a category. Its address comes from its name, and stays.

    Raises:
        NotAllowedError: not an admin.
        InvalidInputError: there is one of that name.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    with transaction() as session:
        _refuse_same_name(session, draft.name, None)
        last = session.scalar(select(func.max(Category.position))) or 0
        session.add(
            Category(
                name=draft.name,
                slug=_free_slug(session, draft.name),
                description=draft.description,
                position=place_in_list(draft.position, last),
            )
        )
        emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what="categories"))


@tried_again
def change_category(actor: Actor, category_id: int, draft: CategoryDraft, clock: Clock) -> None:
    """Rename a category, describe it anew, or move it. Its address stays, so that links go on working.

    Raises:
        NotAllowedError: not an admin.
        NotFoundError: there is no such category.
        InvalidInputError: another one has that name.
    """
    require(actor, Action.MANAGE_COMMUNITY)
    with transaction() as session:
        category = session.get(Category, category_id, with_for_update=True)
        if category is None:
            raise NotFoundError
        _refuse_same_name(session, draft.name, category_id)
        category.name, category.description = draft.name, draft.description
        category.position = draft.position or category.position
        emit(session, CommunityChanged(actor_id=actor.id, at=clock.now(), what="categories"))


def _refuse_same_name(session: Session, name: str, own_id: int | None) -> None:
    others = session.execute(select(Category.id, Category.name).where(Category.id != (own_id or 0)))
    if name.casefold() in {other.name.casefold() for other in others}:
        raise InvalidInputError("There is a category of that name already.", "name")


def _free_slug(session: Session, name: str) -> str:
    slug = slugify(name)
    # Of a long one the beginning is kept, which others may have with a number already.
    beginning = slug[:56]
    taken = set(session.scalars(select(Category.slug).where(Category.slug.startswith(beginning))))
    if slug not in taken:
        return slug
    return next(
        candidate
        for number in range(2, len(taken) + 3)
        if (candidate := f"{beginning}-{number}") not in taken
    )
