"""`forum migrate`: bring the database's tables up to date."""

from __future__ import annotations

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate
from sqlalchemy.exc import SQLAlchemyError

from forum.backups.archive import BackupError, Occasion
from forum.backups.copying import contents_of
from forum.backups.making import UPGRADES_KEPT, back_up_before_upgrade, forget_older
from forum.cli.application import opened
from forum.cli.stop import Stop, database_words, read_settings
from forum.clock import SystemClock
from forum.config import Settings, load
from forum.database import db
from forum.foundation import lay_foundation
from forum.revisions import MIGRATIONS


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date. Does nothing where they are."""
    settings = read_settings()
    try:
        with opened(settings):
            changed = upgrade_safely(settings)
    except SQLAlchemyError as error:
        raise Stop(database_words(settings, error)) from error
    click.echo("The tables are up to date now." if changed else "The tables were up to date.")


def upgrade(settings: Settings) -> bool:
    """Run every migration that is due. Returns whether there was one.

    Raises:
        SQLAlchemyError: the database can't be reached or changed.
    """
    with opened(settings):
        return upgrade_here()


def upgrade_here() -> bool:
    """The same within an app's context."""
    due = not is_current()
    if due:
        command.upgrade(_config(), "head")
    return due


def upgrade_safely(settings: Settings) -> bool:
    """The same for a community's own data: it is copied first. Needs an app's context.

    Raises:
        SQLAlchemyError: the database can't be reached or changed.
        Stop: it could not be copied. Nothing was changed.
    """
    if is_current():
        return False
    now = SystemClock().now()
    try:
        made = back_up_before_upgrade(settings, now)
        is_without = made is None and contents_of(settings) is not None
    except BackupError as error:
        raise Stop(
            f"The tables have to change, and no backup could be made first. {error}"
        ) from error
    if made is not None:
        click.echo(f"A backup was made first: {made}")
    if is_without:
        click.echo(
            "No backup was made first: PostgreSQL's client (pg_dump) is not on this machine. "
            "Should this go wrong, only a copy of your own helps."
        )
    changed = upgrade_here()
    forget_older(settings.backup_folder, Occasion.BEFORE_UPGRADE, UPGRADES_KEPT, now)
    return changed


def is_current() -> bool:
    """Whether every migration has been run. Needs an app's context.

    Raises:
        SQLAlchemyError: the database can't be reached.
    """
    return _heads() == set(ScriptDirectory.from_config(_config()).get_heads())


def is_untouched() -> bool:
    """Whether no migration was ever run: no forum was started with this database. Needs an app's context.

    Raises:
        SQLAlchemyError: the database can't be reached.
    """
    return not _heads()


def _heads() -> set[str]:
    """The newest migrations that have been run."""
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def prepare(app: Flask) -> None:
    """Let an app know its migrations. Who only answers requests does without: what runs them takes 15 MB."""
    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)


def _config() -> Config:
    prepare(current_app)
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    return config


def app_with_migrations() -> Flask:
    """For Flask-Migrate's own commands, with which new migrations are begun."""
    app = lay_foundation(load())
    prepare(app)
    return app
