"""Runs migrations against the app's own database. Called by Flask-Migrate with an app context."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app

from forum.database import UtcDateTime
from forum.models import metadata

db = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Migrations name the database's own types, so that old ones go on working when the code moves."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Upgrade or downgrade, each migration in a transaction of its own."""
    connectable = db.engine
    with connectable.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
