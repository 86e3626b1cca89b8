"""`forum screening thresholds`: the sets of limits in the database, and which of them decides."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from forum.calibration.tuning import make_live
from forum.cli.application import opened
from forum.cli.stop import Stop, database_words, read_settings
from forum.clock import Clock
from forum.errors import ForumError
from forum.screening import ThresholdSet
from forum.thresholds.commands import add_set, make_shadow
from forum.thresholds.queries import all_sets
from forum.wiring import clock


@click.group()
def thresholds() -> None:
    """How strict the screener is: sets of limits, one of which is live."""


@thresholds.command("list")
def list_sets() -> None:
    """Every set with its state."""

    def say(_: Clock) -> None:
        lines = all_sets()
        for line in lines:
            since = (
                f" since {line.live_at:%Y-%m-%d}" if line.live_at and line.state == "live" else ""
            )
            click.echo(f"{line.state:<8} {line.name}{since}  {line.note}".rstrip())
        if not lines:
            click.echo("None yet. The worker takes in those that come with the project.")

    _act(say)


@thresholds.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add(file: Path) -> None:
    """Take a set in as a draft, from a TOML FILE of the same shape as the bundled ones."""
    try:
        with file.open("rb") as opened_file:
            one = ThresholdSet.from_json(tomllib.load(opened_file))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Stop(f"{file} is no threshold set: {error}") from error
    _act(lambda now: add_set(one, now))
    click.echo(f"{one.name} is a draft now.")


@thresholds.command("make-live")
@click.argument("name")
@click.option(
    "--without-trial",
    metavar="REASON",
    default="",
    help="Why it need not be tried out as a shadow first; the audit log keeps it.",
)
def live(name: str, without_trial: str) -> None:
    """Let the set NAME decide from now on, once it was tried out. The worker takes it up within a minute."""
    _act(lambda now: make_live(name, now, without_trial=without_trial))
    click.echo(f"{name} is live now.")


@thresholds.command("make-shadow")
@click.argument("name")
def shadow(name: str) -> None:
    """Score every post with the set NAME as well, and store what it says. It changes nothing."""
    _act(lambda now: make_shadow(name, now))
    click.echo(f"{name} is tried out now.")


def _act(act: Callable[[Clock], object]) -> None:
    settings = read_settings()
    with opened(settings):
        try:
            act(clock())
        except ForumError as error:
            raise Stop(error.message) from error
        except SQLAlchemyError as error:
            raise Stop(database_words(settings, error)) from error
