"""Copying a PostgreSQL database with its own tools, and bringing a copy back."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, NoReturn

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from forum.backups.archive import BackupError
from forum.backups.put_aside import keep_for_good

_CONNECT_SECONDS = 5
#: The server counts a connection for a moment longer than whoever had it: the forum may have been stopped just now.
_LEAVING_SECONDS = 2.0
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
# What belongs to an extension came with it, stays with it, and is often not ours to touch; the sequence of an identity
# column goes with its table alone.
_RELATIONS = """
    SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
        WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, c.oid::regclass::text
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i'))
"""
_ROUTINES = """
    SELECT 'ROUTINE', p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype IN ('e', 'i'))
"""
_TYPES = """
    SELECT 'TYPE', t.oid::regtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typnamespace = current_schema()::regnamespace
      AND (t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
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
        """Take out what the database holds and bring back what is in `copy`. If that fails, all is put back as it was.

        What stood there is copied into the folder `aside` first.

        Raises:
            BackupError: it could not be done.
        """
        self.require_idle()
        schema = self._schema()
        before = aside / "database"
        self.copy_to(before)
        try:
            self._clear()
        except BackupError as error:
            raise BackupError(f"{error} Nothing was changed.") from error
        try:
            self._restore(copy, schema)
            self._require_something(schema)
        except BackupError as error:
            self._undo(before, schema, error)

    def _undo(self, before: Path, schema: str, why: BackupError) -> NoReturn:
        try:
            self._clear()
            self._restore(before, schema)
        except BackupError as error:
            kept = keep_for_good(before.parent) / before.name
            raise BackupError(
                f"{why} And what was there before could not be put back: {error} It is whole in {kept}, for "
                "pg_restore. Nobody deletes it there: do that yourself once the forum is back."
            ) from error
        raise BackupError(f"{why} What was there before was put back.") from why

    def _restore(self, copy: Path, schema: str) -> None:
        """Bring back what a copy has of our own schema: what else is in the database stays as it is."""
        self._run(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            "--schema",
            schema,
            "--dbname",
            self._name(),
            str(copy),
        )

    def _schema(self) -> str:
        """Where the forum's tables are."""
        with self._connected() as connection:
            row = connection.execute("SELECT current_schema()").fetchone()
        if row is None or row[0] is None:
            raise BackupError(
                "The schema that FORUM_DATABASE_URL names is not in the database. Make it first. Nothing was changed."
            )
        return str(row[0])

    def _require_something(self, schema: str) -> None:
        # `pg_restore` finds nothing wrong with bringing nothing back.
        with self._connected() as connection:
            if not connection.execute(_RELATIONS).fetchall():
                raise BackupError(f"The backup has nothing for the schema {schema}.")

    def _clear(self) -> None:
        """Drop all that is in our own schema, what came with a later version or from an operator included."""
        try:
            with self._connected() as connection, connection.transaction():
                for found in (_RELATIONS, _ROUTINES, _TYPES):
                    for kind, name in connection.execute(found).fetchall():
                        # One takes others along.
                        drop = sql.SQL("DROP {} IF EXISTS {} CASCADE")
                        connection.execute(drop.format(sql.SQL(kind), sql.SQL(name)))
        except psycopg.Error as error:
            raise BackupError(f"The database can't be emptied: {error}.") from error

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        password = self._url.password or None
        try:
            return psycopg.connect(
                self._name(), password=password, autocommit=True, connect_timeout=_CONNECT_SECONDS
            )
        except psycopg.Error as error:
            raise BackupError(f"The database can't be reached: {error}") from error

    def _name(self) -> str:
        # Without the password: a command line can be read by everybody on the machine.
        plain = self._url._replace(drivername="postgresql", password=None)
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
