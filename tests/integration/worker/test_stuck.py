"""A model that hangs or finds no memory, or a worker that has to end. The post stays, and is read by the next."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
import structlog
from flask import Flask

from forum.config import ROOT, Settings
from forum.conversations.submission import due_revisions
from forum.stuck import EXIT_STUCK
from forum.worker import Worker
from tests.factories import World
from tests.support.processes import environment

# A process of its own: one that is stuck is ended, whoever started it.
STUCK = """
import time
from forum.config import load
from forum.foundation import lay_foundation
from forum.screening import load_threshold_set
from forum.worker import Worker

class Hangs:
    thresholds = load_threshold_set()

    def with_thresholds(self, _):
        return self

    def with_own_words(self, _):
        return self

    def screen(self, submission):
        time.sleep(600)

Worker(lay_foundation(load()), Hangs(), "hangs 1").screen_due()
"""


@pytest.fixture
def live_settings(settings: Settings) -> Settings:
    """The worker works on the test's own database."""
    return settings


def work(settings: Settings) -> int:
    """How a worker ended whose model hangs."""
    done = subprocess.run(
        [sys.executable, "-c", STUCK],
        cwd=ROOT,
        env=environment(settings) | {"FORUM_SCREENING_DEADLINE_SECONDS": "0.5"},
        timeout=120,
        check=False,
    )
    return done.returncode


def test_a_model_that_hangs_ends_its_worker_and_the_try_is_counted(
    world: World, live_settings: Settings
) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))

    assert work(live_settings) == EXIT_STUCK
    assert world.fresh(post).state == "submitted"
    # What comes after a few of them stands in tests/integration/conversations/test_submission.py.
    assert world.revision(post).screening_attempts == 1
    assert due_revisions() == [world.revision(post).id]


def test_no_memory_leaves_the_post_waiting_and_the_worker_at_work(app: Flask, world: World) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    worker = Worker(app, world.screener, "scripted 1")
    world.screener.fail_with = MemoryError()
    worker.screen_due()
    assert world.fresh(post).state == "submitted"
    world.screener.fail_with = None
    worker.screen_due()
    assert world.fresh(post).state == "published"


def test_the_log_says_where_a_text_could_not_be_read_and_nothing_of_what_it_says(
    app: Flask, world: World
) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    world.screener.fail_with = ValueError("can't read 'My secret'")
    with structlog.testing.capture_logs() as lines:
        Worker(app, world.screener, "scripted 1").screen_due()

    [line] = [one for one in lines if one["event"] == "screening_failed"]
    assert (line["revision_id"], line["kind"]) == (world.revision(post).id, "ValueError")
    assert line["came_through"][0].endswith(" screen")
    assert "exc_info" not in line
    assert "secret" not in str(line)


def test_a_worker_that_has_to_end_finishes_the_post_in_its_hand(app: Flask, world: World) -> None:
    """So that it does not wait until nobody can be reading it any more."""
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    is_reading, goes_on = threading.Event(), threading.Event()

    def read() -> None:
        is_reading.set()
        goes_on.wait(10)

    world.screener.before = read
    worker = Worker(app, world.screener, "scripted 1")
    at_work = threading.Thread(target=worker.screen_due, daemon=True)
    at_work.start()
    assert is_reading.wait(10)
    threading.Timer(0.2, goes_on.set).start()

    worker.finish_text(seconds=10)

    assert world.fresh(post).state == "published"
    at_work.join(10)
