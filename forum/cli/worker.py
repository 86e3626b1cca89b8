"""`forum worker`: the process that holds the screening model, sends mail and keeps house."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import click
import structlog
from sqlalchemy.exc import SQLAlchemyError

from forum.cli.application import opened
from forum.cli.loading import load_other, take_screener
from forum.cli.migrating import is_current
from forum.cli.model_options import ModelChoice, model_options
from forum.cli.starting import with_own_address
from forum.cli.stop import Stop, database_words, read_settings
from forum.cli.supervisor import on_request_to_stop
from forum.config import Settings
from forum.foundation import lay_foundation
from forum.jobs import Jobs
from forum.mail import finish_letter
from forum.screening_desk.attending import Attending
from forum.worker import Worker

log = structlog.get_logger(__name__)

# Longer than a mail server may take to answer, and a database to be written to.
LETTER_SECONDS = 25.0
# Longer than it takes to read one.
TEXT_SECONDS = 3.0


@click.command()
@model_options
def worker(folder: Path, official: str, threads: int, engine: str) -> None:
    """Read waiting posts with the screener, send mail, keep house, until told to stop."""
    # Links in mails lead to where the web server listens, as `forum run` says it.
    settings = with_own_address(read_settings())
    choice = ModelChoice(
        folder=folder,
        official=official,
        threads=threads,
        engine=engine,
        cache=settings.model_cache,
    )
    with opened(settings):
        _require_tables(settings)
    app = lay_foundation(settings)
    at_work = Worker(app, load_other=lambda: load_other(settings, threads))
    stop = threading.Event()
    # In a thread of its own: this one may have the text or the letter in its hand.
    on_request_to_stop(lambda: threading.Thread(target=_leave, args=(at_work,)).start())
    threading.Thread(target=at_work.beat_forever, args=(stop,), daemon=True).start()
    _take_limits(at_work, choice)
    take_screener(at_work, choice, stop)
    desk = Attending(settings.screening_desk, settings.secret_key, at_work.read_now)
    threading.Thread(target=desk.attend, args=(stop,), daemon=True).start()
    _catch_up(at_work)
    # Pages say that the screener is away until it has shown that it is there.
    at_work.show_life()
    jobs: Jobs = app.extensions["hearth.jobs"]
    jobs.attend(at_work)
    stop.set()


def _leave(at_work: Worker) -> None:
    """Whatever else was begun is still due."""
    at_work.finish_text(TEXT_SECONDS)
    finish_letter(LETTER_SECONDS)
    os._exit(0)


def _require_tables(settings: Settings) -> None:
    try:
        current = is_current()
    except SQLAlchemyError as error:
        raise Stop(database_words(settings, error)) from error
    if not current:
        raise Stop("The database's tables are not up to date. Run: forum migrate")


def _take_limits(at_work: Worker, choice: ModelChoice) -> None:
    """New limits that came with the project. Until the next start the old ones are as good."""
    try:
        at_work.take_bundled_limits(for_detoxify=bool(choice.official))
    except SQLAlchemyError:
        log.exception("limits_not_taken")


def _catch_up(at_work: Worker) -> None:
    """What a crash left behind. A database that is away for a moment is no reason to give up."""
    try:
        at_work.sweep()
    except SQLAlchemyError:
        log.exception("sweep_failed")
