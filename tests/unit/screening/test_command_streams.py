"""`forum screening` where it can't read or write: a line that says so and a status, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from forum.config import ROOT

# The command as it is, with a model that takes no time.
PROGRAM = """
import sys
from forum.cli.screening import screening
from forum.screening import Screener
from tests.unit.screening.fakes import LIMITS, ScriptedClassifier
sys.modules["forum.cli.screening"].load_screener = lambda **_: Screener(ScriptedClassifier(), LIMITS)
screening()
"""
LINE = '{"text": "hello"}\n'
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")


def run(shell: str, given: str = LINE) -> subprocess.CompletedProcess[str]:
    """Whatever stands behind the command, as a shell says it."""
    return subprocess.run(
        ["/bin/sh", "-c", f'"$0" -c "$1" {shell}', sys.executable, PROGRAM],
        input=given,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("shell", "says"),
    [
        ("score <&-", "Error: Nothing can be read: standard input is closed.\n"),
        ("score >&-", "Error: Nothing can be answered: standard output is closed.\n"),
        pytest.param(
            "score >/dev/full",
            "Error: Reading or writing failed: No space left on device.\n",
            marks=full,
        ),
        pytest.param(
            "explain hello >/dev/full",
            "Error: Reading or writing failed: No space left on device.\n",
            marks=full,
        ),
    ],
)
def test_what_can_not_be_read_or_written_is_said_in_a_line(shell: str, says: str) -> None:
    result = run(shell)

    assert result.returncode == 1
    assert result.stderr == says


def test_a_reader_who_has_seen_enough_hears_nothing_more() -> None:
    result = run("score | head -1", LINE * 5_000)

    assert result.stdout.count("\n") == 1
    assert result.stderr == ""
