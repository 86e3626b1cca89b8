"""Reading sanctions: one's own standing, and what was said to somebody, for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import PersonView, load_people
from forum.accounts.queries import roles_of
from forum.appeals.models import Appeal
from forum.appeals.open import is_appealed, signer
from forum.community.citing import CitedRule, RulePlaces, cited, places_of
from forum.community.models import Rule
from forum.database import db
from forum.errors import NotFoundError
from forum.moderation.signing import signature_of
from forum.permissions.subjects import SanctionFacts
from forum.sanctions.kinds import (
    HAS_NO_END,
    Restriction,
    SanctionKind,
    is_in_force,
    strictest,
)
from forum.sanctions.lookup import restriction_of, terms_of
from forum.sanctions.models import Sanction
from forum.sanctions.wording import AS_EVERYBODY, DONE, HEADING, MEANS


@dataclass(frozen=True, kw_only=True)
class OwnSanction:
    """What staff said to somebody, as they read it themselves. `signature` is under whose name.

    `post_id` is the post of theirs that it is about; None where it is about none.
    """

    id: int
    kind: SanctionKind
    heading: str
    means: str
    note: str
    rule: CitedRule | None
    post_id: int | None
    given_at: datetime
    signature: str
    ends_at: datetime | None
    in_force: bool
    is_read: bool
    lifted_at: datetime | None
    lifted_because: str

    @property
    def has_an_end(self) -> bool:
        """Whether it is something that lasts until some day."""
        return self.kind not in HAS_NO_END


@dataclass(frozen=True, kw_only=True)
class StandingPage:
    """Where somebody stands: what holds for them now, what staff said, and what is behind them."""

    restriction: Restriction | None
    says: str
    now: Sequence[OwnSanction]
    behind: Sequence[OwnSanction]


@dataclass(frozen=True, kw_only=True)
class PastSanction:
    """What was said to somebody, for staff. `by` is None while an appeal is open about it."""

    id: int
    kind: SanctionKind
    done: str
    by: PersonView | None
    note: str
    rule: CitedRule | None
    post_id: int | None
    given_at: datetime
    ends_at: datetime | None
    is_read: bool
    in_force: bool
    lifted_at: datetime | None
    lifted_by: PersonView | None
    lifted_because: str


@dataclass(frozen=True, kw_only=True)
class PersonInQuestion:
    """Somebody in front of staff, and what was said to them before, newest first."""

    person: PersonView
    facts: SanctionFacts
    past: Sequence[PastSanction]

    @property
    def last_sanction_id(self) -> int | None:
        """The newest one; None if there is none."""
        return max((one.id for one in self.past), default=None)


def own_standing(actor: Actor, now: datetime) -> StandingPage:
    """Where this person stands."""
    rows = _rows(actor.id)
    places = places_of(row.rule_id for row in rows)
    sanctions = [_own(row, places, now) for row in rows]
    restriction = strictest(map(terms_of, rows), now)
    return StandingPage(
        restriction=restriction,
        says=MEANS[restriction.kind] if restriction is not None else AS_EVERYBODY,
        now=[one for one in sanctions if one.in_force or not one.is_read],
        behind=[one for one in sanctions if one.is_read and not one.in_force],
    )


def person_in_question(actor: Actor, username: str, now: datetime) -> PersonInQuestion:
    """Somebody whom staff want to speak to.

    Raises:
        NotFoundError: there is nobody of that name.
    """
    user_id = db.session.scalar(select(User.id).where(User.username == username))
    if user_id is None:
        raise NotFoundError
    rows = _rows(user_id)
    staff = {row.given_by_id for row in rows} | {row.lifted_by_id for row in rows} - {None}
    people = load_people({user_id, *staff})
    places = places_of(row.rule_id for row in rows)
    return PersonInQuestion(
        person=people[user_id],
        facts=SanctionFacts(person_id=user_id, roles=frozenset(roles_of(user_id))),
        past=[_past(actor, row, people, places, now) for row in rows],
    )


def username_of_sanctioned(sanction_id: int) -> str:
    """Whose sanction it is.

    Raises:
        NotFoundError: there is no such sanction.
    """
    found = db.session.scalar(
        select(User.username)
        .join(Sanction, Sanction.person_id == User.id)
        .where(Sanction.id == sanction_id)
    )
    if found is None:
        raise NotFoundError
    return found


def person_at_the_door(user_id: int, now: datetime) -> Actor | None:
    """Somebody who is shut out, as far as their own standing is concerned; None if they are not shut out now.

    They have no role and no session: nothing but what belongs to their standing can be done as this person.
    """
    user = db.session.get(User, user_id)
    if user is None:
        return None
    restriction = restriction_of(db.session(), user_id, now)
    if restriction is None or not restriction.shuts_out:
        return None
    return Actor(
        user_id=user.id,
        username=user.username,
        display_name=user.display_name,
        restriction=restriction,
    )


def _rows(user_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(
            Sanction.id,
            Sanction.kind,
            Sanction.note,
            Sanction.post_id,
            Sanction.rule_id,
            Sanction.given_by_id,
            signature_of(Sanction.given_by_id, Sanction.is_signed).label("signature"),
            Sanction.given_at,
            Sanction.ends_at,
            Sanction.acknowledged_at,
            Sanction.lifted_at,
            Sanction.lifted_by_id,
            Sanction.lifted_because,
            Rule.title.label("rule_title"),
            Rule.text.label("rule_text"),
            is_appealed(Appeal.sanction_id, Sanction.id).label("appealed"),
        )
        .outerjoin(Rule, Rule.id == Sanction.rule_id)
        .where(Sanction.person_id == user_id)
        .order_by(Sanction.id.desc())
    ).all()


def _own(row: Any, places: RulePlaces, now: datetime) -> OwnSanction:
    kind = SanctionKind(row.kind)
    return OwnSanction(
        id=row.id,
        kind=kind,
        heading=HEADING[kind],
        means=MEANS[kind],
        note=row.note,
        rule=cited(row.rule_id, row.rule_title, row.rule_text, places),
        post_id=row.post_id,
        given_at=row.given_at,
        signature=row.signature,
        ends_at=row.ends_at,
        in_force=is_in_force(terms_of(row), now),
        is_read=row.acknowledged_at is not None,
        lifted_at=row.lifted_at,
        lifted_because=row.lifted_because,
    )


def _past(actor: Actor, row: Any, people: Any, places: RulePlaces, now: datetime) -> PastSanction:
    by_id = signer(actor.user_id, row.given_by_id, appealed=row.appealed)
    return PastSanction(
        id=row.id,
        kind=SanctionKind(row.kind),
        done=DONE[SanctionKind(row.kind)],
        by=people.get(by_id),
        note=row.note,
        rule=cited(row.rule_id, row.rule_title, row.rule_text, places),
        post_id=row.post_id,
        given_at=row.given_at,
        ends_at=row.ends_at,
        is_read=row.acknowledged_at is not None,
        in_force=is_in_force(terms_of(row), now),
        lifted_at=row.lifted_at,
        lifted_by=people.get(row.lifted_by_id),
        lifted_because=row.lifted_because,
    )
