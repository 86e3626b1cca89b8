"""Asking the real worker at once, and what happens to those who ask when it is killed."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from forum.config import Settings
from forum.conversations.lifecycle import PostState
from forum.screening import Submission
from forum.screening_desk.asking import Asking
from tests.factories import World
from tests.support.processes import Worker

KIND_WORDS = "Welcome, it is good that you are here."
UNKIND_WORDS = "zq7canary, you are a worthless idiot. Shut up and get lost, nobody wants you here."


@pytest.fixture
def live_settings(settings: Settings) -> Settings:
    """The worker works on the test's own database."""
    return settings


def asking(settings: Settings, seconds: float = 5.0) -> Asking:
    return Asking(settings.screening_desk, settings.secret_key, seconds)


def answered(worker: Worker, settings: Settings) -> None:
    worker.wait_until(
        lambda: asking(settings).ask(Submission(text=KIND_WORDS)) is not None, what="answering"
    )


def test_a_worker_that_is_killed_while_it_is_asked(
    app: Flask, world: World, live_settings: Settings, tmp_path: Path
) -> None:
    thread = world.thread(world.person())
    first = Worker(live_settings, tmp_path / "first.log")
    first.start()
    answered(first, live_settings)
    verdict = asking(live_settings).ask(Submission(text=UNKIND_WORDS))
    assert verdict is not None
    assert verdict.holds

    # It stands still in the middle of whatever it does, and then it is gone.
    os.kill(first.pid, signal.SIGSTOP)
    with ThreadPoolExecutor() as pool:
        began = time.monotonic()
        waiting = pool.submit(asking(live_settings, 10).ask, Submission(text=UNKIND_WORDS))
        time.sleep(0.3)
        assert not waiting.done()
        first.kill()
        assert waiting.result() is None
        assert time.monotonic() - began < 5, "nobody waits for somebody who is gone"
    assert asking(live_settings).ask(Submission(text=UNKIND_WORDS)) is None

    post = world.sent_reply(world.newcomer(), thread, KIND_WORDS)
    second = Worker(live_settings, tmp_path / "second.log")
    second.start()
    try:
        answered(second, live_settings)
        second.wait_until(
            lambda: world.fresh(post).state == PostState.PUBLISHED, what="reading what was sent"
        )
    finally:
        second.stop()
    for log in (first.output, second.output):
        assert "zq7canary" not in log
