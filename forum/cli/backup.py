"""`forum backup`: copies of the whole forum, for the day when something breaks."""

from __future__ import annotations

from pathlib import Path

import click

from forum.backups import archive
from forum.backups.archive import BackupError, Manifest, Occasion
from forum.backups.making import forget_older, make_backup
from forum.backups.put_aside import days_aside
from forum.backups.restoring import restore
from forum.cli.stop import Stop, read_settings
from forum.clock import SystemClock
from forum.keeping.periods import in_words
from forum.revisions import known_revisions

_OCCASIONS = {
    Occasion.BY_HAND: "by hand",
    Occasion.DAILY: "daily",
    Occasion.BEFORE_UPGRADE: "before an upgrade",
}
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def backup() -> None:
    """Make, look through and bring back copies of the whole forum."""


@backup.command()
@click.option("--to", "folder", type=_FOLDER, help="Where to; FORUM_BACKUP_DIR if not given.")
@click.option("--keep", type=click.IntRange(min=1), help="Keep so many made by hand; delete older.")
def make(folder: Path | None, keep: int | None) -> None:
    """Make one now. The forum may go on running meanwhile."""
    settings = read_settings()
    now = SystemClock().now()
    try:
        made = make_backup(settings, Occasion.BY_HAND, now, folder)
    except BackupError as error:
        raise Stop(str(error)) from error
    if keep is not None:
        forget_older(made.parent, Occasion.BY_HAND, keep, now)
    click.echo(f"Made and read again: {made}")
    click.echo("Everything that people wrote is in it. Keep a copy on another machine.")


@backup.command(name="list")
@click.option("--in", "folder", type=_FOLDER, help="Where; FORUM_BACKUP_DIR if not given.")
def show(folder: Path | None) -> None:
    """List them, the newest first."""
    where = folder or read_settings().backup_folder
    found = archive.in_folder(where)
    if not found:
        click.echo(f"There is none in {where}. Make one: forum backup make")
    for path, manifest in found:
        megabytes = path.stat().st_size / 1_000_000
        click.echo(f"{path.name}  {_in_words(manifest)}, {megabytes:.1f} MB")


@backup.command()
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """Read all of FILE, and see whether it is as it was written."""
    try:
        manifest = archive.verify(file)
    except BackupError as error:
        raise Stop(str(error)) from error
    click.echo(f"It is whole: {_in_words(manifest)}.")


@backup.command(name="restore")
@click.argument("file", type=_FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
def bring_back(file: Path, *, yes: bool) -> None:
    """Put FILE in the place of the forum's database. Stop the forum first.

    What stood there before is put aside for as many days as daily backups are kept.
    """
    settings = read_settings()
    try:
        manifest = archive.read_manifest(file)
        click.echo(f"{file.name}: {_in_words(manifest)}.")
        if not yes:
            click.confirm(
                "What was written after it will be out of sight. Bring it back?", abort=True
            )
        done = restore(settings, file, known_revisions(), SystemClock().now())
    except BackupError as error:
        raise Stop(str(error)) from error
    click.echo(f"It is back. What stood there before is in {done.aside}")
    days = in_words(days_aside(settings.backups_kept))
    click.echo(
        f"The worker deletes that after {days}, since what people have erased is still in it. Delete it sooner, or "
        "move it, as you like."
    )
    click.echo(
        f"What people did after {manifest.made_at:%Y-%m-%d %H:%M} UTC is undone: whoever left is here again, and so is "
        "what somebody took back. The forum can't know; tell everybody, so that they can do it once more."
    )
    click.echo("Now run: forum migrate, then forum audit verify, then forum doctor")
    if done.other_secret:
        click.echo(
            "The forum had another FORUM_SECRET_KEY then. Until that one is set again, authenticator apps "
            "are not accepted; recovery codes and passkeys are."
        )


def _in_words(manifest: Manifest) -> str:
    people = "1 person" if manifest.people == 1 else f"{manifest.people:,} people"
    posts = "1 post" if manifest.posts == 1 else f"{manifest.posts:,} posts"
    when = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
    return f"{when}, {_OCCASIONS[manifest.occasion]}, {people}, {posts}"
