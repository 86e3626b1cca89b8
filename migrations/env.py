"""Runs migrations against the app's own database. Called by Flask-Migrate with an app context."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from forum.database import UtcDateTime
from forum.models import metadata
from forum.search.index import is_described

db = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Migrations name the database's own types, so that old ones go on working when the code moves."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _let_tables_be_rebuilt(connection: Connection) -> None:
    """SQLite changes a table by making a new one, and meanwhile others point at nothing.

    It takes no notice of the setting inside a transaction, so this goes to the driver before one begins. Whether
    every row points at something again is asked by the migrations that rebuild.
    """
    if connection.dialect.name == "sqlite":
        driver = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys = OFF")


def run() -> None:
    """Upgrade or downgrade, each migration in a transaction of its own."""
    connectable = db.engine
    with connectable.connect() as connection:
        _let_tables_be_rebuilt(connection)
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
            include_name=is_described,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            # The connection goes back to the pool, for others.
            connection.invalidate()


run()
