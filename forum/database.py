"""The database: declarative base, engine settings, and the one way to write.

Reads happen in whatever transaction the session has. Writes happen inside `transaction()`, which commits once and
only then lets messages leave the house.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, Select, TypeDecorator, event
from sqlalchemy.engine import Connection, CursorResult, ExceptionContext, make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, aliased, registry

from forum.dispatcher import Dispatcher, Keeper
from forum.events import Event

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_BUSY_MILLISECONDS = 5_000
POSTGRES_LOCK_MILLISECONDS = 5_000
# Locks a row that is about to be changed. Others may go on pointing at it, as a notification does at a person: a plain
# FOR UPDATE makes them wait for that, and two people who answer each other would wait for each other.
ROW_LOCK: dict[str, Any] = {"key_share": True}
# An error that is logged must not tell what somebody wrote.
_QUIET: dict[str, Any] = {"hide_parameters": True}
# What PostgreSQL calls a change in a transaction that may only read: on a standby, say.
_READ_ONLY = "25006"
_Model = TypeVar("_Model")
_Args = ParamSpec("_Args")
_Outcome = TypeVar("_Outcome")
_PENDING = "pending_events"
_KEEPER = "keeper"
_WRITING = "writing"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, timezone-aware on both sides.

    SQLite keeps no zone, so it is stored as UTC there and the zone is put back on the way out.

    Raises:
        ValueError: a moment without a zone is bound.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC before it is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, aware, after it is read."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={datetime: UtcDateTime()},
    )


def one_of(column: str, values: Iterable[str]) -> str:
    """For a CHECK constraint: that a column holds one of these."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def engine_options(url: str) -> dict[str, Any]:
    """Engine settings for the two databases that are supported."""
    if url.startswith("sqlite"):
        return _QUIET | {
            # Enough for every thread of a web process: opening a connection costs more than a page's queries.
            "pool_size": 16,
            "connect_args": {"timeout": SQLITE_BUSY_MILLISECONDS / 1000},
        }
    # Ours would take the place of the operator's, such as the schema that the tables are in.
    theirs = make_url(url).normalized_query.get("options", ())
    ours = f"-c lock_timeout={POSTGRES_LOCK_MILLISECONDS} -c timezone=utc"
    options = " ".join([*theirs, ours])
    return _QUIET | {
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        "pool_timeout": 5,
        "connect_args": {"connect_timeout": 5, "options": options},
    }


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's own transaction handling begins too late; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # In KiB, half of what SQLite takes by itself. Each of a process's threads has a connection, and this much of the
    # file beside what the system keeps of it anyway; the longest list costs no more time for it.
    cursor.execute("PRAGMA cache_size = -1000")
    cursor.close()


@event.listens_for(Engine, "handle_error")
def _tell_as_away(context: ExceptionContext) -> OperationalError | None:
    """A server that takes no changes says so as if something in it were broken: whoever minds that it is away minds."""
    error = context.original_exception
    if getattr(error, "sqlstate", None) != _READ_ONLY:
        return None
    return OperationalError(context.statement, context.parameters, error, hide_parameters=True)


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    # A read that turns into a write fails at once when somebody else wrote in between, so writers say so first.
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@cache
def alias_of(model: type[_Model], name: str) -> type[_Model]:
    """A model once more in the same query, under this name. It is made once: making it takes longer than most queries.

    Two of the same name must not stand inside one another: the inner one would be taken for the outer one.
    """
    return aliased(model, name=name)


def read(
    query: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """Run a prepared query of columns for a page, in whatever transaction the session has.

    Putting a query together costs more than running it, and so does the ORM's way of reading rows. A page's queries are
    therefore put together once, with `bindparam` for what differs from one request to the next, and read like this.
    """
    return db.session.connection().execute(query, values)


@contextmanager
def transaction() -> Iterator[Session]:
    """One user intention, one transaction.

    Load inside it whatever is to be changed. Events emitted inside are reacted to before the commit, in the same
    transaction; what must leave the house (wake-ups, mail) goes out after it.

    Raises:
        RuntimeError: a transaction is open already; commands do not call commands.
    """
    session = db.session()
    if _PENDING in session.info:
        raise RuntimeError("a transaction is open already")
    dispatcher = dispatcher_in_force()
    # Ends the request's read snapshot, so that decisions are made on what is true now.
    session.rollback()
    pending: list[Event] = []
    session.info[_PENDING] = pending
    try:
        session.connection(execution_options={_WRITING: True})
        yield session
        session.flush()
        done = 0
        while done < len(pending):
            dispatcher.react(session, pending[done], session.info.get(_KEEPER))
            session.flush()
            done += 1
        dispatcher.close(session, pending)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info[_PENDING]
        session.info.pop(_KEEPER, None)
    for happened in pending:
        dispatcher.tell(happened)


def emit(session: Session, happened: Event) -> None:
    """Say what happened. Reactions follow before the commit, wake-ups after it.

    Raises:
        RuntimeError: called outside `transaction()`.
    """
    if _PENDING not in session.info:
        raise RuntimeError("events are emitted inside a transaction")
    session.info[_PENDING].append(happened)


def hold_back(session: Session, keep: Keeper) -> None:
    """Until the end of this transaction, ask `keep` about everything that would leave the house.

    Raises:
        RuntimeError: called outside `transaction()`.
    """
    if _PENDING not in session.info:
        raise RuntimeError("something is held back inside a transaction")
    session.info[_KEEPER] = keep


def once(earlier: Callable[[Session], int | None], save: Callable[[Session], int]) -> int:
    """Save what a form sends, unless the same form was sent before: then what came of it that time.

    `earlier` finds the number that the form has led to; a unique key lets the database refuse a second one.

    Raises:
        IntegrityError: it was refused for another reason.
    """
    try:
        with transaction() as session:
            found = earlier(session)
            return found if found is not None else save(session)
    except IntegrityError:
        # The same form arrived twice at the same moment, and the other one was first.
        found = earlier(db.session())
        if found is None:
            raise
        return found


def tried_again(command: Callable[_Args, _Outcome]) -> Callable[_Args, _Outcome]:
    """A command that is tried once more where the database refuses what it makes.

    Somebody else has made the same in that moment. Now it is there, so that the command says so, or goes on from it, as
    it would have done a moment later.
    """

    @wraps(command)
    def run(*args: _Args.args, **named: _Args.kwargs) -> _Outcome:
        try:
            return command(*args, **named)
        except IntegrityError:
            return command(*args, **named)

    return run


def dispatcher_in_force() -> Dispatcher:
    """Who is told of what."""
    dispatcher: Dispatcher = current_app.extensions["hearth.events"]
    return dispatcher
