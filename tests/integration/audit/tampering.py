"""Writing to the audit log, and doing to it what nobody should."""

from __future__ import annotations

from sqlalchemy import text

from forum.accounts.models import Role
from forum.audit.chain import Head
from forum.audit.chain_queries import log_problems
from forum.database import db, emit, transaction
from forum.events import RoleChanged
from tests.factories import World


def told(noted: Head | None = None) -> list[str]:
    db.session.rollback()
    found = [str(problem) for problem in log_problems(noted)]
    db.session.rollback()
    return found


def by_force(*statements: str) -> None:
    """What somebody can do who owns the database: take the guard away, and then anything."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entries_refuses_{verb}"))
        else:
            connection.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


def give_and_take(world: World, times: int) -> None:
    """So many entries."""
    person, ada = world.person(), world.person(Role.ADMIN)
    for number in range(times):
        with transaction() as session:
            given = RoleChanged(
                actor_id=ada.id,
                at=world.clock.now(),
                user_id=person.id,
                role=Role.MENTOR,
                given=not number % 2,
            )
            emit(session, given)
