"""Reading what the community says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.community.models import Community, Rule
from forum.conversations.models import Category
from forum.database import db, read


@dataclass(frozen=True, kw_only=True)
class CommunityInfo:
    """The community's name, a sentence about it, and under whose name moderators decide (`Community`)."""

    name: str
    tagline: str
    rules_changed_at: datetime
    set_up_at: datetime
    signed_by: str
    team_name: str


@dataclass(frozen=True, kw_only=True)
class RuleInfo:
    """A rule as people read it. `number` counts from 1 and is how people name it."""

    id: int
    number: int
    title: str
    text: str


_COMMUNITY = select(
    Community.name,
    Community.tagline,
    Community.rules_changed_at,
    Community.set_up_at,
    Community.signed_by,
    Community.team_name,
)
_RULES = (
    select(Rule.id, Rule.title, Rule.text)
    .where(Rule.retired_at.is_(None))
    .order_by(Rule.position, Rule.id)
)


def community_info() -> CommunityInfo | None:
    """The community, or None before the first set-up."""
    row = read(_COMMUNITY).mappings().one_or_none()
    return CommunityInfo(**row) if row is not None else None


def current_rules() -> Sequence[RuleInfo]:
    """The rules in force, in their order."""
    rows = read(_RULES)
    return [
        RuleInfo(id=row.id, number=number, title=row.title, text=row.text)
        for number, row in enumerate(rows, start=1)
    ]


@dataclass(frozen=True, kw_only=True)
class CategoryInfo:
    """A category, as its settings show it."""

    id: int
    name: str
    slug: str
    description: str
    position: int


def categories_in_order() -> Sequence[CategoryInfo]:
    """Every category, in the order of the list."""
    rows = db.session.execute(
        select(
            Category.id, Category.name, Category.slug, Category.description, Category.position
        ).order_by(Category.position, Category.id)
    )
    return [CategoryInfo(**row) for row in rows.mappings()]
