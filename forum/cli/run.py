"""`forum run`: everything that a forum needs, in one window."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from forum.cli.application import opened, try_to_write
from forum.cli.compiling import compile_apart
from forum.cli.migrating import upgrade_safely
from forum.cli.model_options import ModelChoice, model_options
from forum.cli.starting import (
    answers,
    bind_address,
    is_at_work_already,
    require_free_port,
    require_writable,
    with_own_address,
)
from forum.cli.stop import Stop, database_words, read_settings
from forum.cli.streams import say
from forum.cli.supervisor import Child, Supervisor, own_environment
from forum.community.setup import make_setup_link
from forum.config import Settings, names_without_meaning
from forum.screening import ModelFilesError
from forum.wiring import clock

STEPS = 6
START_SECONDS = 60.0
# Longer than any page takes, and than a sent post's page waits for the screener.
_REQUEST_SECONDS = 60
_LAST_REQUESTS_SECONDS = 10
# No reason to stop: nothing is lost where two work side by side. But it is hardly ever meant.
_TWICE = (
    "    A worker of this forum is at work already, perhaps in another window. If you did not mean to start a second "
    "one, stop this with Ctrl-C."
)


@click.command()
@click.option("--no-worker", is_flag=True, help="Start the web server alone; new posts wait.")
@model_options
def run(folder: Path, official: str, threads: int, engine: str, *, no_worker: bool) -> None:
    """Start the forum: web server and worker, both kept running until Ctrl-C."""
    steps = _Steps()
    steps.begin("Settings")
    settings = with_own_address(read_settings())
    steps.done(settings.environment)
    for slip in names_without_meaning(os.environ):
        click.echo(f"    {slip.name} means nothing, and changes nothing. {slip.what_to_do}")
    steps.begin("Folder")
    require_writable(settings.instance_dir)
    steps.done(str(settings.instance_dir))
    if not no_worker and is_at_work_already(settings):
        click.echo(_TWICE)
    steps.begin(f"Port {settings.port}")
    require_free_port(settings.host, settings.port)
    steps.done("free")
    steps.begin("Database")
    link = _prepare_database(settings, steps)
    steps.begin("Screening model")
    choice = ModelChoice(
        folder=folder,
        official=official,
        threads=threads,
        engine=engine,
        cache=settings.model_cache,
    )
    steps.done("left out: no worker is started here" if no_worker else _prepare_model(choice))
    children = _children(settings, None if no_worker else choice)
    _serve(settings, children, link, steps)


class _Steps:
    """A line per step; begun before the work, so that a step that takes long is seen."""

    def __init__(self) -> None:
        self._number = 0
        self._since = 0.0

    def begin(self, name: str) -> None:
        """The next step begins."""
        self._number += 1
        self._since = time.monotonic()
        click.echo(f"{self._number}/{STEPS} {name} … ", nl=False)

    def done(self, words: str) -> None:
        """It is done."""
        took = time.monotonic() - self._since
        click.echo(words if took < 1 else f"{words} ({took:.0f} s)")


def _prepare_database(settings: Settings, steps: _Steps) -> str | None:
    """Bring the tables up to date. Returns a link to the first set-up, if that is still to be done."""
    try:
        with opened(settings):
            changed = upgrade_safely(settings)
            try_to_write()
            link = make_setup_link(settings.base_url, clock().now())
    except SQLAlchemyError as error:
        raise Stop(database_words(settings, error)) from error
    steps.done("brought up to date" if changed else "up to date")
    return link


def _prepare_model(choice: ModelChoice) -> str:
    try:
        choice.verify()
        if choice.is_ready():
            return choice.name
        click.echo("compiling it once … ", nl=False)
        compile_apart(choice)
        return f"{choice.name}, compiled"
    except ModelFilesError as error:
        raise Stop(str(error)) from error


def _children(settings: Settings, choice: ModelChoice | None) -> Sequence[Child]:
    environment = own_environment(FORUM_BASE_URL=settings.base_url)
    web = Child(name="web server", command=web_command(settings), environment=environment)
    return [web] if choice is None else [web, _worker(choice, environment)]


def _worker(choice: ModelChoice, environment: Mapping[str, str]) -> Child:
    command = [sys.executable, "-m", "forum.cli", "worker", *choice.arguments()]
    return Child(name="worker", command=command, environment=environment)


def web_command(settings: Settings) -> Sequence[str]:
    """How gunicorn is started. One process with threads; whatever is shared lies in the database."""
    options = {
        "--worker-class": "gthread",
        "--workers": settings.web_workers,
        "--threads": settings.web_threads,
        "--bind": bind_address(settings.host, settings.port),
        "--timeout": _REQUEST_SECONDS,
        "--graceful-timeout": _LAST_REQUESTS_SECONDS,
        "--log-level": "warning",
        # The app itself decides which proxies it believes (FORUM_TRUSTED_PROXIES).
        "--forwarded-allow-ips": "",
    }
    given = [part for name, value in options.items() for part in (name, str(value))]
    return [sys.executable, "-m", "gunicorn", *given, "--no-control-socket", "wsgi:app"]


def _serve(settings: Settings, children: Sequence[Child], link: str | None, steps: _Steps) -> None:
    supervisor = Supervisor(children, say)
    supervisor.stop_on_signals()
    steps.begin("Web server")
    steps.done(f"listens on {bind_address(settings.host, settings.port)}")
    supervisor.start()
    try:
        if _wait_for(supervisor, children[0], settings):
            _say_where(settings, link, has_worker=len(children) > 1)
            supervisor.watch()
    finally:
        supervisor.stop()
    say("The forum has stopped.")


def _wait_for(supervisor: Supervisor, web: Child, settings: Settings) -> bool:
    """Wait until the web server answers; False when told to stop meanwhile."""
    deadline = time.monotonic() + START_SECONDS
    while not supervisor.is_stopping:
        if web.has_ended() or time.monotonic() > deadline:
            raise Stop("The web server could not start. What it said stands above.")
        if answers(settings):
            return True
        time.sleep(0.05)
    return False


def _say_where(settings: Settings, link: str | None, *, has_worker: bool) -> None:
    click.echo(f"\nThe forum is at {settings.base_url}")
    if link is not None:
        click.echo(f"It is new. Set it up here, once: {link}")
    if has_worker:
        click.echo(
            "The screener takes a few seconds more; posts that are sent meanwhile wait for it."
        )
    click.echo("Stop with Ctrl-C.\n")
