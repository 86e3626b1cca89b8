"""A database that is locked, or not there, for a while. Close whatever is connected to it first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else holds what a writer needs."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(parsed.database), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
        connection.close()
        return
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as holder:
        holder.execute("LOCK TABLE posts, users IN EXCLUSIVE MODE")
        yield
        holder.rollback()


@contextmanager
def takes_no_changes(url: str) -> Iterator[None]:
    """It can be read and not written, as a standby can."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        # Whoever runs the tests may be allowed to write any file, whatever its mode says.
        pytest.skip("a file says so with the same error as when it is locked")
    server = parsed.set(drivername="postgresql", database="postgres")
    plain = server.render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{parsed.database}" SET default_transaction_read_only = on')
        yield
        admin.execute(f'ALTER DATABASE "{parsed.database}" RESET default_transaction_read_only')


@contextmanager
def gone(url: str) -> Iterator[None]:
    """There is no database any more; then it is back."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        path, away = Path(str(parsed.database)), Path(f"{parsed.database}.away")
        path.rename(away)
        path.mkdir()
        yield
        path.rmdir()
        away.rename(path)
        return
    server = parsed.set(drivername="postgresql", database="postgres")
    plain = server.render_as_string(hide_password=False)
    name = str(parsed.database)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        admin.execute(f'ALTER DATABASE "{name}" RENAME TO "{name}_away"')
        yield
        admin.execute(f'ALTER DATABASE "{name}_away" RENAME TO "{name}"')
