"""The file that a backup is: a zip with the database, the forum's own secret, and what it says of itself.

Knows neither the web nor a database server. Every file in it has its SHA-256 in the manifest, so that a copy that was
damaged on the way is found before it is needed.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Self

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
SECRET = "secret_key"  # noqa: S105  # the name of a file
_SUFFIX = ".zip"
#: What is being written ends with this.
PART = ".part"
_CHUNK = 1 << 20
# What a zip with a byte that changed may look like to whoever reads it: of another version, sealed, without a name.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class BackupError(Exception):
    """A backup can't be made, read or brought back. The message says why, and what to do."""


class Occasion(StrEnum):
    """Why a backup was made."""

    BY_HAND = "by_hand"
    DAILY = "daily"
    BEFORE_UPGRADE = "before_upgrade"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        made_at: when it was begun, with a time zone.
        occasion: why.
        dialect: which database it is of, "sqlite" or "postgresql".
        revision: the newest migration of its tables.
        people: accounts in it.
        posts: posts in it.
        secret: a fingerprint of the secret key that the forum had.
        files: SHA-256 by name.
    """

    made_at: datetime
    occasion: Occasion
    dialect: str
    revision: str
    people: int
    posts: int
    secret: str
    files: Mapping[str, str]

    def as_json(self) -> str:
        """The manifest as it lies in the file."""
        values = asdict(self) | {"made_at": self.made_at.isoformat(), "format": FORMAT}
        return json.dumps(values, indent=2)

    @classmethod
    def from_json(cls, words: str | bytes) -> Self:
        """The manifest that `as_json` wrote.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: it is no such manifest.
        """
        values: dict[str, Any] = json.loads(words)
        if values.pop("format") != FORMAT:
            raise ValueError("made by a newer version of the forum")
        made_at = datetime.fromisoformat(values.pop("made_at"))
        if made_at.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return cls(made_at=made_at, occasion=Occasion(values.pop("occasion")), **values)


def write(path: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Put `files` into a new backup at `path`; `manifest.files` is filled in. It is there whole or not at all.

    Only its owner can read it: everything that people wrote is in it.

    Raises:
        OSError: the folder can't be written, or is full.
    """
    part = path.with_suffix(PART)
    part.touch(mode=0o600)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
            sums = {}
            for name, source in files.items():
                with source.open("rb") as reading, made.open(name, "w", force_zip64=True) as into:
                    sums[name] = _copied(reading, into)
            made.writestr(MANIFEST, replace(manifest, files=sums).as_json())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        BackupError: it can't be read, or is none.
    """
    with _opened(path, OSError) as made:
        return _manifest(made, path)


def verify(path: Path) -> Manifest:
    """Read every byte of a backup and compare it with what the manifest says.

    Raises:
        BackupError: it is damaged.
    """
    with _opened(path, OSError) as made:
        manifest = _manifest(made, path)
        for name, expected in manifest.files.items():
            with made.open(name) as reading:
                if _copied(reading, None) != expected:
                    raise _damaged(path, name)
        return manifest


def extract(path: Path, name: str, to: Path) -> None:
    """Write one file of a backup to `to`, for its owner alone.

    Raises:
        BackupError: it is damaged.
        OSError: there is no room for it.
    """
    with _opened(path) as made:
        expected = _manifest(made, path).files[name]
        to.touch(mode=0o600)
        with made.open(name) as reading, to.open("wb") as into:
            if _copied(reading, into) != expected:
                raise _damaged(path, name)


def fingerprint(secret_key: str) -> str:
    """By which one sees that two secrets are the same, and not what they are."""
    return hashlib.sha256(b"backup of a forum" + secret_key.encode()).hexdigest()[:16]


def file_name(manifest: Manifest) -> str:
    """`hearth-2026-11-25T22-40-03Z-daily.zip`: in the order of time when sorted."""
    return f"hearth-{manifest.made_at:%Y-%m-%dT%H-%M-%SZ}-{manifest.occasion}{_SUFFIX}"


def in_folder(folder: Path) -> list[tuple[Path, Manifest]]:
    """Every backup in a folder, the newest first. What is none is passed over."""
    found = []
    for path in folder.glob(f"*{_SUFFIX}"):
        try:
            found.append((path, read_manifest(path)))
        except BackupError:
            continue
    return sorted(found, key=lambda one: (one[1].made_at, one[0].name), reverse=True)


@contextmanager
def _opened(path: Path, *also: type[Exception]) -> Iterator[zipfile.ZipFile]:
    """The zip, whose damage is told in our words whenever it is met.

    Args:
        path: the file.
        also: what else is damage, where nothing is written meanwhile.
    """
    damage: tuple[type[Exception], ...] = (*_DAMAGE, *also)
    try:
        made = zipfile.ZipFile(path)
    except OSError as error:
        raise BackupError(f"{path} can't be read ({error.strerror}).") from error
    except _DAMAGE as error:
        raise BackupError(f"{path} is no backup, or only a part of one.") from error
    with made:
        try:
            yield made
        except damage as error:
            raise _damaged(path, str(error)) from error


def _manifest(made: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        return Manifest.from_json(made.read(MANIFEST))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{path} is no backup that this version can read ({error}).") from error


def _damaged(path: Path, what: str) -> BackupError:
    return BackupError(f"{path} is damaged ({what}). Take another one; this one helps nobody.")


def _copied(reading: IO[bytes], into: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while chunk := reading.read(_CHUNK):
        digest.update(chunk)
        if into is not None:
            into.write(chunk)
    return digest.hexdigest()
