"""Compiling the screening model before a worker is started, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

from forum.cli.model_options import ModelChoice
from forum.screening import ModelFilesError


def compile_apart(choice: ModelChoice) -> None:
    """Compile the model into its cache. What that takes in memory is given back with the process that did it.

    Raises:
        ModelFilesError: the model's files are damaged, or the cache can't be written.
    """
    command = [sys.executable, "-m", "forum.cli", "screening", "compile"]
    options = ["--model-dir", str(choice.folder), "--cache", str(choice.cache)]
    finished = subprocess.run(  # noqa: S603  # the command is the forum's own
        [*command, *options], capture_output=True, text=True, check=False
    )
    if finished.returncode:
        raise ModelFilesError(finished.stderr.strip().removeprefix("Error: "))
