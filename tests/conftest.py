"""What every test can ask for. `--database=postgresql` runs the same tests on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from playwright.sync_api import Browser, Page

from forum.app import create_app
from forum.cli.migrating import upgrade_here
from forum.config import Settings
from forum.database import db
from forum.wiring import Services
from tests.factories import World
from tests.support import browser as chromium
from tests.support import in_memory, order, postgres, thrift
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.support.desk import ScriptedDesk
from tests.support.mail import Outbox
from tests.support.processes import MODEL_CACHE, LiveServer, Worker
from tests.support.smtp import SmtpServer, free_port

BASE_URL = "https://forum.test"
SERVER = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    # Nobody's own forum is touched by a test, and nobody's settings change what a test sees.
    for name in [name for name in os.environ if name.startswith("FORUM_")]:
        if not name.startswith("FORUM_TEST_"):
            del os.environ[name]
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory.folder()))
    # As many processes as cores run tests: where each reckons with several threads, they wait for one another, busily.
    for library in ("OMP", "OPENBLAS", "MKL", "RAYON"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    config.stash[SERVER] = "SQLite"
    if config.getoption("--database") == "postgresql":
        try:
            server = postgres.find_or_start()
        except postgres.NoPostgresError as error:
            raise pytest.UsageError(str(error)) from error
        # The processes of pytest-xdist inherit it, so that there is one server for all of them.
        os.environ[postgres.ENVIRONMENT] = server.url
        config.stash[SERVER] = f"PostgreSQL {server.version} ({server.source})"


def pytest_collection_finish() -> None:
    order.turn_unordered_round()
    thrift.share_routes()
    thrift.leave_modules_alone()


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.stash[SERVER]}"


# ---------------------------------------------------------------------------------------- database


def migrate(url: str, folder: Path) -> None:
    """Bring a database up to the newest migration. `folder` serves the app for that while."""
    app = create_app(make_settings(folder, url), services_for(FakeClock(), Outbox()))
    with app.app_context():
        upgrade_here()
    close(app)


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, and of all its processes where pytest-xdist has started several."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Where fresh databases come from."""
    folder = tmp_path_factory.mktemp("databases")
    made: Databases
    if request.config.getoption("--database") == "postgresql":
        made = PostgresDatabases(os.environ[postgres.ENVIRONMENT], lambda url: migrate(url, folder))
    else:
        shared = shared_folder(tmp_path_factory)
        made = SqliteDatabases(folder, shared, lambda url: migrate(url, folder))
    yield made
    made.close()


@pytest.fixture
def database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database without a single row of anybody's."""
    url = databases.create(tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A database without tables, for tests of the migrations."""
    url = databases.create_empty(tmp_path)
    yield url
    databases.drop(url)


# -------------------------------------------------------------------------------------------- app


def make_settings(instance_dir: Path, database_url: str, **others: object) -> Settings:
    """Settings for a test: no limits, no waiting for a screener that does not run."""
    chosen: dict[str, object] = {
        "instance_dir": instance_dir,
        "database_url": database_url,
        "base_url": BASE_URL,
        "secret_key": "only-for-tests-0123456789-abcdefghij-KLMNOPQRST",
        "rate_limits": False,
        "screening_wait_seconds": 0.0,
        "backups_kept": 0,
    }
    return Settings.model_validate(chosen | others)


def services_for(clock: FakeClock, outbox: Outbox, desk: ScriptedDesk | None = None) -> Services:
    """The forum's outside world, as tests see it."""
    return Services(mailer=outbox, clock=clock, screening_desk=desk or ScriptedDesk())


def close(app: Flask) -> None:
    """Let go of the app's connections, so that its database can be dropped."""
    stop_using(app)
    with app.app_context():
        db.engine.dispose()


def stop_using(app: Flask) -> None:
    """Let go of what the app holds but for its connections, which nothing uses any more."""
    with app.app_context():
        db.session.remove()
    app.extensions["hearth.jobs"].queue.storage.close()


@pytest.fixture
def instance_dir(tmp_path: Path) -> Path:
    """The forum's own folder."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def settings(instance_dir: Path, database_url: str) -> Settings:
    """The settings of the app under test. A test file may override this fixture."""
    return make_settings(instance_dir, database_url)


@pytest.fixture
def clock() -> FakeClock:
    """The app's clock; it stands still until a test moves it."""
    return FakeClock()


@pytest.fixture
def outbox() -> Outbox:
    """Every mail that the app has sent."""
    return Outbox()


@pytest.fixture(scope="session")
def template_cache(pytestconfig: pytest.Config) -> BytecodeCache:
    """Compiled templates, for all apps of all processes. One that has changed is compiled anew."""
    return FileSystemBytecodeCache(str(pytestconfig.cache.mkdir("templates")))


@pytest.fixture
def desk() -> ScriptedDesk:
    """Where the app asks the screener before something is sent; it says nothing until a test lets it."""
    return ScriptedDesk()


@pytest.fixture
def app(
    settings: Settings,
    clock: FakeClock,
    outbox: Outbox,
    desk: ScriptedDesk,
    template_cache: BytecodeCache,
    databases: Databases,
) -> Iterator[Flask]:
    """The forum on a fresh database, with a clock and a mailer that the test holds."""
    made = create_app(settings, services_for(clock, outbox, desk))
    made.testing = True
    made.test_client_class = CheckingClient
    thrift.share_templates(made, template_cache)
    with made.app_context():
        thrift.share_statements(db.engine)
        databases.lend_connections(db.engine)
    yield made
    stop_using(made)
    with made.app_context():
        databases.take_back_connections(db.engine)


@pytest.fixture
def new_client(app: Flask) -> Callable[[], CheckingClient]:
    """Makes clients that share no cookies: one per person in a test."""

    def make() -> CheckingClient:
        made = app.test_client()
        assert isinstance(made, CheckingClient)
        return made

    return make


@pytest.fixture
def client(new_client: Callable[[], CheckingClient]) -> CheckingClient:
    """A browser without JavaScript, of somebody who is not signed in. It checks every page."""
    return new_client()


# -------------------------------------------------------------------------------- real processes


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A real SMTP server that keeps what it is given."""
    server = SmtpServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def live_settings(instance_dir: Path, database_url: str) -> Settings:
    """The settings of the real processes. A test file may override this fixture."""
    port = free_port()
    return make_settings(
        instance_dir,
        database_url,
        base_url=f"http://127.0.0.1:{port}",
        port=port,
        screening_wait_seconds=3.0,
        screening_cache=MODEL_CACHE,
    )


@pytest.fixture
def live_server(live_settings: Settings, tmp_path: Path) -> Iterator[LiveServer]:
    """A running web server on a database of its own."""
    server = LiveServer(live_settings, tmp_path / "web.log")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def worker(live_settings: Settings, tmp_path: Path) -> Iterator[Worker]:
    """A running worker with its model loaded, on the same database as `live_server`."""
    running = Worker(live_settings, tmp_path / "worker.log")
    try:
        running.start()
        yield running
    finally:
        running.stop()


# ------------------------------------------------------------------------------------------ browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Where there is none the test fails, unless whoever runs it has said they know."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(chromium.chromium())
        except chromium.NoBrowserError as error:
            if chromium.may_be_missing():
                pytest.skip(str(error))
            pytest.fail(f"{error}; `make test` installs it")
        yield running


@pytest.fixture
def visits(browser: Browser, live_server: LiveServer) -> Iterator[chromium.Visits]:
    """Opens pages of the running forum; the test fails if the browser complained of anything."""
    made = chromium.Visits(browser, live_server.url)
    yield made
    made.close()
    assert made.complaints == []


@pytest.fixture
def page(visits: chromium.Visits) -> Page:
    """One page of the running forum, with JavaScript, light and wide."""
    return visits.open()


# ---------------------------------------------------------------------------------------- community


@pytest.fixture
def world(app: Flask, clock: FakeClock) -> Iterator[World]:
    """A community that has been set up, inside an app context."""
    with app.app_context():
        made = World(clock=clock)
        made.set_up()
        yield made
