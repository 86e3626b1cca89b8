"""Staff who have looked at somebody a moment ago, and send what was on the screen."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.database import db
from forum.sanctions.commands import Measure, give_sanction
from forum.sanctions.kinds import CITES_A_RULE, HAS_NO_END, RESTRICTS, SanctionKind
from forum.sanctions.models import Sanction
from tests.factories import World

WHY = "Three people told us that they felt small after your answers."


def measure(world: World, person: Actor, kind: str, **other: object) -> Measure:
    """What staff send, with all the reasons it needs."""
    db.session.rollback()
    wanted = SanctionKind(kind)
    last = db.session.scalar(select(func.max(Sanction.id)).where(Sanction.person_id == person.id))
    values: dict[str, object] = {
        "kind": wanted,
        "note": WHY,
        "days": 7 if wanted in RESTRICTS - HAS_NO_END else None,
        "rule_id": world.rule_id() if wanted in CITES_A_RULE else None,
        "last_sanction_id": last,
    }
    return Measure(**(values | other))  # type: ignore[arg-type]


def give(world: World, by: Actor, person: Actor, kind: str, **other: object) -> int:
    """Look, and decide at once."""
    return give_sanction(by, person.id, measure(world, person, kind, **other), world.clock)


def sanctions_of(person: Actor) -> list[Sanction]:
    """Everything that was said to somebody, oldest first."""
    db.session.rollback()
    return db.session.query(Sanction).filter_by(person_id=person.id).order_by(Sanction.id).all()
