"""A file that is brought back takes the place of the one that stood there, and nobody else can read it than before."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRIVATE = 0o600
#: What is about to take a place ends with this.
DRAFT = ".restoring"


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """A private file in the same folder, so that taking the place is one step: the backups may lie on another disk.

    Where it comes to nothing, the file is deleted: everything that people wrote may be in it.
    """
    draft = place.with_name(f".{place.name}{DRAFT}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=PRIVATE)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def take_place(draft: Path, place: Path, mode: int | None = None) -> None:
    """Put `draft` where `place` is; it belongs to whom that belonged.

    Args:
        draft: from `beside`.
        place: where to.
        mode: who may read and write it. Where none is given: whoever could do so until now, else its owner alone.
    """
    was_there = place.exists()
    if was_there and mode is None:
        mode = stat.S_IMODE(place.stat().st_mode)
    draft.chmod(PRIVATE if mode is None else mode)
    give_to_owner_of(place if was_there else place.parent, draft)
    draft.replace(place)


def copy_aside(there: Path, folder: Path) -> None:
    """A copy of a file in the folder of what is put aside, for its owner alone."""
    to = folder / there.name
    to.touch(mode=PRIVATE)
    shutil.copyfile(there, to)


def give_to_owner_of(this: Path, other: Path) -> None:
    """What root brings back belongs to whom the forum runs as. Nobody else may give anything away."""
    if os.geteuid() == 0:
        owner = this.stat()
        os.chown(other, owner.st_uid, owner.st_gid)
