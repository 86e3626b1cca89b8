"""Commands are imported when they are called."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

from forum.cli import main
from forum.cli.lazy import LazyGroup
from forum.cli.screening import screening
from forum.config import ROOT

LARGE = ("alembic", "flask", "sqlalchemy", "torch")


@pytest.mark.parametrize("group", [main, screening], ids=["forum", "forum screening"])
def test_every_command_is_where_its_group_says(group: LazyGroup) -> None:
    context = click.Context(group)
    names = group.list_commands(context)
    assert set(group.places) <= set(names)
    for name in names:
        found = group.get_command(context, name)
        assert found is not None, name
        assert found.name == name


def test_an_unknown_command_is_none() -> None:
    assert main.get_command(click.Context(main), "nonsense") is None


def test_every_command_is_listed_somewhere() -> None:
    """A new file with a command in it is of no use to anybody as long as no group knows it."""
    known = {
        place.partition(":")[0] for group in (main, screening) for place in group.places.values()
    }
    with_commands = {
        f"forum.cli.{path.stem}"
        for path in (ROOT / "forum" / "cli").glob("[!_]*.py")
        if re.search(r"^@click\.(command|group)\(", path.read_text(), re.M)
    }
    assert with_commands == known


def test_a_command_does_not_wait_for_what_only_others_need() -> None:
    program = f"""
import sys
from forum.cli import main
main(["screening", "score", "--help"], standalone_mode=False)
print([name for name in {LARGE!r} if name in sys.modules])
"""
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert finished.stdout.splitlines()[-1] == "[]"
