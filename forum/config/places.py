"""Where things lie by default, and what a relative folder or file is meant from."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL

ROOT = Path(__file__).resolve().parent.parent.parent
INSTANCE = ROOT / "instance"
#: What the address of a database in a file begins with.
FILE = "sqlite:///"


def from_the_checkout(folder: Path) -> Path:
    """The web server, the worker and a command may begin in different folders, and have to mean the same one."""
    return ROOT / folder


def in_a_file(path: Path) -> str:
    """The address of a database in a file, whatever its folders are called: in an address a ? or a % means more."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def from_the_instance(database_url: str, instance_dir: Path) -> str:
    """A database in a file lies with all else that is the forum's own; whoever copies it has to find it there, too.

    What names no file is left as it is, to be refused in the operator's own words.
    """
    path = database_url.removeprefix(FILE)
    if path == database_url or not path or path.startswith((":memory:", "/", "?", "file:")):
        return database_url
    # What the operator wrote is an address already.
    return f"{in_a_file(instance_dir)}/{path}"
