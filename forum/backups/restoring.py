"""Bringing a backup back. What stood there before is put aside for a while (`put_aside`)."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from forum.backups import archive
from forum.backups.archive import DATABASE, SECRET, BackupError, Manifest
from forum.backups.copying import copies_of
from forum.backups.put_aside import name_of_folder
from forum.backups.taking_place import PRIVATE, beside, copy_aside, give_to_owner_of, take_place
from forum.config import Settings


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was brought back; `aside` is the folder with what stood there before.

    `other_secret`: the forum has another secret key than it had then, so what was sealed with that one can't be read.
    """

    manifest: Manifest
    aside: Path
    other_secret: bool


def restore(settings: Settings, path: Path, known: Collection[str], now: datetime) -> Restored:
    """Put what is in a backup in the place of the forum's database.

    Args:
        settings: of the forum, which must not be running.
        path: the backup.
        known: the migrations that this version of the forum has.
        now: the time.

    Raises:
        BackupError: it can't be done. The message says so where anything was changed.
    """
    manifest = archive.verify(path)
    copies = copies_of(settings)
    if manifest.dialect != copies.dialect:
        raise BackupError(
            f"This backup is of {_NAMES[manifest.dialect]}, and FORUM_DATABASE_URL names {_NAMES[copies.dialect]}. "
            "One can't be brought back into the other."
        )
    if manifest.revision not in known:
        raise BackupError(
            "This backup was made by a newer version of the forum. Install that version first, then try again."
        )
    copies.require_idle()
    folder = settings.backup_folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = folder / name_of_folder(now)
        aside.mkdir(mode=0o700)
        give_to_owner_of(folder, aside)
        with tempfile.TemporaryDirectory(dir=folder, prefix=RESTORING) as room:
            copy = Path(room) / DATABASE
            archive.extract(path, DATABASE, copy)
            copies.put_back(copy, aside)
            other_secret = _bring_back_secret(settings, path, manifest, aside)
    except OSError as error:
        raise BackupError(f"{error.filename or folder}: {error.strerror}.") from error
    return Restored(manifest=manifest, aside=aside, other_secret=other_secret)


#: What is being brought back lies in a folder that begins with this.
RESTORING = ".restoring-"
_NAMES = {"sqlite": "an SQLite database", "postgresql": "a PostgreSQL database"}


def _bring_back_secret(settings: Settings, path: Path, manifest: Manifest, aside: Path) -> bool:
    """Where the forum keeps its own secret. Returns whether the one in force is another than then."""
    if manifest.secret == archive.fingerprint(settings.secret_key):
        return False
    here = settings.instance_dir / SECRET
    is_own = here.is_file() and here.read_text().strip() == settings.secret_key
    if not is_own or SECRET not in manifest.files:
        return True
    with beside(here) as draft:
        archive.extract(path, SECRET, draft)
        copy_aside(here, aside)
        take_place(draft, here, PRIVATE)
    return False
