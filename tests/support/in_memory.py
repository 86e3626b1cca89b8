"""A folder in memory, where the machine has one with room: what tests write is thrown away, and waits for no disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # folders with names that nobody can guess are made in it
_ROOM = 4 * 1024**3


def folder() -> Path:
    """Memory where 4 GiB of it are free for files, else the system's folder for temporary files."""
    if (
        os.access(_SHARED_MEMORY, os.W_OK | os.X_OK)
        and shutil.disk_usage(_SHARED_MEMORY).free > _ROOM
    ):
        return _SHARED_MEMORY
    return Path(tempfile.gettempdir())
