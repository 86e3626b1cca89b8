"""After a restore nobody can read more than before, and whom the forum runs as can read all of it."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from forum.backups.archive import SECRET, BackupError, Occasion
from forum.backups.making import make_backup
from forum.backups.restoring import Restored, restore
from forum.config import Settings
from forum.database import db
from forum.revisions import known_revisions
from tests.factories import World
from tests.support.clock import NOON

NEW_SECRET = "made anew on a new machine, 0123456789"  # of nobody
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """As most machines are set: what is made without a word can be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def backup(world: World, settings: Settings) -> Path:
    """Of a forum that keeps its own secret, and has another one now."""
    here = settings.instance_dir / SECRET
    here.write_text(settings.secret_key)
    made = make_backup(settings, Occasion.BY_HAND, NOON)
    here.write_text(NEW_SECRET)
    db.session.remove()
    db.engine.dispose()
    return made


def bring_back(settings: Settings, made: Path) -> Restored:
    now = settings.model_copy(update={"secret_key": NEW_SECRET})
    return restore(now, made, known_revisions(), NOON)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def database(settings: Settings) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        pytest.skip("a server keeps its files to itself")
    return Path(url.database or "")


@pytest.mark.parametrize("before", [0o600, 0o644])
def test_the_secret_is_its_owner_s_alone(settings: Settings, backup: Path, before: int) -> None:
    here = settings.instance_dir / SECRET
    here.chmod(before)
    done = bring_back(settings, backup)
    assert here.read_text() == settings.secret_key
    assert mode(here) == 0o600
    assert mode(done.aside / SECRET) == 0o600


def test_what_is_put_aside_is_in_a_private_folder(
    settings: Settings, backup: Path, tmp_path: Path
) -> None:
    """Where the backup came from another machine, too, and no folder for backups was there."""
    carried = Path(shutil.move(backup, tmp_path / "carried.zip"))
    settings.backup_folder.rmdir()
    done = bring_back(settings, carried)
    assert mode(settings.backup_folder) == 0o700
    assert mode(done.aside) == 0o700
    assert {mode(path) for path in done.aside.iterdir()} == {0o600}


@pytest.mark.parametrize("before", [0o600, 0o640])
def test_who_could_read_the_database_can_read_it_again(
    settings: Settings, backup: Path, before: int
) -> None:
    here = database(settings)
    here.chmod(before)
    bring_back(settings, backup)
    assert mode(here) == before


def test_a_database_that_was_lost_comes_back_for_its_owner_alone(
    settings: Settings, backup: Path
) -> None:
    here = database(settings)
    here.unlink()
    bring_back(settings, backup)
    assert mode(here) == 0o600


def test_nobody_reads_it_while_it_is_on_its_way(
    settings: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, seen = database(settings), dict[str, int]()

    def watched(source: Path, to: Path) -> None:
        seen[to.name] = mode(to)

    monkeypatch.setattr(shutil, "copyfile", watched)
    bring_back(settings, backup)
    assert seen[f".{here.name}.restoring"] == 0o600
    assert set(seen.values()) == {0o600}


def test_a_disk_that_is_full_keeps_no_part_of_it(
    settings: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = database(settings)
    before = here.stat().st_ino

    def full(source: Path, to: Path) -> None:
        to.write_bytes(b"words")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(to))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(BackupError, match="No space left"):
        bring_back(settings, backup)
    assert here.stat().st_ino == before, "it stands where it stood"
    assert list(here.parent.glob(".*")) == []


@as_root
def test_what_root_brings_back_belongs_to_whom_the_forum_runs_as(
    settings: Settings, backup: Path
) -> None:
    for path in (settings.instance_dir / SECRET, settings.backup_folder, database(settings)):
        os.chown(path, 1234, 1234)
    done = bring_back(settings, backup)
    for path in (settings.instance_dir / SECRET, done.aside, database(settings)):
        assert (path.stat().st_uid, path.stat().st_gid) == (1234, 1234)
