"""Reading the versions of the rules: what each one says, what is different in it, and who has accepted it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.community.accepting import is_asked_to_accept
from forum.community.differences import Difference, Wording, differences
from forum.community.models import Rule, RulesAcceptance, RulesVersion, VersionRule
from forum.database import db
from forum.errors import NotFoundError
from forum.leaving.lookup import is_here


@dataclass(frozen=True, kw_only=True)
class VersionInfo:
    """One version of the rules: since when it was in force, and what it changed."""

    number: int
    at: datetime
    in_substance: bool
    what_changed: str


@dataclass(frozen=True, kw_only=True)
class VersionPage:
    """A version in full. `ended_at` is None while it is in force; `changes` is against the one before it."""

    version: VersionInfo
    ended_at: datetime | None
    rules: Sequence[Wording]
    changes: Sequence[Difference]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody is asked to accept: the newest version, and what is different since they accepted the rules.

    `said` are the sentences of those who changed the substance, the earliest first.
    """

    version: int
    said: Sequence[VersionInfo]
    changes: Sequence[Difference]


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """How many of the people here stand where. Those of the example can't sign in and do not count."""

    accepted: int
    asked: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a rule stood: in which version, and at which place."""

    version: int
    number: int


_VERSION = select(
    RulesVersion.number, RulesVersion.at, RulesVersion.in_substance, RulesVersion.what_changed
)


def newest_version() -> int | None:
    """The number of the version in force."""
    return db.session.scalar(select(func.max(RulesVersion.number)))


def versions() -> Sequence[VersionInfo]:
    """Every version, the newest first."""
    rows = db.session.execute(_VERSION.order_by(RulesVersion.number.desc()))
    return [VersionInfo(**row) for row in rows.mappings()]


def version_page(number: int) -> VersionPage:
    """A version as it was in force.

    Raises:
        NotFoundError: there is no version of that number.
    """
    found = db.session.execute(_VERSION.where(RulesVersion.number == number)).mappings().first()
    if found is None:
        raise NotFoundError
    next_at = select(RulesVersion.at).where(RulesVersion.number == number + 1)
    rules = _wordings((number - 1, number))
    return VersionPage(
        version=VersionInfo(**found),
        ended_at=db.session.scalar(next_at),
        rules=rules[number],
        changes=differences(rules[number - 1], rules[number], _instead_of(number - 1)),
    )


def asked_of(actor: Actor) -> Asked | None:
    """What somebody is asked to accept; None where there is nothing."""
    newest = newest_version()
    if newest is None or not actor.has_rules_to_accept:
        return None
    known = db.session.scalar(
        select(func.max(RulesAcceptance.version)).where(RulesAcceptance.user_id == actor.id)
    )
    # Whoever is in no list has been here since before there was one.
    since = known or 1
    said = db.session.execute(
        _VERSION.where(RulesVersion.number > since, RulesVersion.in_substance).order_by(
            RulesVersion.number
        )
    )
    rules = _wordings((since, newest))
    return Asked(
        version=newest,
        said=[VersionInfo(**row) for row in said.mappings()],
        changes=differences(rules[since], rules[newest], _instead_of(since)),
    )


def how_many_accepted() -> Accepted:
    """For admins: how many have accepted the rules as they are in substance, and how many are still to be asked."""
    asked, of_all = db.session.execute(
        select(
            func.count().filter(is_asked_to_accept(User.id)),
            func.count(),
        )
        .select_from(User)
        .where(~User.is_example, is_here())
    ).one()
    return Accepted(accepted=of_all - asked, asked=asked)


def last_places(rule_ids: Collection[int]) -> Mapping[int, Place]:
    """Where rules last stood, by id: a decision names its rule as it was then."""
    if not rule_ids:
        return {}
    rows = db.session.execute(
        select(VersionRule.rule_id, VersionRule.version, VersionRule.position)
        .where(VersionRule.rule_id.in_(rule_ids))
        .order_by(VersionRule.version)
    )
    return {row.rule_id: Place(version=row.version, number=row.position) for row in rows}


def _wordings(numbers: Collection[int]) -> Mapping[int, Sequence[Wording]]:
    rows = db.session.execute(
        select(VersionRule.version, VersionRule.position, Rule.id, Rule.title, Rule.text)
        .join(Rule, Rule.id == VersionRule.rule_id)
        .where(VersionRule.version.in_(numbers))
        .order_by(VersionRule.version, VersionRule.position)
    )
    found: dict[int, list[Wording]] = defaultdict(list)
    for row in rows:
        found[row.version].append(
            Wording(id=row.id, number=row.position, title=row.title, text=row.text)
        )
    return found


def _instead_of(since: int) -> Mapping[int, int]:
    """Which rule each one is another wording of, in all versions after this one."""
    rows = db.session.execute(
        select(VersionRule.rule_id, VersionRule.instead_of_id).where(
            VersionRule.version > since, VersionRule.instead_of_id.is_not(None)
        )
    )
    return {row.rule_id: row.instead_of_id for row in rows}
