"""What a command is given and what it says: ending with plain words where either of them fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

import click


def say(words: str) -> None:
    """Tell whoever watches a process that goes on. A log on a full disk, or a reader who has gone, ends nothing."""
    with suppress(OSError):
        click.echo(words)


def standard_input() -> BinaryIO:
    """What is given to a command that answers on standard output.

    Raises:
        click.ClickException: one of the two is closed.
    """
    if sys.stdin is None:
        raise click.ClickException("Nothing can be read: standard input is closed.")
    if sys.stdout is None:
        raise click.ClickException("Nothing can be answered: standard output is closed.")
    return sys.stdin.buffer


@contextmanager
def plain_failures() -> Iterator[None]:
    """Say in a line what can't be read or written; a traceback would tell no more.

    A reader who has seen enough (`| head -1`) closes the pipe, and click ends the command without a word.

    Raises:
        click.ClickException: what the system says, and of which file if it tells.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _write_nothing_more()
        where = f" ({error.filename})" if error.filename else ""
        why = error.strerror or type(error).__name__
        raise click.ClickException(f"Reading or writing failed: {why}{where}.") from error


def _write_nothing_more() -> None:
    """What could not be written is still in memory: Python would try again at the end, and complain again."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, sys.stdout.fileno())
        finally:
            os.close(nowhere)
