"""`forum demo`: the example community."""

from __future__ import annotations

import time

import click
from sqlalchemy.exc import SQLAlchemyError

from forum.cli.application import opened
from forum.cli.stop import Stop, database_words, read_settings
from forum.errors import ForumError
from forum.example.loader import load_example
from forum.wiring import clock


@click.group()
def demo() -> None:
    """An example community, for looking around."""


@demo.command()
def load() -> None:
    """Put made-up people and their conversations into the community. They can't sign in."""
    settings = read_settings()
    started = time.monotonic()
    with opened(settings):
        try:
            load_example(clock())
        except ForumError as error:
            raise Stop(error.message) from error
        except SQLAlchemyError as error:
            raise Stop(database_words(settings, error)) from error
    click.echo(f"The example community is there ({time.monotonic() - started:.1f} s).")
