"""`forum audit`: whether the log of what staff and the forum did is still as it was written."""

from __future__ import annotations

import click
from sqlalchemy.exc import SQLAlchemyError

from forum.audit.chain import Head
from forum.audit.chain_queries import log_head, log_problems
from forum.cli.application import opened
from forum.cli.stop import Stop, database_words, read_settings

_MOST_LINES = 50


@click.group()
def audit() -> None:
    """Look after the audit log."""


def _head(context: click.Context, option: click.Parameter, value: str) -> Head | None:
    try:
        return Head.parse(value) if value else None
    except ValueError as error:
        raise click.BadParameter("it has to be as it was told: 812:0f3a…") from error


@audit.command()
@click.option("--noted", callback=_head, default="", help="A seal that was noted down before.")
def verify(noted: Head | None) -> None:
    """Find every entry that was changed, taken out, added or moved. Ends with 1 if there is one."""
    settings = read_settings()
    with opened(settings):
        try:
            # The seal to note down first: the log may grow meanwhile, and this one is looked at for sure.
            head, found = log_head(), log_problems(noted)
        except SQLAlchemyError as error:
            raise Stop(database_words(settings, error)) from error
    if found:
        lines = [str(problem) for problem in found[:_MOST_LINES]]
        more = len(found) - len(lines)
        raise Stop("\n".join([*lines, *([f"And {more} more."] if more else [])]))
    if head is None or not head.number:
        click.echo("The log is empty.")
        return
    click.echo(
        f"The log is as it was written: {head.number} entries, none changed, missing or moved."
    )
    click.echo(f"Its newest seal is {head}")
    click.echo(
        "Note it down somewhere else. With --noted it proves later that nothing before it was written anew."
    )
