"""Copying an SQLite database that is in use, and putting a copy in its place."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from forum.backups.archive import BackupError
from forum.backups.taking_place import beside, copy_aside, take_place

_PATIENCE_SECONDS = 5.0
_LOGS = ("-wal", "-shm")


class SqliteCopies:
    """Of the database file at `path`."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path

    def copy_to(self, target: Path) -> None:
        """A copy of how everything stands at this moment. Nobody has to stop writing meanwhile.

        Raises:
            BackupError: the database, or the copy, is not whole.
        """
        target.touch(mode=0o600)
        try:
            with (
                closing(self._connect(self._path)) as source,
                closing(sqlite3.connect(target)) as to,
            ):
                source.backup(to)
                # One file, and nothing beside it.
                to.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise BackupError(
                f"{self._path} can't be copied: {error}. Is there room where backups are kept?"
            ) from error
        _require_whole(target)

    def require_idle(self) -> None:
        """See that nobody has the database open.

        Raises:
            BackupError: somebody has.
        """
        if not self._path.exists():
            return
        try:
            with closing(self._connect(self._path, timeout=0.5)) as alone:
                # Leaving the write-ahead log takes being the only one.
                [mode] = alone.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise _in_use(self._path) from error
        except sqlite3.DatabaseError:
            # It is damaged: that is what a backup is for.
            return
        else:
            if mode == "wal":
                raise _in_use(self._path)

    def put_back(self, copy: Path, aside: Path) -> None:
        """Put `copy` in the database's place. What stood there goes into the folder `aside`.

        Raises:
            BackupError: the copy is not whole; nothing was changed.
            OSError: a file can't be written.
        """
        _require_whole(copy)
        self.require_idle()
        logs = [self._path.with_name(f"{self._path.name}{end}") for end in _LOGS]
        with beside(self._path) as draft:
            shutil.copyfile(copy, draft)
            for there in (self._path, *logs):
                if there.exists():
                    copy_aside(there, aside)
            # A log that belongs to the old file would be read into the new one.
            for log in logs:
                log.unlink(missing_ok=True)
            take_place(draft, self._path)

    @staticmethod
    def _connect(path: Path, timeout: float = _PATIENCE_SECONDS) -> sqlite3.Connection:
        # Without this an SQLite file that is missing would be made, empty.
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=timeout)


def _require_whole(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as copy:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    if found != ["ok"]:
        raise BackupError(f"The copy of the database is not whole: {found[0]}.")


def _in_use(path: Path) -> BackupError:
    return BackupError(
        f"{path} is in use. Stop the forum (and whatever else has it open), then try again. Nothing was changed."
    )
