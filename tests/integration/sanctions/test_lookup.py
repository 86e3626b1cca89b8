"""What is in force is asked in Python of one person, and in SQL of many: it is the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Role
from forum.database import db
from forum.sanctions.commands import lift_sanction
from forum.sanctions.kinds import SanctionKind, Terms, is_in_force
from forum.sanctions.lookup import in_force
from tests.factories import World
from tests.integration.sanctions.giving import WHY, give, sanctions_of


@pytest.mark.parametrize("what_became", ["just given", "on its last day", "at its end", "lifted"])
@pytest.mark.parametrize("kind", list(SanctionKind))
def test_what_is_in_force_is_the_same_in_sql(
    world: World, kind: SanctionKind, what_became: str
) -> None:
    ada, person = world.person(Role.ADMIN), world.person()
    number = give(world, ada, person, kind)
    [sanction] = sanctions_of(person)
    if what_became == "lifted" and kind is not SanctionKind.MESSAGE:
        lift_sanction(ada, number, WHY, world.clock)
    end = sanction.ends_at or world.clock.now() + timedelta(days=400)
    now = {"on its last day": end - timedelta(seconds=1), "at its end": end}.get(
        what_became, world.clock.now()
    )

    [sanction] = sanctions_of(person)
    terms = Terms(kind=kind, ends_at=sanction.ends_at, lifted_at=sanction.lifted_at)
    assert db.session.scalar(select(in_force(now))) is is_in_force(terms, now)
