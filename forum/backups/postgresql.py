"""Copying a PostgreSQL database with its own tools, and bringing a copy back."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from forum.backups.archive import BackupError

_CONNECT_SECONDS = 5
#: The server counts a connection for a moment longer than whoever had it: the forum may have been stopped just now.
_LEAVING_SECONDS = 2.0
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


class PostgresCopies:
    """Of the database at `url`, with `pg_dump` and `pg_restore`."""

    dialect = "postgresql"

    def __init__(self, url: URL) -> None:
        self._url = url

    @staticmethod
    def can_copy() -> bool:
        """Whether PostgreSQL's tools are on this machine."""
        return shutil.which("pg_dump") is not None and shutil.which("pg_restore") is not None

    def copy_to(self, target: Path) -> None:
        """A copy of how everything stands at this moment. Nobody has to stop writing meanwhile.

        Raises:
            BackupError: the tools are missing, or the server does not let us.
        """
        target.touch(mode=0o600)
        self._run("pg_dump", "--format=custom", "--compress=0", "--file", str(target))

    def require_idle(self) -> None:
        """See that nobody else uses the database.

        Raises:
            BackupError: somebody does, or it can't be reached.
        """
        with self._connected() as connection:
            others = _others(connection)
            until = time.monotonic() + _LEAVING_SECONDS
            while others and time.monotonic() < until:
                time.sleep(0.1)
                others = _others(connection)
        if others:
            raise BackupError(
                f"{others} other {'connection uses' if others == 1 else 'connections use'} the database. "
                "Stop the forum (and whatever else has it open), then try again. Nothing was changed."
            )

    def put_back(self, copy: Path, aside: Path) -> None:
        """Take out what the database holds and bring back what is in `copy`. If that fails, all stays as it was.

        What stood there is copied into the folder `aside` first.

        Raises:
            BackupError: it could not be done.
        """
        self.require_idle()
        before = aside / "database"
        self.copy_to(before)
        self._clear()
        try:
            self._restore(copy)
        except BackupError as error:
            with suppress(BackupError):
                self._clear()
                self._restore(before)
            raise BackupError(f"{error} What was there before was put back.") from error

    def _restore(self, copy: Path) -> None:
        self._run(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            "--dbname",
            self._name(),
            str(copy),
        )

    def _clear(self) -> None:
        """Drop every table and function, those that came with a later version included."""
        with self._connected() as connection, connection.transaction():
            for (name,) in connection.execute(_TABLES).fetchall():
                table = sql.Identifier(name)
                connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(table))
            for (name,) in connection.execute(_FUNCTIONS).fetchall():
                connection.execute(sql.SQL("DROP FUNCTION {} CASCADE").format(sql.SQL(name)))

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            return psycopg.connect(address, autocommit=True, connect_timeout=_CONNECT_SECONDS)
        except psycopg.Error as error:
            raise BackupError(f"The database can't be reached: {error}") from error

    def _name(self) -> str:
        # Without the password: a command line can be read by everybody on the machine.
        plain = self._url.set(drivername="postgresql", password=None)
        return plain.render_as_string(hide_password=False)

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program)
        if found is None:
            raise BackupError(
                f"{program} is not on this machine. It comes with PostgreSQL's client "
                "(on Debian: apt-get install postgresql-client)."
            )
        name = () if program == "pg_restore" else ("--dbname", self._name())
        environment = {**os.environ, "PGPASSWORD": self._url.password or ""}
        done = subprocess.run(  # noqa: S603  # PostgreSQL's own program, with our own arguments
            [found, *name, *arguments], env=environment, capture_output=True, check=False
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise BackupError(f"{program} failed: {said[0] if said else done.returncode}.")


def _others(connection: psycopg.Connection[tuple[Any, ...]]) -> int:
    """How many other connections the database has."""
    row = connection.execute(_OTHERS).fetchone()
    return int(row[0]) if row else 0
