"""Which way a forum's database is copied, and what is read from it for the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, func, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from forum.accounts.models import User
from forum.backups.archive import BackupError
from forum.backups.postgresql import PostgresCopies
from forum.backups.sqlite import SqliteCopies
from forum.config import Settings
from forum.conversations.models import Post

_REVISION = text("SELECT version_num FROM alembic_version")


class Copies(Protocol):
    """Copies one database out and back."""

    dialect: str

    def copy_to(self, target: Path) -> None:
        """A copy of how everything stands at this moment, for its owner alone."""
        ...

    def require_idle(self) -> None:
        """See that nobody else uses the database."""
        ...

    def put_back(self, copy: Path, aside: Path) -> None:
        """Put a copy in the database's place; what stood there goes into the folder `aside`."""
        ...


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The newest migration of a database's tables, and how much is in it."""

    revision: str
    people: int
    posts: int


def copies_of(settings: Settings) -> Copies:
    """How this forum's database is copied."""
    url = make_url(settings.database)
    if url.get_backend_name() == SqliteCopies.dialect:
        return SqliteCopies(Path(url.database or ""))
    return PostgresCopies(url)


def can_copy(settings: Settings) -> bool:
    """Whether this machine has what it takes."""
    backend = make_url(settings.database).get_backend_name()
    return backend == SqliteCopies.dialect or PostgresCopies.can_copy()


def contents_of(settings: Settings) -> Contents | None:
    """What is in this forum's database; None where it has no tables yet.

    Raises:
        BackupError: it can't be read.
    """
    url = make_url(settings.database)
    if url.get_backend_name() == SqliteCopies.dialect and not Path(url.database or "").exists():
        return None
    engine = create_engine(url)
    try:
        if not inspect(engine).has_table("alembic_version"):
            return None
        with engine.connect() as connection:
            return Contents(
                revision=str(connection.scalar(_REVISION) or ""),
                people=connection.scalar(select(func.count()).select_from(User)) or 0,
                posts=connection.scalar(select(func.count()).select_from(Post)) or 0,
            )
    except SQLAlchemyError as error:
        # Its own words go on with the statement and a link for programmers.
        why = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        raise BackupError(f"The database can't be read: {why}") from error
    finally:
        engine.dispose()
