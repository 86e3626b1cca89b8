"""`forum cases`: what people decided, to train and measure a model with."""

from __future__ import annotations

import json

import click
from sqlalchemy.exc import SQLAlchemyError

from forum.calibration.export import labelled_cases
from forum.cli.application import opened
from forum.cli.stop import Stop, database_words, read_settings
from forum.cli.streams import plain_failures
from forum.wiring import clock


@click.group()
def cases() -> None:
    """Work with what people decided about posts."""


@cases.command()
@click.option(
    "--out", type=click.Path(dir_okay=False, allow_dash=True), default="-", show_default=True
)
@click.option("--most", type=click.IntRange(min=1), help="The newest so many; all if not given.")
def export(out: str, most: int | None) -> None:
    """Write decided posts as JSON lines, with pseudonyms for people. Keep the file as you would keep the posts."""
    settings = read_settings()
    count = 0
    with opened(settings):
        try:
            with plain_failures(), click.open_file(out, "w", "utf-8", lazy=True) as file:
                for case in labelled_cases(clock().now(), most):
                    file.write(json.dumps(case, ensure_ascii=False, sort_keys=True) + "\n")
                    count += 1
                # What waits in memory may be what the disk has no room for.
                file.flush()
        except SQLAlchemyError as error:
            raise Stop(database_words(settings, error)) from error
    click.echo(f"{count} {'case' if count == 1 else 'cases'}.", err=True)
