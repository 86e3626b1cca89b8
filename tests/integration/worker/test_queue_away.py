"""While the queue can't be reached, what is due is looked at all the same, and the log stays short."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from forum.config import ROOT, Settings
from tests.support.processes import environment
from tests.support.redis import redis_server
from tests.support.smtp import free_port

# As `forum worker` does, with work that only says what it was woken for, and sweeps that come sooner.
PROGRAM = """
from forum import logs
from forum.config import load
from forum.jobs import Jobs


class Said:
    def __getattr__(self, name):
        return lambda: print(f"<{name}>", flush=True)


settings = load()
logs.configure(settings)
print("<ready>", flush=True)
Jobs(settings).attend(Said(), sweep_seconds=0.2)
"""


def test_sweeps_go_on_without_a_queue_and_one_line_says_that_it_is_away(tmp_path: Path) -> None:
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    settings = Settings(instance_dir=tmp_path, redis_url=url, secret_key="of a test" * 9)
    said = tmp_path / "said"
    with redis_server(tmp_path, "--port", str(port), url=url) as server, said.open("wb") as file:
        worker = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env=environment(settings),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for("<sweep>", said, more_than=0)
            assert "queue_failed" not in said.read_text()
            server.kill()
            server.wait()
            wait_for("queue_failed", said, more_than=0)
            wait_for("<sweep>", said, more_than=said.read_text().count("<sweep>") + 5)
            wait_for("<sweep>", said, more_than=said.read_text().count("<sweep>") + 5)
        finally:
            worker.terminate()
            worker.wait(10)
    told = said.read_text()
    assert "Traceback" not in told
    assert told.count("queue_failed") == 1
    assert "kind=ConnectionError" in told


def wait_for(word: str, said: Path, *, more_than: int) -> None:
    """Until it was said so often."""
    deadline = time.monotonic() + 30
    while said.read_text().count(word) <= more_than:
        assert time.monotonic() < deadline, said.read_text()[-3000:]
        time.sleep(0.05)
