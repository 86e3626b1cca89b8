"""Accepted means kept: whatever was accepted under a flood is in the review queue, exactly once.

These are the real processes: gunicorn, `forum worker` with the model that ships, all ended with SIGKILL in the middle.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from forum.config import Settings
from forum.conversations.lifecycle import PostState
from tests.conftest import make_settings
from tests.factories import World
from tests.support.clock import FakeClock
from tests.support.flooding import (
    Flood,
    Killing,
    kill_web_process,
    states,
    times_in_queue,
    wait_until_read,
    writers,
)
from tests.support.processes import MODEL_CACHE, LiveServer, Worker
from tests.support.smtp import free_port

POSTS = 96


@pytest.fixture
def settings(instance_dir: Path, database_url: str) -> Settings:
    """Everybody works on the test's own database."""
    port = free_port()
    return make_settings(
        instance_dir,
        database_url,
        base_url=f"http://127.0.0.1:{port}",
        port=port,
        web_workers=2,
        web_threads=4,
        # Nobody is asked to think again before sending.
        screening_ask_seconds=0.0,
        screening_cache=MODEL_CACHE,
        # What a killed worker was reading is another's after this.
        screening_deadline_seconds=10.0,
    )


@pytest.fixture
def live_settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture
def clock() -> FakeClock:
    """Sessions begin now: the processes have the real time."""
    return FakeClock(datetime.now(UTC))


@pytest.fixture
def flood(app: Flask, world: World, live_settings: Settings) -> Flood:
    """Eight people with the form for an answer open. Nobody else is at work yet."""
    thread = world.thread(world.person())
    return Flood(writers=writers(app, world, thread, live_settings.port), posts=POSTS)


def test_every_post_that_was_accepted_is_in_the_queue_exactly_once(
    flood: Flood,
    live_server: LiveServer,
    worker: Worker,
    live_settings: Settings,
    tmp_path: Path,
) -> None:
    killing = Killing(worker, Worker(live_settings, tmp_path / "next.log"))
    try:
        flood.run(
            lambda: kill_web_process(live_server), killing, lambda: kill_web_process(live_server)
        )
        wait_until_read(killing.next_worker)
    finally:
        killing.next_worker.stop()
    assert flood.answers[303] == len(set(flood.accepted)) == POSTS
    assert killing.left_undone > 0, "the worker was done before it could be killed"
    assert states() == {PostState.HELD: POSTS}
    assert times_in_queue() == Counter(flood.accepted)
