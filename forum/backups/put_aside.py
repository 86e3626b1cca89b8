"""What stood there before a backup was brought back. It lies aside for as long as daily backups do, and then it goes.

Words are in it that people had erased since, or will: nobody would forget them there. A week is time enough to see that
the wrong backup was brought back.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

_NAMED = "replaced-%Y-%m-%dT%H-%M-%SZ"
_FOR_GOOD = "not-put-back-"
#: Where no daily backups are kept.
_DAYS_WITHOUT = 7


@dataclass(frozen=True, kw_only=True)
class PutAside:
    """A folder with what stood there until `at`."""

    path: Path
    at: datetime


def name_of_folder(now: datetime) -> str:
    """How the folder of what is replaced now is called."""
    return f"{now.astimezone(UTC):{_NAMED}}"


def days_aside(backups_kept: int) -> int:
    """How many days it lies there, where so many daily backups are kept."""
    return backups_kept or _DAYS_WITHOUT


def all_put_aside(folder: Path) -> Sequence[PutAside]:
    """What lies aside in the folder of the backups, the oldest first. What is called otherwise is passed over."""
    found = [
        PutAside(path=path, at=at)
        for path in folder.glob("replaced-*")
        if path.is_dir() and (at := _moment_of(path.name)) is not None
    ]
    return sorted(found, key=lambda one: one.at)


def forget_put_aside(folder: Path, backups_kept: int, now: datetime) -> None:
    """Delete what has lain there for long enough."""
    before = now - timedelta(days=days_aside(backups_kept))
    for one in all_put_aside(folder):
        if one.at < before:
            shutil.rmtree(one.path, ignore_errors=True)
            log.info("put_aside_forgotten", folder=one.path.name)


def keep_for_good(folder: Path) -> Path:
    """Call a folder otherwise, so that it is passed over: what is in it may be the only one there is."""
    return folder.rename(folder.with_name(f"{_FOR_GOOD}{folder.name}"))


def _moment_of(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _NAMED).replace(tzinfo=UTC)
    except ValueError:
        return None
