"""The queue of wake-ups in a file, for one machine. It is begun anew where the file is damaged, taken away or replaced.

The web server and the worker both have it open, for weeks. Only wake-ups are in it: without a queue nothing is screened
or sent until the next sweep, and with a new one nothing is lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import structlog

from forum.queue_library import Huey, storage

log = structlog.get_logger(__name__)

_BESIDE = ("-wal", "-shm")


def file_queue(name: str, path: Path) -> Huey:
    """A queue of wake-ups in the file at `path`, a new one where that is damaged."""
    return Huey(name, storage_class=_FileStorage, filename=str(path), results=False)


class _FileStorage(storage.SqliteStorage):  # type: ignore[misc]  # huey has no types
    """huey's, which goes on with a new file where the one that is open is no good any more."""

    def __init__(self, name: str, filename: str, **others: Any) -> None:
        self._path = Path(filename)
        self._opened: tuple[int, int] | None = None
        _put_aside_if_damaged(self._path)
        super().__init__(name, filename=filename, **others)

    @contextmanager
    def db(self, commit: bool = False, close: bool = False) -> Iterator[sqlite3.Cursor]:  # huey's
        """A cursor, in the file that is there now."""
        if self._opened not in {None, _identity(self._path)}:
            # Another process has begun anew: what we put into the old file nobody would ever take out.
            self._begin_anew()
        try:
            with super().db(commit=commit, close=close) as cursor:
                self._opened = _identity(self._path)
                yield cursor
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                self._begin_anew()
            raise

    def sql(
        self,
        query: str,
        params: Sequence[object] | None = None,
        commit: bool = False,  # huey's
        results: bool = False,  # huey's
    ) -> Any:
        """Run a statement; once more where the file was found to be damaged."""
        try:
            return super().sql(query, params, commit, results)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            return super().sql(query, params, commit, results)

    def _begin_anew(self) -> None:
        self.close()
        self._opened = None
        _put_aside_if_damaged(self._path)
        self.initialize_schema()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever it is called; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _put_aside_if_damaged(path: Path) -> None:
    if not path.exists() or _is_whole(path):
        return
    aside = path.with_name(f"{path.name}.damaged")
    path.replace(aside)
    for end in _BESIDE:
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
    log.warning("queue_put_aside", file=str(aside), reason="it was damaged, and only held wake-ups")


def _is_whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as queue:
        try:
            return queue.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
        except sqlite3.DatabaseError as error:
            # One that is locked, or may not be read, is another matter.
            return not _is_damage(error)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    # Errors that the module raises by itself have no code. The kind is in its last byte.
    kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return kind in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
