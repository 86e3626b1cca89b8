"""The migrations and the models say the same, on either database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from forum.cli.migrating import MIGRATIONS, prepare
from forum.config import Settings
from forum.database import db
from forum.models import metadata
from tests.conftest import make_settings


@pytest.fixture
def settings(settings: Settings, empty_database_url: str) -> Settings:
    return make_settings(settings.instance_dir, empty_database_url)


@pytest.fixture
def migrated(app: Flask) -> Iterator[Flask]:
    """The app on a database that was empty a moment ago."""
    prepare(app)
    with app.app_context():
        upgrade()
        yield app


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_an_upgraded_database_is_what_the_models_describe(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)

    assert differences == []
    assert set(metadata.tables) <= tables()


# What is only ever added to, and what is only forgotten (`forum.keeping`): neither is changed.
GUARDED = {
    "audit_entries",
    "clock_steps",
    "decisions",
    "held_back",
    "post_transitions",
    "review_steps",
    "screening_results",
    "staff_notes",
    "thread_steps",
}


def test_what_is_never_changed_is_still_guarded(migrated: Flask) -> None:
    """SQLite makes a table anew where a constraint is changed, and forgets the triggers of the old one."""
    triggers = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%UPDATE%'",
        "postgresql": "SELECT DISTINCT event_object_table FROM information_schema.triggers "
        "WHERE event_manipulation = 'UPDATE'",
    }[db.engine.dialect.name]
    found = set(db.session.scalars(text(triggers)))

    assert found >= GUARDED


def test_the_way_back_leaves_nothing_behind(migrated: Flask) -> None:
    downgrade(revision="base")

    assert tables() == {"alembic_version"}


def test_there_and_back_and_there_again(migrated: Flask) -> None:
    downgrade(revision="base")
    upgrade()

    assert set(metadata.tables) <= tables()


def test_a_second_upgrade_changes_nothing(migrated: Flask) -> None:
    before = tables()

    upgrade()

    assert tables() == before
    assert current_app.extensions["migrate"].db is db


def test_migrations_are_one_line_of_single_steps() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    revisions = list(scripts.walk_revisions())

    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    assert all(not revision.is_merge_point for revision in revisions)
