"""`forum doctor`: looks at everything that can be wrong, and says how to mend it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from forum.cli import checks, screening_checks
from forum.cli.application import opened
from forum.cli.found import Check, Found, Level, broken, ok
from forum.cli.model_options import ModelChoice, model_options
from forum.cli.starting import with_own_address
from forum.cli.stop import database_words
from forum.config import Settings, SettingsError, load

_COLOURS = {Level.OK: "green", Level.ATTENTION: "yellow", Level.BROKEN: "red"}


@click.command()
@click.option("--deep", is_flag=True, help="Also load the model and let it read; takes seconds.")
@model_options
def doctor(folder: Path, official: str, threads: int, engine: str, *, deep: bool) -> None:
    """Look at settings, database, model and worker. Ends with 1 if anything is broken."""
    choice = ModelChoice(folder=folder, official=official, threads=threads, engine=engine)
    found = [*_examine(), *_ask(screening_checks.model_checks(_with_cache(choice), deep=deep))]
    count = found.count(Level.BROKEN)
    if count:
        click.echo(f"\n{count} broken." if count > 1 else "\nOne thing is broken.")
        sys.exit(1)
    click.echo("\nNothing is broken.")


def _with_cache(choice: ModelChoice) -> ModelChoice:
    """The same, with the cache of the settings; without one where they can't be read, which was said before."""
    try:
        return replace(choice, cache=load().model_cache)
    except SettingsError:
        return choice


def _examine() -> Sequence[Level]:
    """Everything but the model. Stops where asking on would only repeat what is broken already."""
    levels = [_report(name, found) for name, found in checks.slips(os.environ)]
    try:
        settings = with_own_address(load())
    except SettingsError as error:
        problems = str(error).splitlines()
        return [*levels, *(_report("settings", broken(problem)) for problem in problems)]
    levels.append(_report("settings", ok(settings.environment)))
    levels += _ask(checks.outside_checks(settings))
    levels.append(_report("folder", checks.folder(settings)))
    if levels[-1] is Level.BROKEN and not settings.redis_url:
        # The queue would be in it.
        return levels
    levels += _ask(screening_checks.desk_checks(settings))
    with opened(settings, to_look_at=True) as app:
        return [*levels, *_examine_database(app, settings)]


def _examine_database(app: Flask, settings: Settings) -> Sequence[Level]:
    levels: list[Level] = []
    for check in checks.database_checks(settings):
        levels += _ask([check])
        if Level.BROKEN in levels:
            return levels
    for name, question in checks.inside_checks(app):
        try:
            levels.append(_report(name, question()))
        except SQLAlchemyError as error:
            # A database that answers can have a damaged table, or go away meanwhile.
            return [*levels, _report(name, broken(database_words(settings, error)))]
    return levels


def _ask(questions: Sequence[tuple[str, Check]]) -> list[Level]:
    return [_report(name, check()) for name, check in questions]


def _report(name: str, found: Found) -> Level:
    level = click.style(f"{found.level:<9}", fg=_COLOURS[found.level])
    mend = f" → {found.mend}" if found.mend else ""
    click.echo(f"{level} {name}: {found.words}{mend}")
    return found.level
