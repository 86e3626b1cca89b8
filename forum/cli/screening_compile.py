"""`forum screening compile`: makes the fast form of the model, where the forum looks for it."""

from __future__ import annotations

from pathlib import Path

import click

from forum.cli.screening import cache_option, model_dir_option
from forum.cli.stop import read_settings
from forum.screening import ModelFilesError
from forum.screening.compiled_model import compiled


@click.command("compile")
@cache_option(otherwise="The forum's own if not given.")
@model_dir_option
def compile_model(cache: Path | None, folder: Path) -> None:
    """Compile the model for speed, where that has not been done yet."""
    try:
        found = compiled(folder, cache or read_settings().model_cache)
    except ModelFilesError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{'Compiled' if found.made_now else 'Already compiled'}: {found.network}")
