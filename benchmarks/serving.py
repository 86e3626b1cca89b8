"""Servers to be measured: gunicorn as `forum run` starts it, and what the system says of its processes (Linux)."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from forum.cli.run import web_command
from forum.cli.supervisor import own_environment
from forum.config import ROOT, Settings

START_SECONDS = 60.0
STOP_SECONDS = 10.0
_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running gunicorn: the process that listens, and the one that answers."""

    port: int
    arbiter: int
    worker: int

    def cpu_seconds(self) -> float:
        """Processor time of the process that answers, so far."""
        after_name = (_PROC / str(self.worker) / "stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / _TICKS

    def memory_mb(self) -> float:
        """Memory of the process that answers, in megabytes, with the libraries that it shares with others."""
        return _memory_mb(self.worker)

    def share_mb(self) -> float:
        """The same without what it shares with others but for its part of that (PSS)."""
        return _memory_mb(self.worker, "Pss")

    def both_share_mb(self) -> float:
        """What both processes take from the machine together (PSS)."""
        return self.share_mb() + _memory_mb(self.arbiter, "Pss")

    def has_loaded(self, library: str) -> bool:
        """Whether a shared library of that name is mapped into the process that answers."""
        return library in (_PROC / str(self.worker) / "maps").read_text()


def _memory_mb(pid: int, figure: str = "Rss") -> float:
    for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        if line.startswith(f"{figure}:"):
            return int(line.split()[1]) / 1024
    return 0.0


@contextlib.contextmanager
def serve(settings: Settings, app: str = "wsgi:app") -> Iterator[Server]:
    """Run gunicorn with the settings' port, processes and threads for a while.

    Raises:
        RuntimeError: it did not come up; the message holds what it wrote.
    """
    command = [*web_command(settings)[:-1], app]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(settings), stdout=log, stderr=log
        )
        try:
            yield _wait(process, settings.port)
        except TimeoutError:
            log.seek(0)
            raise RuntimeError(f"{app} did not come up:\n{log.read()}") from None
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(settings: Settings) -> Mapping[str, str]:
    """As `forum run` starts it, with nothing of the operator's own settings and all of these."""
    usual = own_environment().items()
    outside = {name: value for name, value in usual if not name.startswith("FORUM_")}
    chosen = settings.model_dump(mode="json", exclude_unset=True)
    return outside | {f"FORUM_{name.upper()}": str(value) for name, value in chosen.items()}


def _wait(process: subprocess.Popen[bytes], port: int) -> Server:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        children = _PROC / str(process.pid) / "task" / str(process.pid) / "children"
        workers = children.read_text().split()
        if workers:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return Server(port=port, arbiter=process.pid, worker=int(workers[0]))
        time.sleep(0.05)
    raise TimeoutError
