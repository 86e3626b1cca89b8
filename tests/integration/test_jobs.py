"""Wake-ups reach the worker through either queue; a queue that is out of reach loses nothing."""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
from flask import Flask
from structlog.testing import capture_logs

from forum.accounts.actor import Actor
from forum.config import Settings
from forum.conversations.commands import NewPost, reply
from forum.conversations.models import Post
from forum.database import db, transaction
from forum.events import RevisionSubmitted
from forum.jobs import Jobs
from forum.queue_library import unreachable_errors
from tests.factories import World
from tests.support.smtp import free_port

REDIS_URL = os.environ.get("FORUM_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


class Noted:
    """Work that only notes what it was woken for."""

    def __init__(self) -> None:
        self.woken: list[str] = []

    def screen_due(self) -> None:
        """Note it."""
        self.woken.append("screen")

    def mail_due(self) -> None:
        """Note it."""
        self.woken.append("mail")

    def backtest_due(self) -> None:
        """Note it."""
        self.woken.append("backtest")

    def forecast_due(self) -> None:
        """Note it."""
        self.woken.append("forecast")

    def let_out_due(self) -> None:
        """Note it."""
        self.woken.append("let out")

    def sweep(self) -> None:
        """Note it."""
        self.woken.append("sweep")


def redis_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS_URL, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


def queue_settings(kind: str, folder: Path) -> Settings:
    if kind == "redis" and not redis_answers():
        pytest.skip(f"no Redis answers at {REDIS_URL}; set FORUM_TEST_REDIS_URL to test with one")
    return Settings(instance_dir=folder, redis_url=REDIS_URL if kind == "redis" else "")


@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_a_wake_up_from_one_process_reaches_the_worker_in_another(
    kind: str, tmp_path: Path, world: World
) -> None:
    settings = queue_settings(kind, tmp_path)
    web, worker, work = Jobs(settings), Jobs(settings), Noted()
    worker.queue.flush()
    consumer = worker.queue.create_consumer(workers=1, max_delay=0.1, periodic=False)
    worker._work = work
    consumer.start()
    try:
        happened = RevisionSubmitted(actor_id=1, at=world.clock.now(), post_id=1, revision_id=1)
        web.wake_screening(happened)
        web.wake_mail(happened)
        until = time.monotonic() + 10
        while len(work.woken) < 2 and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        consumer.stop(graceful=True)
    assert work.woken == ["screen", "mail"]


def test_a_worker_that_starts_looks_again_when_nobody_can_still_be_reading(
    tmp_path: Path,
) -> None:
    """What a killed worker was reading waits for that long, and not until the next sweep."""
    deadline = 0.5
    jobs, work = Jobs(Settings(instance_dir=tmp_path, screening_deadline_seconds=deadline)), Noted()
    consumer = jobs.queue.create_consumer(workers=1, max_delay=0.1, periodic=False)
    jobs._work = work
    began = time.monotonic()
    consumer.start()
    try:
        while not work.woken and time.monotonic() < began + 10:
            time.sleep(0.02)
    finally:
        consumer.stop(graceful=True)
    assert work.woken == ["screen"]
    assert time.monotonic() > began + deadline


@pytest.mark.parametrize("place", [0, 4096])
def test_a_damaged_queue_is_put_aside_and_a_new_one_begun(tmp_path: Path, place: int) -> None:
    settings = Settings(instance_dir=tmp_path)
    before = Jobs(settings)
    before.queue.storage.enqueue(b"a wake-up")
    before.queue.storage.close()
    with settings.jobs_path.open("r+b") as file:
        file.seek(place)
        file.write(b"\xff" * 100)
    damaged = settings.jobs_path.read_bytes()
    with capture_logs() as said:
        jobs = Jobs(settings)
    assert jobs.queue.pending_count() == 0
    jobs.queue.storage.enqueue(b"a wake-up")
    assert jobs.queue.pending_count() == 1
    jobs.queue.storage.close()
    assert (tmp_path / "jobs.db.damaged").read_bytes() == damaged
    assert [one["event"] for one in said] == ["queue_put_aside"]


def put_in_and_take_out(into: Jobs, out_of: Jobs) -> bool:
    """Whether what one process puts in reaches the other."""
    into.queue.storage.enqueue(b"a wake-up")
    return bool(out_of.queue.storage.dequeue() == b"a wake-up")


@pytest.mark.parametrize("first", ["web", "worker"], ids="{}-first".format)
def test_a_queue_that_is_damaged_while_it_is_open_is_begun_anew_by_all_who_have_it_open(
    tmp_path: Path, first: str
) -> None:
    settings = Settings(instance_dir=tmp_path)
    web, worker = Jobs(settings), Jobs(settings)
    assert put_in_and_take_out(web, worker)
    web.queue.storage.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with settings.jobs_path.open("r+b") as file:
        file.write(b"\xff" * 4096 * 3)
    order = (web, worker) if first == "web" else (worker, web)
    for jobs in order:
        jobs.queue.pending_count()
        with suppress(sqlite3.DatabaseError):
            jobs.queue.storage.read_schedule(datetime.now(UTC))
    assert put_in_and_take_out(web, worker)
    assert put_in_and_take_out(worker, web)
    for jobs in order:
        jobs.queue.storage.close()


def test_a_queue_that_was_deleted_while_it_is_open_is_begun_anew(tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path)
    web, worker = Jobs(settings), Jobs(settings)
    assert put_in_and_take_out(web, worker)
    for path in tmp_path.glob("jobs.db*"):
        path.unlink()
    assert put_in_and_take_out(web, worker)
    # As a worker that was started again would.
    assert put_in_and_take_out(web, Jobs(settings))
    for jobs in (web, worker):
        jobs.queue.storage.close()


def test_a_queue_that_is_whole_is_left_as_it_is(tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path)
    first = Jobs(settings)
    first.queue.storage.enqueue(b"a wake-up")
    second = Jobs(settings)
    assert second.queue.pending_count() == 1
    for jobs in (first, second):
        jobs.queue.storage.close()


def test_a_queue_in_redis_says_when_it_can_not_be_reached(tmp_path: Path) -> None:
    """huey was imported without redis; whoever has a queue there gets it all the same, with its errors."""
    jobs = Jobs(Settings(instance_dir=tmp_path, redis_url=f"redis://127.0.0.1:{free_port()}/0"))
    with pytest.raises(unreachable_errors()):
        jobs.queue.pending_count()


def test_a_post_is_accepted_while_the_queue_is_out_of_reach(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = world.thread(world.person())

    def refuse(*args: object, **kwargs: object) -> None:
        raise redis.ConnectionError("gone")

    jobs: Jobs = app.extensions["hearth.jobs"]
    monkeypatch.setattr(jobs.queue.storage, "enqueue", refuse)
    post = world.sent_reply(world.newcomer(), thread)
    assert post.state == "submitted"
    world.screen()
    assert world.fresh(post).state == "published"


def test_a_transaction_inside_another_is_refused(world: World) -> None:
    with transaction(), pytest.raises(RuntimeError), transaction():
        pass


def test_writers_at_the_same_moment_wait_for_each_other(app: Flask, world: World) -> None:
    thread_id = world.thread(world.person()).id
    people = [world.person() for _ in range(6)]

    def write(person: Actor) -> None:
        with app.app_context():
            for _ in range(5):
                sent = NewPost(text="At once", submission_key=str(uuid.uuid4()))
                reply(person, thread_id, sent, world.clock)

    with ThreadPoolExecutor(max_workers=len(people)) as pool:
        list(pool.map(write, people))
    assert db.session.query(Post).filter_by(thread_id=thread_id).count() == 31
