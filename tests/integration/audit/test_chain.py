"""The audit log in the database: tampered with for real, written by several at once, sealed where it was not yet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import DBAPIError

from forum.accounts.models import Role
from forum.app import create_app
from forum.audit.chain import Head
from forum.audit.chain_queries import log_head
from forum.audit.models import AuditEntry
from forum.cli.migrating import prepare
from forum.database import db, emit, transaction
from forum.events import RoleChanged
from forum.revisions import MIGRATIONS
from tests.conftest import close, make_settings, services_for
from tests.factories import World
from tests.integration.audit.tampering import by_force, give_and_take, told
from tests.integration.moderation.conftest import Scene
from tests.integration.moderation.deciding import carry_out
from tests.support.clock import FakeClock
from tests.support.mail import Outbox

APPEND_ONLY = ("audit_entries", "decisions", "post_transitions", "screening_results")


def test_a_log_of_real_work_is_in_order(scene: Scene) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    db.session.rollback()

    assert told() == []
    head = log_head()
    assert head is not None
    assert head.number == db.session.query(AuditEntry).count() > 2


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE audit_entries SET actor_id = NULL WHERE number = 3",
            ["Entry 3 was changed after it was written."],
        ),
        (
            "UPDATE audit_entries SET detail = '{}' WHERE number = 2",
            ["Entry 2 was changed after it was written."],
        ),
        ("DELETE FROM audit_entries WHERE number = 4", ["Entry 4 is missing."]),
        (
            "DELETE FROM audit_entries WHERE number > 4",
            ["The log ends with entry 4, and has to go on to entry 6."],
        ),
    ],
)
def test_what_was_done_to_it_is_found_and_named(
    world: World, statement: str, expected: list[str]
) -> None:
    give_and_take(world, 6)
    by_force(statement)

    assert told() == expected


def test_two_that_changed_places_are_found(world: World) -> None:
    give_and_take(world, 6)
    by_force(
        "UPDATE audit_entries SET number = -1 WHERE number = 2",
        "UPDATE audit_entries SET number = 2 WHERE number = 4",
        "UPDATE audit_entries SET number = 4 WHERE number = -1",
    )

    assert told() == [
        "Entry 2 was moved: it was written as entry 4.",
        "Entry 4 was moved: it was written as entry 2.",
    ]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_database_refuses_as_long_as_the_guard_stands(
    scene: Scene, table: str, verb: str
) -> None:
    carry_out(scene.world, scene.mira, scene.post, "approve")
    if verb == "TRUNCATE" and db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no such statement: it is a DELETE there")
    db.session.rollback()
    statement = {
        "UPDATE": f"UPDATE {table} SET id = id",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }[verb]

    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_head",
        "UPDATE audit_head SET number = number - 1",
        "UPDATE audit_head SET seal = 'x'",
    ],
)
def test_the_head_only_moves_on(world: World, statement: str) -> None:
    give_and_take(world, 2)
    db.session.rollback()

    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_those_who_write_at_once_follow_each_other(app: Flask, world: World) -> None:
    person, ada, clock = world.person(), world.person(Role.ADMIN), world.clock
    start = threading.Barrier(6)
    db.session.rollback()

    def write() -> None:
        with app.app_context():
            start.wait(timeout=10)
            for given in (True, False, True):
                with transaction() as session:
                    for role in (Role.MENTOR, Role.MODERATOR):
                        changed = RoleChanged(
                            actor_id=ada.id,
                            at=clock.now(),
                            user_id=person.id,
                            role=role,
                            given=given,
                        )
                        emit(session, changed)

    with ThreadPoolExecutor(6) as pool:
        for finished in [pool.submit(write) for _ in range(6)]:
            finished.result(timeout=60)

    assert told() == []
    numbers = [number for (number,) in db.session.query(AuditEntry.number)]
    assert sorted(numbers) == list(range(1, 37))


def test_what_is_undone_leaves_no_gap(world: World) -> None:
    give_and_take(world, 1)
    person = world.person()
    given = RoleChanged(
        actor_id=None, at=world.clock.now(), user_id=person.id, role=Role.MENTOR, given=True
    )

    def change_ones_mind() -> None:
        with transaction() as session:
            emit(session, given)
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        change_ones_mind()
    give_and_take(world, 1)

    assert told() == []


class TestTheMigration:
    @pytest.fixture
    def before(self, empty_database_url: str, tmp_path: Path) -> Iterator[Flask]:
        """A forum as it was before there were seals."""
        settings = make_settings(tmp_path, empty_database_url)
        app = create_app(settings, services_for(FakeClock(), Outbox()))
        prepare(app)
        scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
        chained = next(script for script in scripts if "audit_chain" in script.path)
        with app.app_context():
            upgrade(revision=str(chained.down_revision))
            yield app
        close(app)

    def test_what_is_there_already_is_sealed(self, before: Flask) -> None:
        with db.engine.begin() as connection:
            for number in range(1, 1_204):
                connection.execute(
                    text(
                        "INSERT INTO audit_entries (id, at, action, subject_kind, subject_id, detail) "
                        "VALUES (:id, '2026-05-04 12:00:00.000123+00', 'post.hold', 'post', :id, :detail)"
                        if connection.dialect.name == "postgresql"
                        else "INSERT INTO audit_entries (id, at, action, subject_kind, subject_id, detail) "
                        "VALUES (:id, '2026-05-04 12:00:00.000123', 'post.hold', 'post', :id, :detail)"
                    ),
                    # Numbers that were given to something that was undone are not there.
                    {"id": number * 2, "detail": '{"before": "submitted", "é": 0.1}'},
                )

        upgrade()

        assert told() == []
        assert log_head() is not None
        numbers = db.session.query(AuditEntry.number).order_by(AuditEntry.id)
        assert [number for (number,) in numbers.limit(3)] == [1, 2, 3]
        db.session.rollback()
        by_force("UPDATE audit_entries SET subject_id = 7 WHERE number = 1001")
        assert told() == ["Entry 1001 was changed after it was written."]

    def test_an_empty_log_begins_with_nothing(self, before: Flask) -> None:
        upgrade()

        assert log_head() == Head()
        assert "audit_head" in inspect(db.engine).get_table_names()


def test_what_the_forum_writes_while_the_log_is_read_is_no_forgery(
    app: Flask, world: World
) -> None:
    give_and_take(world, 2)
    person, ada = world.person(), world.person(Role.ADMIN)
    reads: list[str] = []

    def write() -> None:
        with app.app_context(), transaction() as session:
            given = RoleChanged(
                actor_id=ada.id,
                at=world.clock.now(),
                user_id=person.id,
                role=Role.MENTOR,
                given=True,
            )
            emit(session, given)

    def in_between(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT audit_") and not reads:
            reads.append(statement)
            with ThreadPoolExecutor() as pool:
                pool.submit(write).result()

    event.listen(db.engine, "after_cursor_execute", in_between)
    try:
        assert told() == []
    finally:
        event.remove(db.engine, "after_cursor_execute", in_between)
    assert reads
    head = log_head()
    assert head is not None
    assert told(head) == []
