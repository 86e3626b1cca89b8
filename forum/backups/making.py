"""Making backups, and keeping only the newest of those that nobody asked for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from forum.backups import archive
from forum.backups.archive import DATABASE, SECRET, BackupError, Manifest, Occasion
from forum.backups.copying import can_copy, contents_of, copies_of
from forum.backups.put_aside import days_aside, forget_put_aside
from forum.backups.restoring import RESTORING
from forum.backups.taking_place import DRAFT
from forum.clock import Clock
from forum.config import Settings

log = structlog.get_logger(__name__)

EVERY = timedelta(days=1)
#: So many from before upgrades stay.
UPGRADES_KEPT = 3
_UNFINISHED = ".making-"
_LEFT_BEHIND = (f"{_UNFINISHED}*", f"{RESTORING}*", f"hearth-*{archive.PART}", f".*{DRAFT}")
_OUT_OF_ROOM = (
    "Is there room, and may this user write there? FORUM_BACKUP_DIR names another folder."
)


def make_backup(
    settings: Settings, occasion: Occasion, now: datetime, folder: Path | None = None
) -> Path:
    """Copy the forum as it stands into a new file, and look whether it came out whole.

    Args:
        settings: of the forum. It may be running.
        occasion: why.
        now: the time.
        folder: where to; the usual one if not given.

    Raises:
        BackupError: it can't be done. What there was before is untouched, and no half of a file stays.
    """
    contents = contents_of(settings)
    if contents is None:
        raise BackupError("There is nothing to back up: the database has no tables yet.")
    to = folder or settings.backup_folder
    copies = copies_of(settings)
    manifest = Manifest(
        made_at=now,
        occasion=occasion,
        dialect=copies.dialect,
        revision=contents.revision,
        people=contents.people,
        posts=contents.posts,
        secret=archive.fingerprint(settings.secret_key),
        files={},
    )
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place in (to, settings.instance_dir):
            _clear_away(place, now)
        forget_put_aside(settings.backup_folder, settings.backups_kept, now)
        with tempfile.TemporaryDirectory(dir=to, prefix=_UNFINISHED) as room:
            copy = Path(room) / DATABASE
            copies.copy_to(copy)
            files = {DATABASE: copy}
            secret = settings.instance_dir / SECRET
            # A secret from the environment is the operator's to keep.
            if secret.is_file() and secret.read_text().strip() == settings.secret_key:
                files[SECRET] = secret
            made = to / archive.file_name(manifest)
            archive.write(made, manifest, files)
    except OSError as error:
        raise BackupError(f"{to} can't be written ({error.strerror}). {_OUT_OF_ROOM}") from error
    archive.verify(made)
    return made


def _clear_away(folder: Path, now: datetime) -> None:
    """What was left by a process that was killed: a copy of the database that nobody would ever forget."""
    for left in (found for pattern in _LEFT_BEHIND for found in folder.glob(pattern)):
        if left.stat().st_mtime >= (now - EVERY).timestamp():
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def back_up_before_upgrade(settings: Settings, now: datetime) -> Path | None:
    """A backup before the tables change, where there is anything and it can be copied here.

    An upgrade that fails is tried again and again: of copies of the same tables only the newest few stay, and those
    from before it stay whatever happens. `forget_older` is for when it has succeeded.

    Raises:
        BackupError: there should have been one, and it could not be made.
    """
    if not can_copy(settings) or contents_of(settings) is None:
        return None
    made = make_backup(settings, Occasion.BEFORE_UPGRADE, now)
    revision = archive.read_manifest(made).revision
    alike = [path for path, one in _before_upgrades(settings) if one.revision == revision]
    _forget(alike[UPGRADES_KEPT:])
    return made


def back_up_if_due(settings: Settings, clock: Clock) -> Path | None:
    """The daily backup, unless there was one within the last day or none is wanted. The older ones go.

    So does, once it has lain there for as long, what was copied before an upgrade, and what was put aside when one was
    brought back.
    """
    now = clock.now()
    forget_put_aside(settings.backup_folder, settings.backups_kept, now)
    _forget_upgrades(settings, now)
    if not settings.backups_kept or not can_copy(settings):
        return None
    latest = newest(settings.backup_folder, now, Occasion.DAILY)
    if latest is not None and now - latest < EVERY:
        return None
    try:
        made = make_backup(settings, Occasion.DAILY, now)
    except BackupError as error:
        log.warning("backup_failed", reason=str(error))
        return None
    forget_older(settings.backup_folder, Occasion.DAILY, settings.backups_kept, now)
    log.info("backup_made", file=made.name)
    return made


def newest(folder: Path, now: datetime, occasion: Occasion | None = None) -> datetime | None:
    """When the newest backup in a folder was made; None if there is none, or a clock that was ahead has dated all."""
    found = [one for _, one in archive.in_folder(folder) if occasion in {None, one.occasion}]
    return next((one.made_at for one in found if one.made_at <= now), None)


def forget_older(folder: Path, occasion: Occasion, kept: int, now: datetime) -> None:
    """Delete all but the newest backups of one occasion. Those made by hand are never touched by the forum itself.

    What a clock that was ahead has dated goes first: it would push out every new one, and stay for good.
    """
    of_it = [(path, one) for path, one in archive.in_folder(folder) if one.occasion is occasion]
    of_it.sort(key=lambda found: found[1].made_at > now)
    _forget(path for path, _ in of_it[kept:])


def _forget_upgrades(settings: Settings, now: datetime) -> None:
    """They are as full of what people have erased since as daily ones are, and go when those do."""
    before = now - timedelta(days=days_aside(settings.backups_kept))
    _forget(path for path, one in _before_upgrades(settings) if one.made_at < before)


def _before_upgrades(settings: Settings) -> Sequence[tuple[Path, Manifest]]:
    """What was copied before upgrades, the newest first."""
    found = archive.in_folder(settings.backup_folder)
    return [one for one in found if one[1].occasion is Occasion.BEFORE_UPGRADE]


def _forget(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("backup_not_forgotten", file=path.name, reason=error.strerror)
