"""Keeping processes running."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from forum.cli.loading import pauses
from forum.cli.streams import say
from forum.cli.supervisor import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    SETTLED_AFTER_SECONDS,
    Child,
    Supervisor,
    own_environment,
)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def child(program: str) -> Child:
    return Child(
        name="sleeper", command=[sys.executable, "-c", program], environment=own_environment()
    )


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def test_the_pause_grows_up_to_a_limit() -> None:
    falling = child("")
    falling.started_at = 0.0
    given = [falling.next_pause(now=1.0) for _ in range(9)]
    assert given[:3] == [FIRST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2, FIRST_PAUSE_SECONDS * 4]
    assert given[-1] == LONGEST_PAUSE_SECONDS


def test_a_process_that_ran_for_long_starts_again_soon() -> None:
    falling = child("")
    for _ in range(5):
        falling.next_pause(now=1.0)
    assert falling.next_pause(now=SETTLED_AFTER_SECONDS + 1) == FIRST_PAUSE_SECONDS


def test_the_pauses_before_another_try_at_the_model() -> None:
    assert list(itertools.islice(pauses(first=2, longest=10), 5)) == [2, 4, 8, 10, 10]


def test_a_child_that_ends_is_started_again_after_its_pause() -> None:
    said: list[str] = []
    falling = child("raise SystemExit(3)")
    supervisor = Supervisor([falling], said.append)
    supervisor.start()
    wait_until(falling.has_ended)
    now = time.monotonic()
    supervisor.look_after(falling, now)
    assert said[-1] == "The sleeper ended (status 3). It starts again in 1 s."
    supervisor.look_after(falling, now + 0.5)
    assert len(said) == 2, "not before its pause is over"
    first = falling.process
    supervisor.look_after(falling, now + 1.0)
    assert "again" in said[-1]
    assert falling.process is not first
    supervisor.stop()


def test_stopping_ends_every_child_even_one_that_does_not_listen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("forum.cli.supervisor.STOP_SECONDS", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); time.sleep(60)"
    children = [child("import time; time.sleep(60)"), child(deaf)]
    supervisor = Supervisor(children, lambda words: None)
    supervisor.start()
    time.sleep(0.5)
    supervisor.stop()
    assert all(one.has_ended() for one in children)


@pytest.fixture
def signals() -> Iterator[None]:
    """What a signal does afterwards is what it did before. Meanwhile each is heard, also under `nohup`."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_the_watch(number: signal.Signals) -> None:
    supervisor = Supervisor([child("import time; time.sleep(60)")], lambda words: None)
    try:
        supervisor.stop_on_signals()
        supervisor.start()
        threading.Timer(0.3, os.kill, (os.getpid(), number)).start()
        supervisor.watch()
        assert supervisor.is_stopping
    finally:
        supervisor.stop()


@pytest.mark.usefixtures("signals")
def test_who_asked_to_go_on_without_a_terminal_goes_on() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    supervisor = Supervisor([], lambda words: None)
    supervisor.stop_on_signals()
    os.kill(os.getpid(), signal.SIGHUP)
    assert not supervisor.is_stopping


def test_a_log_on_a_full_disk_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The supervisor says that a child has ended, and starts it again, whoever can read it."""
    with Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr("sys.stdout", full)
        falling = child("")
        supervisor = Supervisor([falling], say)
        supervisor.start()
        wait_until(falling.has_ended)
        first = falling.process
        supervisor.look_after(falling, time.monotonic())
        supervisor.look_after(falling, time.monotonic() + LONGEST_PAUSE_SECONDS)
        monkeypatch.undo()
        with suppress(OSError):
            full.close()
    assert falling.process is not first
    supervisor.stop()
