"""The forum's own processes, started for real: a web server and a worker that a test may kill."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from forum.config import ROOT, Settings
from forum.heartbeat import Heartbeat

COMMAND = (sys.executable, "-m", "forum.cli")
# Compiled once for all workers of all runs. What lies there is used only if it was made of this very model.
MODEL_CACHE = ROOT / ".pytest_cache" / "screening"


class NotReadyError(AssertionError):
    """A process ended, or did not come up in time. The message holds what it wrote."""


def environment(settings: Settings) -> dict[str, str]:
    """The environment in which a process reads these settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    chosen = settings.model_dump(mode="json", exclude_defaults=True)
    for name, value in chosen.items():
        words = ",".join(value) if isinstance(value, list | tuple) else str(value)
        plain[f"FORUM_{name.upper()}"] = words
    return plain | {"PYTHONUNBUFFERED": "1"}


class ForumProcess:
    """A process of the forum. What it writes goes to a file, and into the message when it fails."""

    def __init__(self, arguments: Sequence[str], settings: Settings, log: Path) -> None:
        self.log = log
        self._command = [*COMMAND, *arguments]
        self._environment = environment(settings)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of the running process. Raises NotReadyError when it was not started."""
        if self._process is None:
            raise NotReadyError("the process was not started")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the process has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def output(self) -> str:
        """What it has written so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def start(self) -> None:
        """Start it, in a process group of its own."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End it at once, children included, as a crash or a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self, *, seconds: float = 10) -> None:
        """Ask it to end; insist after a while."""
        self._signal(signal.SIGTERM, seconds=seconds)
        self._signal(signal.SIGKILL)

    def wait_until(self, ready: Callable[[], bool], *, what: str, seconds: float = 30) -> None:
        """Wait for something that this process brings about.

        Raises:
            NotReadyError: the process ended first, or the time was up.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.is_running:
                raise NotReadyError(f"the process ended before {what}:\n{self.output}")
            if time.monotonic() > deadline:
                raise NotReadyError(f"not {what} after {seconds} s:\n{self.output}")
            time.sleep(0.05)

    def _signal(self, number: signal.Signals, *, seconds: float = 10) -> None:
        if self._process is None:
            return
        try:
            # The group outlives its first process when a child was left behind.
            os.killpg(self._process.pid, number)
            self._process.wait(timeout=seconds)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass


class LiveServer(ForumProcess):
    """The web server as `forum run` starts it, without the worker."""

    def __init__(self, settings: Settings, log: Path) -> None:
        super().__init__(["run", "--no-worker"], settings, log)
        self.settings = settings
        self.url = f"http://127.0.0.1:{settings.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        super().start()
        self.wait_until(self.answers, what="answering", seconds=120)

    def answers(self) -> bool:
        """Whether somebody speaks HTTP on the port."""
        connection = http.client.HTTPConnection("127.0.0.1", self.settings.port, timeout=5)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except OSError:
            return False
        finally:
            connection.close()
        return True


class Worker(ForumProcess):
    """The background worker as `forum worker` starts it."""

    def __init__(self, settings: Settings, log: Path) -> None:
        super().__init__(["worker"], settings, log)
        self._engine = create_engine(settings.database)

    def launch(self) -> None:
        """Start it, and wait for nothing: until it has left a sign of life it may have read what waits."""
        super().start()

    def start(self) -> None:
        """Start it, and wait until its model is loaded."""
        before = self._beats()
        self.launch()
        self.wait_until(lambda: self._beats() > before, what="loading the model", seconds=120)

    def kill(self) -> None:
        """End it at once, children included, as a crash or a power cut would."""
        super().kill()
        self._engine.dispose()

    def stop(self, *, seconds: float = 10) -> None:
        """Ask it to end; insist after a while."""
        super().stop(seconds=seconds)
        self._engine.dispose()

    def _beats(self) -> float:
        """When a worker with a loaded model was last seen, in seconds since the epoch; 0 for never."""
        return latest_beat(self._engine)


def latest_beat(engine: Engine) -> float:
    """When a worker with a loaded model was last seen, in seconds since the epoch; 0 for never."""
    statement = select(Heartbeat.beat_at).where(Heartbeat.model != "")
    try:
        with engine.connect() as connection:
            moments = connection.scalars(statement).all()
    except DBAPIError:  # the worker has not migrated the database yet, or holds it
        return 0.0
    return max((moment.timestamp() for moment in moments), default=0.0)
