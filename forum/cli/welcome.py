"""`forum welcome`: how newcomers would fare, before they come."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from forum.cli.streams import plain_failures
from forum.transparency.picture_files import as_svg
from forum.welcome.replyclock import DEFAULT_GOAL
from forum.welcome.simulation.assumptions import Assumptions
from forum.welcome.simulation.comparing import compare
from forum.welcome.simulation.report import as_table, pictures

_TITLE = "How soon newcomers would be answered, under three rules"


@click.group()
def welcome() -> None:
    """Find out how newcomers would be met."""


@welcome.command()
@click.option("--mentors", type=click.IntRange(1, 500), default=6, show_default=True)
@click.option("--moderators", type=click.IntRange(0, 100), default=0, show_default=True)
@click.option(
    "--newcomers-per-day", type=click.FloatRange(0.1, 1_000), default=5, show_default=True
)
@click.option("--days", type=click.IntRange(1, 1_000), default=90, show_default=True)
@click.option(
    "--goal",
    type=click.FloatRange(0.1, 168),
    default=2,
    show_default=True,
    help="Within how many hours a newcomer shall be answered.",
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="The same seed gives the same newcomers and the same mentors.",
)
@click.option(
    "--svg",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the figures into this file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON, not as a table.")
def simulate(
    *,
    mentors: int,
    moderators: int,
    newcomers_per_day: float,
    days: int,
    goal: float,
    seed: int,
    svg: Path | None,
    as_json: bool,
) -> None:
    """Let newcomers arrive and mentors answer, and compare three ways to bring them together.

    The forum's own rule (by open work, with a reply clock) stands beside a random draw and beside a pool in which
    whoever looks first answers. The same newcomers come, and the same mentors look in, under each.
    """
    given = Assumptions(
        mentors=mentors,
        moderators=moderators,
        newcomers_per_day=newcomers_per_day,
        days=days,
        goal=replace(DEFAULT_GOAL, time=timedelta(hours=goal)),
        seed=seed,
    )
    found = compare(given)
    click.echo(json.dumps(found.as_json(), indent=2) if as_json else as_table(found))
    if svg is not None:
        with plain_failures():
            svg.write_text(as_svg(_TITLE, pictures(found)), encoding="utf-8")
