"""Accepted means kept: a flood of held posts from eight clients, while workers and web processes are killed.

python -m benchmarks.bench_flood [--posts N] [--database-url URL]

Everything is real: gunicorn, `forum worker` with the model that ships, and the database. At each fifth of the flood a
process is ended with SIGKILL: a web process, the worker, a web process, the worker that took its place.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from forum.app import create_app
from forum.cli.migrating import upgrade
from forum.config import Settings
from forum.wiring import Services
from tests.factories import World
from tests.support.client import CheckingClient
from tests.support.clock import FakeClock
from tests.support.desk import ScriptedDesk
from tests.support.flooding import (
    CLIENTS,
    Flood,
    Killing,
    kill_web_process,
    states,
    times_in_queue,
    wait_until_read,
    writers,
)
from tests.support.mail import Outbox
from tests.support.processes import LiveServer, Worker
from tests.support.smtp import free_port

POSTS = 2_000


def main(arguments: Sequence[str]) -> int:
    """Print what was accepted and what was kept; 0 where that is the same."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_flood")
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--database-url", default="")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hearth-flood-") as folder:
        return _flood(_settings(Path(folder), chosen.database_url), Path(folder), chosen.posts)


def _settings(folder: Path, database_url: str) -> Settings:
    port = free_port()
    return Settings(
        instance_dir=folder,
        database_url=database_url,
        base_url=f"http://127.0.0.1:{port}",
        port=port,
        secret_key=secrets.token_urlsafe(40),
        rate_limits=False,
        web_workers=2,
        web_threads=4,
        screening_wait_seconds=0.0,
        screening_ask_seconds=0.0,
    )


def _flood(settings: Settings, folder: Path, posts: int) -> int:
    upgrade(settings)
    clock = FakeClock(datetime.now(UTC))
    app = create_app(
        settings, Services(mailer=Outbox(), clock=clock, screening_desk=ScriptedDesk())
    )
    app.test_client_class = CheckingClient
    server = LiveServer(settings, folder / "web.log")
    workers = [Worker(settings, folder / f"worker{number}.log") for number in range(3)]
    killings = [Killing(workers[0], workers[1]), Killing(workers[1], workers[2])]
    try:
        with app.app_context():
            world = World(clock=clock)
            world.set_up()
            thread = world.thread(world.person())
            flood = Flood(writers=writers(app, world, thread, settings.port), posts=posts)
            server.start()
            workers[0].start()
            started = time.monotonic()
            flood.run(
                lambda: kill_web_process(server),
                killings[0],
                lambda: kill_web_process(server),
                killings[1],
            )
            sent = time.monotonic()
            wait_until_read(workers[2], seconds=3_600)
            read = time.monotonic()
            return _report(flood, killings, sent - started, read - sent)
    finally:
        server.stop()
        for worker in workers:
            worker.stop()


def _report(flood: Flood, killings: Sequence[Killing], sending: float, reading: float) -> int:
    accepted, queued = Counter(flood.accepted), times_in_queue()
    again = {status or "none": n for status, n in flood.answers.items() if status != 303}
    print(f"{CLIENTS} clients sent {len(flood.accepted)} posts in {sending:.0f} s")
    print(f"  answers that were no acceptance, and were sent again: {again or 'none'}")
    print(f"  left undone by the workers that were killed: {[k.left_undone for k in killings]}")
    print(f"  the last one had read everything {reading:.0f} s later: {dict(states())}")
    print(f"accepted {len(accepted)}, in the queue {len(queued)}, twice {len(_twice(queued))}")
    kept = queued == accepted
    print("PASS every accepted post is in the queue exactly once" if kept else "MISS")
    return 0 if kept else 1


def _twice(queued: Counter[str]) -> Sequence[str]:
    return [words for words, times in queued.items() if times > 1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
