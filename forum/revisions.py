"""Which changes of the tables this version of the forum knows: it keeps its hands off what a newer one has changed.

Asked without Alembic, which takes 15 MB that a web process can do without.
"""

from __future__ import annotations

from sqlalchemy import inspect, text

from forum.config import ROOT
from forum.database import db

MIGRATIONS = ROOT / "migrations"
NEWER = "brought up to date by a newer version of the forum"
INSTALL_NEWER = "Install that version, or bring back a backup from before it: forum backup list"
_RUN = text("SELECT version_num FROM alembic_version")


class NewerTablesError(Exception):
    """A newer version of the forum has changed the tables. The message says so, and what to do."""


def known_revisions() -> frozenset[str]:
    """Every migration that this version of the forum has. Their files begin with their numbers."""
    found = (MIGRATIONS / "versions").glob("[0-9]*.py")
    return frozenset(path.name.partition("_")[0] for path in found)


def is_newer() -> bool:
    """Whether a migration has been run that this version of the forum does not have. Needs an app's context.

    Raises:
        SQLAlchemyError: the database can't be reached.
    """
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return not known_revisions().issuperset(connection.scalars(_RUN))


def require_known_tables() -> None:
    """Go no further where a newer version has been. Needs an app's context.

    Raises:
        NewerTablesError: it has been.
        SQLAlchemyError: the database can't be reached.
    """
    if is_newer():
        raise NewerTablesError(f"This database was {NEWER}. {INSTALL_NEWER}")
