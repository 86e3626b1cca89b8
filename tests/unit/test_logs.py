"""What other libraries log goes the same way as what the forum logs itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
import structlog
from flask import Flask, g

from forum import logs
from forum.config import Settings

REFUSED = """duplicate key value violates unique constraint "uq_users_email"
DETAIL:  Key (email)=(ana@example.org) already exists.
[SQL: INSERT INTO users]"""


@pytest.fixture
def errors(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """What was written to the error output. Afterwards logs are as they were."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers = list(root.handlers)
    yield lambda: capsys.readouterr().err
    root.handlers[:] = handlers
    structlog.configure(**before)


def configure(log_format: Literal["text", "json"]) -> None:
    logs.configure(Settings(log_format=log_format))


def fail() -> None:
    raise ValueError(REFUSED)


def refuse() -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("huey").exception("Unhandled exception in task %s.", 7)


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_row_is_quoted_by_a_log(
    errors: Callable[[], str], log_format: Literal["text", "json"]
) -> None:
    configure(log_format)
    refuse()
    logging.getLogger("huey").warning("Task not run, %s", REFUSED)
    structlog.get_logger().error("duty_failed", reason=REFUSED)
    told = errors()
    assert told.count("uq_users_email") == 3
    assert "ana@example.org" not in told


def test_another_librarys_log_is_json_where_ours_is(errors: Callable[[], str]) -> None:
    configure("json")
    app = Flask(__name__)
    with app.app_context():
        g.request_id = "r1"
        refuse()
    structlog.get_logger().warning("ours")
    theirs, ours = (json.loads(line) for line in errors().splitlines())
    assert theirs["event"] == "Unhandled exception in task 7."
    assert (theirs["level"], theirs["request_id"]) == ("error", "r1")
    assert "ValueError" in theirs["exception"]
    assert set(ours) == {"event", "level", "timestamp"}


def test_a_line_is_written_once_however_often_logs_are_configured(
    errors: Callable[[], str],
) -> None:
    for _ in range(3):
        configure("text")
    logging.getLogger("huey").warning("only once")
    logging.getLogger("huey").info("not at all")
    told = errors()
    assert told.count("only once") == 1
    assert "not at all" not in told


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_log_that_can_not_be_written_ends_nothing(
    monkeypatch: pytest.MonkeyPatch,
    errors: Callable[[], str],
    log_format: Literal["text", "json"],
) -> None:
    """The worker's sweeps and signs of life log what went wrong: a full disk would end them for good."""
    configure(log_format)
    with Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr("sys.stderr", full)
        structlog.get_logger().warning("heartbeat_missed")
        logging.getLogger("huey").warning("Task not run.")
        monkeypatch.undo()
        with suppress(OSError):
            full.close()
    structlog.get_logger().warning("there_is_room_again")
    assert "there_is_room_again" in errors()
