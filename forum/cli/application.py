"""The forum as a command uses it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError

from forum.cli.starting import require_writable
from forum.cli.stop import Stop, database_words
from forum.config import Settings
from forum.database import db, transaction
from forum.foundation import lay_foundation
from forum.revisions import NewerTablesError, require_known_tables


@contextmanager
def opened(settings: Settings, *, to_look_at: bool = False) -> Iterator[Flask]:
    """The forum without its pages, and its context. Afterwards nothing of it is left open in the database.

    Args:
        settings: what the operator has set.
        to_look_at: whatever state the tables are in.

    Raises:
        Stop: the queue can't be kept in the forum's own folder, the database can't be reached, or a newer version of
            the forum has changed its tables.
    """
    if not settings.redis_url:
        require_writable(settings.instance_dir)
    app = _laid(settings)
    with app.app_context():
        try:
            if not to_look_at:
                _require_known_tables(settings)
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def try_to_write() -> None:
    """See whether the database takes what people write. Changes nothing. Needs an app's context.

    Raises:
        SQLAlchemyError: it does not.
    """
    with transaction() as session:
        # SQLite says so where a writer begins. PostgreSQL lets one begin that may not write: on a standby, say.
        is_postgresql = session.get_bind().dialect.name == "postgresql"
        asked = "SHOW transaction_read_only" if is_postgresql else "SELECT 1"
        if session.scalar(text(asked)) == "on":
            raise InvalidRequestError("each transaction there is a read-only transaction")


def _laid(settings: Settings) -> Flask:
    try:
        return lay_foundation(settings)
    except sqlite3.Error as error:
        raise Stop(
            f"The queue {settings.jobs_path} can't be used ({error}). Stop the forum, delete that file, begin again. "
            "Only wake-ups for the worker are in it: nothing is lost."
        ) from error


def _require_known_tables(settings: Settings) -> None:
    try:
        require_known_tables()
    except NewerTablesError as error:
        raise Stop(str(error)) from error
    except SQLAlchemyError as error:
        raise Stop(database_words(settings, error)) from error
