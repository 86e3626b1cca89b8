"""Ending a command with plain words and a status."""

from __future__ import annotations

import re
from typing import IO, Any

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from forum.config import Settings, SettingsError, load

# How SQLite and PostgreSQL say it.
_NO_ROOM = re.compile(r"disk is full|No space left on device")
_READ_ONLY = re.compile(r"readonly database")
_READ_ONLY_SERVER = re.compile(r"read-only transaction")
_DAMAGED = re.compile(r"disk image is malformed|file is not a database|invalid page in block")
# A database or a role that "does not exist" is another matter.
_TABLES_BEHIND = re.compile(r"no such (table|column)|\b(relation|column) .* does not exist")


# For whoever is at the command line without the settings of the service: a second, empty forum would be made.
NOT_THERE = (
    "If a forum should be there, FORUM_INSTANCE_DIR or FORUM_DATABASE_URL is not what it runs with."
)


class Stop(click.ClickException):
    """Ends the command with status 1. The message stands alone on the error output: no traceback, no prefix.

    Args:
        message: what is wrong, and how to mend it.
    """

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the words."""
        click.echo(self.message, file=file, err=file is None)


class BadSettings(Stop):
    """The settings can't be used: the command ends with status 2."""

    exit_code = 2


def read_settings() -> Settings:
    """The settings from the environment.

    Raises:
        Stop: they can't be used; lists all that is wrong with them.
    """
    try:
        return load()
    except SettingsError as error:
        # What is wrong with a folder is not wrong with a setting.
        kind = Stop if isinstance(error.__cause__, OSError) else BadSettings
        raise kind(str(error)) from error


def database_words(settings: Settings, error: SQLAlchemyError) -> str:
    """What is wrong with the database and how to mend it, without the password in its address."""
    address = make_url(settings.database).render_as_string(hide_password=True)
    lines = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()
    detail = lines[0] if lines else type(error).__name__
    if "locked" in detail:
        return (
            f"The database {address} is locked by another program. "
            "Stop whatever else has it open (another forum, a backup, a database browser) and try again."
        )
    if _NO_ROOM.search(detail):
        return f"The disk that the database {address} lies on is full ({detail}). Make room there and try again."
    if _READ_ONLY.search(detail):
        return (
            f"The database {address} can be read and not written ({detail}). Whom does it belong to? "
            "Give the user that the forum runs as the right to write it."
        )
    if _READ_ONLY_SERVER.search(detail):
        return (
            f"The database {address} can be read and not written ({detail}). If its server is a standby, set "
            "FORUM_DATABASE_URL to the server that it follows. If not, it has been set to read only; as who may change "
            "that: ALTER DATABASE name RESET default_transaction_read_only (or ALTER ROLE, or the server's settings)."
        )
    if _DAMAGED.search(detail):
        return (
            f"The database {address} is damaged ({detail}). Is FORUM_DATABASE_URL right? If it is, stop the forum and "
            "bring the newest backup back: forum backup list, then forum backup restore FILE"
        )
    if "unable to open database file" in detail:
        return f"The database {address} can't be opened. Is its folder there, and may this user write in it?"
    if behind := _TABLES_BEHIND.search(detail):
        said = f"The tables in the database {address} are not up to date ({detail}). Run: forum migrate"
        return said if "column" in behind.groups() else f"{said}. {NOT_THERE}"
    return f"The database {address} can't be used: {detail}. Is FORUM_DATABASE_URL right, and the server up?"
