"""A fresh, migrated database for each test, made by copying one that was migrated once.

A database that takes long to fill is filled once, and copied for whoever begins where it ends.
"""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, cast

import psycopg
from psycopg import Connection, sql
from sqlalchemy import Engine, QueuePool
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from forum.database import engine_options
from tests.support.emptying import Emptying, Row
from tests.support.postgres import connect

Migrate = Callable[[str], None]
# Fills a database: its address, once nobody is connected to it, and what there is to know of it, as JSON can hold it.
Fill = Callable[[], tuple[str, object]]


class Databases(Protocol):
    """Makes databases out of a template, and takes them away again. Addresses are SQLAlchemy's."""

    def create(self, folder: Path) -> str:
        """A new, migrated database; `folder` is where it may put a file."""
        ...

    def create_empty(self, folder: Path) -> str:
        """A new database without a single table."""
        ...

    def create_filled(self, folder: Path, name: str, fill: Fill) -> tuple[str, Any]:
        """A copy of a database that is filled once, and known by a name; and what there is to know of it."""
        ...

    def drop(self, url: str) -> None:
        """Take a database away, whoever is still connected to it."""
        ...

    def lend_connections(self, engine: Engine) -> None:
        """Give an engine the connections that another one has left to the same database."""
        ...

    def take_back_connections(self, engine: Engine) -> None:
        """The engine is used no longer, and nothing of it is open but its connections."""
        ...

    def close(self) -> None:
        """Take the template away too."""
        ...


class SqliteDatabases:
    """SQLite: the template is a file, and copying it takes a millisecond.

    What lies in `shared` is there for all processes of the run: one fills a database, the others copy it.
    """

    def __init__(self, folder: Path, shared: Path, migrate: Migrate) -> None:
        self._template = folder / "template.db"
        self._shared = shared
        migrate(f"sqlite:///{self._template}")
        _put_into_one_file(self._template)
        self._numbers = itertools.count(1)

    def create(self, folder: Path) -> str:
        """A copy of the template."""
        url = self.create_empty(folder)
        shutil.copyfile(self._template, str(make_url(url).database))
        return url

    def create_empty(self, folder: Path) -> str:
        """The address of a file that does not exist yet."""
        return f"sqlite:///{folder / f'forum-{next(self._numbers)}.db'}"

    def create_filled(self, folder: Path, name: str, fill: Fill) -> tuple[str, Any]:
        """A copy of the file that the first process to ask has filled, while others that ask wait for it."""
        filled, known = self._shared / f"{name}.db", self._shared / f"{name}.json"
        with _alone(self._shared / f"{name}.lock"):
            if not known.exists():
                made, what = fill()
                path = Path(str(make_url(made).database))
                _put_into_one_file(path)
                path.rename(filled)
                known.write_text(json.dumps(what))
        url = self.create_empty(folder)
        shutil.copyfile(filled, str(make_url(url).database))
        return url, json.loads(known.read_text())

    def drop(self, url: str) -> None:
        """Nothing to do: pytest removes the folder."""

    def lend_connections(self, engine: Engine) -> None:
        """Nothing to do: each test has a file of its own."""

    def take_back_connections(self, engine: Engine) -> None:
        """Close them."""
        engine.dispose()

    def close(self) -> None:
        """Nothing to do: pytest removes the folder."""


def _put_into_one_file(path: Path) -> None:
    """What lies in the write-ahead log would not be copied."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Only one process at a time is here."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class PostgresDatabases:
    """PostgreSQL: databases on one server, named after this process so that workers never meet.

    A database that a test has filled is emptied, and serves the next one with the connections that are open to it: a
    new connection has to learn all tables again, which takes longer than most tests.
    """

    def __init__(self, server_url: str, migrate: Migrate) -> None:
        self._server = make_url(server_url)
        self._prefix = f"hearth_test_{os.getpid()}"
        self._numbers = itertools.count(1)
        self._template = f"{self._prefix}_template"
        self._filled: dict[str, tuple[str, str]] = {}
        self._admin = connect(server_url)
        self._strategy = self._how_to_copy()
        self._create(self._template, template="template0")
        migrate(self._url(self._template))
        self._emptying = self._how_to_empty()
        self._copies: set[str] = set()
        self._empty: list[str] = []
        self._connections: dict[str, tuple[str, QueuePool]] = {}

    def create(self, folder: Path) -> str:
        """A copy of the template."""
        if self._empty:
            return self._empty.pop()
        url = self._next(self._template)
        self._copies.add(url)
        return url

    def create_empty(self, folder: Path) -> str:
        """A database without tables."""
        return self._next("template0")

    def create_filled(self, folder: Path, name: str, fill: Fill) -> tuple[str, Any]:
        """A copy of the database that this process has filled."""
        if name not in self._filled:
            made, what = fill()
            self._copies.discard(made)
            self._filled[name] = (str(make_url(made).database), json.dumps(what))
        template, known = self._filled[name]
        return self._next(template), json.loads(known)

    def drop(self, url: str) -> None:
        """Empty the database for whoever needs one next, or drop it: a test may have done more than fill it."""
        emptied = False
        if url in self._copies:
            with suppress(psycopg.Error, SQLAlchemyError):  # such as: it is not there any more
                emptied = self._emptied(url)
        if emptied:
            self._empty.append(url)
        else:
            self._copies.discard(url)
            self._let_go(url)
            self._drop(str(make_url(url).database))

    def lend_connections(self, engine: Engine) -> None:
        """Those of an engine before it, where they were opened with the same settings.

        The engine must know its server already: it asks at its own first connection alone (`thrift.share_statements`).
        """
        url = engine.url.render_as_string(hide_password=False)
        if url not in self._connections:
            return
        settings, pool = self._connections.pop(url)
        if settings == str(engine_options(url)):
            engine.pool.dispose()
            engine.pool = pool
        else:
            pool.dispose()

    def take_back_connections(self, engine: Engine) -> None:
        """Keep them for the next engine, unless something holds one of them."""
        url = engine.url.render_as_string(hide_password=False)
        pool = engine.pool
        self._let_go(url)
        if url in self._copies and isinstance(pool, QueuePool) and pool.checkedout() == 0:
            self._connections[url] = (str(engine_options(url)), pool)
        else:
            engine.dispose()

    def close(self) -> None:
        """Drop the templates, and let go of the server."""
        for url in self._empty:
            self._let_go(url)
            self._drop(str(make_url(url).database))
        for name in (self._template, *(name for name, _ in self._filled.values())):
            self._drop(name)
        self._admin.close()

    def _emptied(self, url: str) -> bool:
        """Whether the database is as the template is again. Connections that were not left to us are ended."""
        if self._emptying is None:
            return False
        if url not in self._connections:
            with connect(url) as connection:
                return self._emptying.empty(connection)
        _, pool = self._connections[url]
        with ExitStack() as stack:
            kept = []
            for _ in range(max(1, pool.checkedin())):
                borrowed = stack.enter_context(closing(pool.connect()))
                kept.append(cast("Connection[Row]", borrowed.driver_connection))
            return self._emptying.empty(*kept)

    def _let_go(self, url: str) -> None:
        """Close the connections that are kept to a database."""
        if url in self._connections:
            _, pool = self._connections.pop(url)
            pool.dispose()

    def _next(self, template: str) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._create(name, template=template)
        return self._url(name)

    def _create(self, name: str, *, template: str) -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' {}")
        self._admin.execute(
            statement.format(sql.Identifier(name), sql.Identifier(template), self._strategy)
        )

    def _how_to_copy(self) -> sql.SQL:
        """Copying files waits until all are safe on the disk: faster only where the server never waits for that."""
        waits = self._admin.execute("SHOW fsync").fetchone() != ("off",)
        return sql.SQL("" if waits else "STRATEGY FILE_COPY")

    def _how_to_empty(self) -> Emptying | None:
        """Only who may do everything may empty a log that nobody may take anything out of."""
        if self._admin.execute("SHOW is_superuser").fetchone() != ("on",):
            return None
        with connect(self._url(self._template)) as template:
            return Emptying(template)

    def _drop(self, name: str) -> None:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._admin.execute(statement.format(sql.Identifier(name)))

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)
