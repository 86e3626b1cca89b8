"""Groups of commands that import a command when it is asked for: nobody waits for what another one needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows where its commands are, and imports none of them before it has to.

    Args:
        places: for each command, by the word that it is called with, where it is: `module:name`.
        arguments: what `click.Group` takes.
    """

    def __init__(self, *, places: Mapping[str, str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.places = places

    def list_commands(self, context: click.Context) -> list[str]:
        """Their words, in the order of the alphabet."""
        return sorted([*super().list_commands(context), *self.places])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command, imported; None where there is no such one."""
        if name not in self.places:
            return super().get_command(context, name)
        module, _, attribute = self.places[name].partition(":")
        with _no_collecting():
            found: click.Command = getattr(import_module(module), attribute)
        return found


@contextmanager
def _no_collecting() -> Iterator[None]:
    """What is imported stays; to look through it for garbage again and again takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
