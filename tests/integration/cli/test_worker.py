"""The worker while its model can't be loaded, and when that has passed."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from forum import worker
from forum.accounts.attempts import Caller
from forum.accounts.commands import create_user
from forum.accounts.resets import ask_for_reset
from forum.cli.loading import take_screener
from forum.cli.model_options import ModelChoice
from forum.cli.stop import Stop
from forum.conversations.lifecycle import PostState
from forum.database import db, transaction
from forum.heartbeat import (
    FORGET_AFTER,
    Heartbeat,
    beat,
    forget_old_beats,
    screener_at_work,
)
from forum.screening import MODEL_DIR, ModelFilesError
from forum.worker import Worker
from tests.factories import ScriptedScreener, World
from tests.support.mail import Outbox

BUNDLED = ModelChoice(folder=MODEL_DIR, official="", threads=1)
OFFICIAL = ModelChoice(folder=MODEL_DIR, official="unbiased", threads=1)


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """Ends what still tries in the background."""
    event = threading.Event()
    yield event
    event.set()


def test_posts_wait_and_mails_go_out_without_a_model(
    app: Flask, world: World, outbox: Outbox
) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    with transaction() as session:
        create_user(
            session,
            username="ana",
            display_name="Ana",
            email="ana@example.org",
            password="orchard lantern seventeen",
            now=world.clock.now(),
        )
    ask_for_reset("ana@example.org", Caller(network="here", device_id=""), world.clock)
    Worker(app).sweep()
    assert world.fresh(post).state == PostState.SUBMITTED
    assert [message["To"] for message in outbox.messages] == ["ana@example.org"]


def test_what_has_waited_is_read_when_the_screener_is_there(app: Flask, world: World) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    at_work = Worker(app)
    at_work.beat()
    db.session.rollback()
    assert db.session.query(Heartbeat).one().model == ""
    at_work.take_screener(ScriptedScreener(), "scripted 1")
    at_work.sweep()
    at_work.beat()
    db.session.rollback()
    assert world.fresh(post).state == PostState.PUBLISHED
    assert db.session.query(Heartbeat).one().model == "scripted 1"


@pytest.mark.parametrize(
    ("choice", "failure"),
    [
        (BUNDLED, OSError("too many open files")),
        (BUNDLED, MemoryError()),
        (OFFICIAL, ModelFilesError("could not be fetched")),
    ],
)
def test_a_failure_that_may_pass_is_tried_again(
    app: Flask,
    world: World,
    stop: threading.Event,
    choice: ModelChoice,
    failure: Exception,
) -> None:
    tries: list[float] = []

    def load(chosen: ModelChoice) -> ScriptedScreener:
        tries.append(time.monotonic())
        if len(tries) < 3:
            raise failure
        return ScriptedScreener()

    at_work = Worker(app)
    take_screener(at_work, choice, stop, load=load, wait=lambda: iter([0.05, 0.05, 0.05]))
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    deadline = time.monotonic() + 10
    while world.fresh(post).state == PostState.SUBMITTED:
        assert time.monotonic() < deadline
        at_work.screen_due()
        time.sleep(0.02)
    assert len(tries) == 3


def test_a_damaged_model_ends_the_worker(
    app: Flask, stop: threading.Event, damaged_model: Path
) -> None:
    choice = ModelChoice(folder=damaged_model, official="", threads=1)
    with pytest.raises(Stop) as raised:
        take_screener(Worker(app), choice, stop)
    assert str(damaged_model / "model.safetensors") in raised.value.message


def test_one_duty_that_fails_stops_no_other(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = world.clock.now() - FORGET_AFTER - timedelta(minutes=1)
    with transaction() as session:
        beat(session, "worker-long-gone", "", old)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the mail server said something unheard of")

    monkeypatch.setattr(worker, "send_due_resets", fail)
    Worker(app).sweep()
    db.session.rollback()
    assert db.session.query(Heartbeat).count() == 0


def test_a_database_that_is_away_is_one_line_for_each_duty(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(worker, "send_due_resets", fail)
    with capture_logs() as logged:
        Worker(app).sweep()
    [said] = [one for one in logged if one["event"] == "duty_failed"]
    assert said == {
        "event": "duty_failed",
        "log_level": "error",
        "duty": "mail_due",
        "reason": "database or disk is full",
    }


def test_what_a_clock_that_was_ahead_has_left_is_no_sign_of_life(app: Flask, world: World) -> None:
    now = world.clock.now()
    with transaction() as session:
        beat(session, "worker-gone", "scripted 1", now + timedelta(days=400))
    assert not screener_at_work(db.session(), now)
    with transaction() as session:
        beat(session, "worker-here", "scripted 1", now)
    assert screener_at_work(db.session(), now)
    with transaction() as session:
        forget_old_beats(session, now)
    assert [one.name for one in db.session.query(Heartbeat)] == ["worker-here"]


def test_a_sign_of_life_that_has_to_wait_is_told_in_one_line_and_is_not_the_last(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, stop, beaten = Worker(app), threading.Event(), list[str]()

    def beat_once_it_may() -> None:
        beaten.append("tried")
        if len(beaten) == 2:
            stop.set()
            return
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(at_work, "beat", beat_once_it_may)
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0)
    with capture_logs() as logged:
        at_work.beat_forever(stop)
    assert len(beaten) == 2
    assert logged == [
        {"event": "heartbeat_missed", "log_level": "warning", "reason": "database is locked"}
    ]
