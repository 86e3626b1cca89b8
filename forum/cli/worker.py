"""`forum worker`: the process that holds the screening model, sends mail and keeps house."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from forum.app import create_app
from forum.cli.migrating import is_current
from forum.cli.model_options import ModelChoice, model_options
from forum.cli.stop import Stop, database_words, read_settings
from forum.config import Settings
from forum.jobs import Jobs
from forum.screening import ModelFilesError, Screener, load_screener
from forum.worker import Worker

log = structlog.get_logger(__name__)

_FIRST_PAUSE_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 300.0


@click.command()
@model_options
def worker(folder: Path, official: str, threads: int) -> None:
    """Read waiting posts with the screener, send mail, keep house, until told to stop."""
    settings = read_settings()
    choice = ModelChoice(folder=folder, official=official, threads=threads)
    app = create_app(settings)
    _require_tables(app, settings)
    at_work = Worker(app)
    stop = threading.Event()
    # Until the queue is attended to, being told to stop means leaving at once: nothing has been begun.
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=at_work.beat_forever, args=(stop,), daemon=True).start()
    jobs: Jobs = app.extensions["hearth.jobs"]
    _take_screener(at_work, choice, stop)
    _catch_up(at_work)
    jobs.attend(at_work)
    stop.set()


def _leave(number: int, frame: object) -> None:
    os._exit(0)


def _require_tables(app: Flask, settings: Settings) -> None:
    try:
        current = is_current(app)
    except SQLAlchemyError as error:
        raise Stop(database_words(settings, error)) from error
    if not current:
        raise Stop("The database's tables are not up to date. Run: forum migrate")


def _take_screener(at_work: Worker, choice: ModelChoice, stop: threading.Event) -> None:
    """Load the model; where that fails for a reason that may pass, go on trying in the background.

    Raises:
        Stop: a file of the model is missing or damaged. That does not pass by itself.
    """
    try:
        choice.verify()
        screener = _load(choice)
    except ModelFilesError as error:
        if not choice.official:
            raise Stop(str(error)) from error
        reason: Exception = error
    except (OSError, MemoryError, RuntimeError) as error:
        reason = error
    else:
        _ready(at_work, choice, screener)
        return
    log.error("model_not_loaded", reason=str(reason), meanwhile="posts wait, mails go out")
    later = threading.Thread(target=_try_again, args=(at_work, choice, stop), daemon=True)
    later.start()


def _try_again(at_work: Worker, choice: ModelChoice, stop: threading.Event) -> None:
    for pause in pauses():
        if stop.wait(pause):
            return
        try:
            screener = _load(choice)
        except Exception as error:
            log.exception("model_not_loaded", reason=str(error), next_try="after a longer pause")
        else:
            # What has piled up meanwhile is picked up by the next sweep.
            _ready(at_work, choice, screener)
            return


def pauses(
    first: float = _FIRST_PAUSE_SECONDS, longest: float = _LONGEST_PAUSE_SECONDS
) -> Iterator[float]:
    """Seconds to wait before each further try: each twice as long as the one before, up to a limit."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 2, longest)


def _load(choice: ModelChoice) -> Screener:
    return load_screener(
        model_dir=choice.folder, official_model=choice.official, threads=choice.threads
    )


def _ready(at_work: Worker, choice: ModelChoice, screener: Screener) -> None:
    at_work.take_screener(screener, choice.name)
    click.echo(f"The screener is at work ({choice.name}).")


def _catch_up(at_work: Worker) -> None:
    """What a crash left behind. A database that is away for a moment is no reason to give up."""
    try:
        at_work.sweep()
    except SQLAlchemyError:
        log.exception("sweep_failed")
