"""The file that a backup is."""

from __future__ import annotations

import errno
import json
import os
import random
import stat
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forum.backups.archive import (
    DATABASE,
    MANIFEST,
    BackupError,
    Manifest,
    Occasion,
    extract,
    file_name,
    fingerprint,
    in_folder,
    read_manifest,
    verify,
    write,
)

MADE = Manifest(
    made_at=datetime(2026, 5, 4, 12, 0, tzinfo=UTC),
    occasion=Occasion.DAILY,
    dialect="sqlite",
    revision="0034",
    people=29,
    posts=310,
    secret=fingerprint("a secret key"),
    files={},
)
# Nothing that gets smaller when it is packed: a byte of the file is a byte of the database.
ROWS = random.Random(5).randbytes(50_000)  # noqa: S311  # no secret, and the same each time


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    database = tmp_path / "copy"
    database.write_bytes(ROWS)
    path = tmp_path / file_name(MADE)
    write(path, MADE, {DATABASE: database})
    return path


def rewritten(path: Path, changed: Mapping[str, object]) -> None:
    """The same backup with other words in its manifest."""
    with zipfile.ZipFile(path) as was:
        manifest, rows = json.loads(was.read(MANIFEST)), was.read(DATABASE)
    with zipfile.ZipFile(path, "w") as now:
        now.writestr(DATABASE, rows)
        now.writestr(MANIFEST, json.dumps(manifest | changed))


def test_what_was_put_in_comes_out(backup: Path, tmp_path: Path) -> None:
    assert replace(verify(backup), files={}) == MADE
    extract(backup, DATABASE, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == ROWS


def test_only_its_owner_can_read_it(backup: Path, tmp_path: Path) -> None:
    extract(backup, DATABASE, tmp_path / "out")
    for path in (backup, tmp_path / "out"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_its_name_says_when_and_why(backup: Path) -> None:
    assert backup.name == "hearth-2026-05-04T12-00-00Z-daily.zip"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_byte_that_changed_is_found(backup: Path, tmp_path: Path, place: float) -> None:
    whole = bytearray(backup.read_bytes())
    whole[int(len(whole) * place)] ^= 0xFF
    backup.write_bytes(whole)
    with pytest.raises(BackupError):
        verify(backup)


def test_a_byte_that_changed_anywhere_is_told_in_our_words(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"a few rows")
    path = tmp_path / file_name(MADE)
    write(path, MADE, {DATABASE: tmp_path / "copy"})
    whole = path.read_bytes()
    for place in range(len(whole)):
        for change in (0x01, 0x08, 0xFF):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ change]) + whole[place + 1 :])
            with suppress(BackupError):
                verify(path)
            assert len(in_folder(tmp_path)) <= 1


def test_a_disk_that_can_not_be_read_is_told_in_our_words(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(zipfile.ZipExtFile, "read", fail)
    for read in (read_manifest, verify):
        with pytest.raises(BackupError, match="is damaged"):
            read(backup)
    assert in_folder(tmp_path) == []


def test_a_full_disk_is_not_taken_for_a_damaged_backup(backup: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        extract(backup, DATABASE, Path("/dev/full"))


def test_words_put_in_by_somebody_else_are_found(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as was:
        manifest = was.read(MANIFEST)
    with zipfile.ZipFile(backup, "w") as now:
        now.writestr(DATABASE, ROWS[::-1])
        now.writestr(MANIFEST, manifest)
    with pytest.raises(BackupError, match="is damaged"):
        verify(backup)
    with pytest.raises(BackupError, match="is damaged"):
        extract(backup, DATABASE, tmp_path / "out")


def test_a_part_of_a_file_is_no_backup(backup: Path) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError, match="is no backup, or only a part of one"):
        read_manifest(backup)


@pytest.mark.parametrize(
    "changed",
    [{"format": 2}, {"occasion": "at will"}, {"made_at": "2026-05-04T12:00:00"}, {"more": 1}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_manifest_that_this_version_does_not_know(
    backup: Path, changed: Mapping[str, object]
) -> None:
    rewritten(backup, changed)
    with pytest.raises(BackupError, match="is no backup that this version can read"):
        read_manifest(backup)


@pytest.mark.parametrize("words", ["5", "[]", "null", '"words"'])
def test_a_zip_of_somebody_else_whose_manifest_is_of_another_shape(
    tmp_path: Path, words: str
) -> None:
    path = tmp_path / "of_somebody_else.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("manifest.json", words)
    with pytest.raises(BackupError, match="is no backup that this version can read"):
        read_manifest(path)
    assert in_folder(tmp_path) == []


def test_a_full_disk_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / file_name(MADE)
    with pytest.raises(OSError):  # noqa: PT011  # whichever the system says
        write(path, MADE, {DATABASE: tmp_path / "is not there"})
    assert list(tmp_path.iterdir()) == []


def test_the_newest_comes_first_and_other_files_are_passed_over(
    backup: Path, tmp_path: Path
) -> None:
    later = replace(MADE, made_at=datetime(2026, 5, 5, tzinfo=UTC))
    write(tmp_path / file_name(later), later, {DATABASE: tmp_path / "copy"})
    (tmp_path / "holiday.zip").write_bytes(b"no backup")
    assert [one.made_at.day for _, one in in_folder(tmp_path)] == [5, 4]


def test_a_fingerprint_does_not_tell_the_secret() -> None:
    assert "a secret key" not in fingerprint("a secret key")
    assert fingerprint("a secret key") != fingerprint("another")
