"""`forum run`, started for real on a free port, with its web server and its worker."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy.engine import make_url

from forum.app import create_app
from forum.config import Settings
from forum.conversations.lifecycle import PostState
from forum.wiring import services
from tests.conftest import close, make_settings
from tests.factories import World
from tests.support.processes import MODEL_CACHE, ForumProcess
from tests.support.smtp import free_port


@pytest.fixture
def own_settings(instance_dir: Path, database_url: str) -> Settings:
    """A forum whose tables are up to date, and whose model was compiled before."""
    port = free_port()
    return make_settings(
        instance_dir,
        database_url,
        base_url=f"http://127.0.0.1:{port}",
        port=port,
        screening_cache=MODEL_CACHE,
    )


@pytest.fixture
def new_settings(instance_dir: Path, empty_database_url: str) -> Settings:
    """A forum that was never started before."""
    port = free_port()
    return make_settings(
        instance_dir, empty_database_url, base_url=f"http://127.0.0.1:{port}", port=port
    )


@pytest.fixture
def running(own_settings: Settings, tmp_path: Path) -> Iterator[ForumProcess]:
    """`forum run`, not started yet."""
    process = ForumProcess(["run"], own_settings, tmp_path / "run.log")
    yield process
    process.stop()


@pytest.fixture
def first_start(new_settings: Settings, tmp_path: Path) -> Iterator[ForumProcess]:
    """`forum run` for the first time, not started yet."""
    process = ForumProcess(["run"], new_settings, tmp_path / "run.log")
    yield process
    process.stop()


def started(process: ForumProcess, name: str) -> list[int]:
    """The numbers of the processes that it started under a name, in order."""
    found = re.findall(rf"Started the {name}(?: again)? \(process (\d+)\)", process.output)
    return [int(number) for number in found]


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def says(process: ForumProcess, words: str, *, seconds: float = 90) -> None:
    process.wait_until(lambda: words in process.output, what=f"saying {words!r}", seconds=seconds)


def get(url: str) -> tuple[int, str]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def ended(process: ForumProcess, *, seconds: float = 60) -> int:
    """Wait until the process has ended by itself; its status."""
    assert process._process is not None
    return process._process.wait(timeout=seconds)


@pytest.mark.slow
def test_a_first_start_and_what_follows(first_start: ForumProcess, new_settings: Settings) -> None:
    running = first_start
    running.start()
    says(running, "Stop with Ctrl-C.")
    for number, name in enumerate(
        ("Settings", "Folder", "Port", "Database", "Screening model", "Web server"), start=1
    ):
        assert re.search(rf"^{number}/6 {name}.* … \S", running.output, re.MULTILINE), name
    assert "Database … brought up to date" in running.output
    assert re.search(r"Screening model … compiling it once … .+, compiled", running.output)
    assert f"The forum is at {new_settings.base_url}" in running.output
    link = re.search(r"http://\S+/setup/\S+", running.output)
    assert link is not None
    assert get(link.group())[0] == 200

    says(running, "The screener is at work", seconds=90)
    at = running.output.index
    assert at("Started the web server") < at("The screener is at work"), (
        "the web side does not wait for it"
    )

    first = started(running, "worker")[-1]
    os.kill(first, signal.SIGKILL)
    says(running, "The worker ended (signal SIGKILL). It starts again in 1 s.")
    app = create_app(new_settings)
    with app.app_context():
        world = World(clock=services(app).clock)
        world.set_up()
        thread = world.thread(world.person())
        post = world.sent_reply(world.newcomer(), thread, "Hello, it is good to be here.")
        running.wait_until(
            lambda: world.fresh(post).state != PostState.SUBMITTED,
            what="reading what was sent while no worker was there",
            seconds=90,
        )
        assert world.fresh(post).state == PostState.PUBLISHED
    close(app)
    assert started(running, "worker")[-1] != first

    children = [*started(running, "worker"), *started(running, "web server")]
    os.kill(running.pid, signal.SIGTERM)
    assert ended(running) == 0
    assert "The forum has stopped." in running.output
    assert not [pid for pid in children if exists(pid)]
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", new_settings.port))


def test_the_web_server_is_started_again_when_it_dies(
    own_settings: Settings, tmp_path: Path
) -> None:
    running = ForumProcess(["run", "--no-worker"], own_settings, tmp_path / "run.log")
    running.start()
    try:
        says(running, "Stop with Ctrl-C.")
        assert "Database … up to date" in running.output
        assert "Started the worker" not in running.output
        os.kill(started(running, "web server")[0], signal.SIGKILL)
        says(running, "Started the web server again")
        running.wait_until(lambda: answers(own_settings), what="answering again")
        os.kill(running.pid, signal.SIGINT)
        assert ended(running) == 0
    finally:
        running.stop()


def test_closing_the_terminal_ends_everything(own_settings: Settings, tmp_path: Path) -> None:
    running = ForumProcess(["run", "--no-worker"], own_settings, tmp_path / "run.log")
    # Where `nohup` runs the tests the forum would inherit that it is to go on.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        running.start()
    finally:
        signal.signal(signal.SIGHUP, before)
    try:
        says(running, "Stop with Ctrl-C.")
        os.killpg(running.pid, signal.SIGHUP)
        assert ended(running) == 0
        assert "The forum has stopped." in running.output
        assert not exists(started(running, "web server")[0])
    finally:
        running.stop()


def answers(settings: Settings) -> bool:
    try:
        return get(f"{settings.base_url}/not-set-up")[0] == 200
    except OSError:
        return False


def test_a_port_in_use(running: ForumProcess, own_settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", own_settings.port))
        other.listen()
        running.start()
        assert ended(running) == 1
    assert f"Port {own_settings.port} on 127.0.0.1 is in use" in running.output
    assert "Traceback" not in running.output


def test_a_damaged_model_is_named_and_nothing_starts(
    own_settings: Settings, tmp_path: Path, damaged_model: Path
) -> None:
    arguments = ["run", "--model-dir", str(damaged_model)]
    running = ForumProcess(arguments, own_settings, tmp_path / "run.log")
    running.start()
    assert ended(running) == 1
    assert f"{damaged_model / 'model.safetensors'} is damaged" in running.output
    assert "Traceback" not in running.output
    assert "Started" not in running.output


def test_a_model_that_cannot_be_compiled_is_said_so_and_nothing_starts(
    own_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings = own_settings.model_copy(update={"screening_cache": tmp_path / "file" / "cache"})
    running = ForumProcess(["run"], settings, tmp_path / "run.log")
    running.start()
    assert ended(running) == 1
    assert "The compiled screening model can't be written" in running.output
    assert "Traceback" not in running.output
    assert "Started" not in running.output


def test_a_locked_database(running: ForumProcess, own_settings: Settings) -> None:
    if not own_settings.database.startswith("sqlite"):
        pytest.skip("only a database in a file is locked as a whole")
    other = sqlite3.connect(str(make_url(own_settings.database).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        running.start()
        assert ended(running) == 1
    finally:
        other.close()
    assert "is locked by another program" in running.output
    assert "Traceback" not in running.output


@pytest.mark.slow
def test_a_worker_stops_when_it_is_asked_to(own_settings: Settings, tmp_path: Path) -> None:
    worker = ForumProcess(["worker"], own_settings, tmp_path / "worker.log")
    worker.start()
    try:
        says(worker, "The screener is at work", seconds=90)
        os.kill(worker.pid, signal.SIGTERM)
        assert ended(worker) == 0
        assert "Traceback" not in worker.output
    finally:
        worker.stop()


def test_a_worker_that_is_still_loading_stops_at_once(
    own_settings: Settings, tmp_path: Path
) -> None:
    worker = ForumProcess(["worker"], own_settings, tmp_path / "worker.log")
    worker.start()
    os.kill(worker.pid, signal.SIGTERM)
    assert ended(worker) in {0, -signal.SIGTERM}
