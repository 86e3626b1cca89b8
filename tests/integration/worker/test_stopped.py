"""The worker is told to stop while a letter is on its way: it is finished first, and nobody gets it twice.

These are the real processes: `forum worker`, and a mail server that takes its time.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum.accounts.attempts import Caller
from forum.accounts.commands import create_user
from forum.accounts.models import PasswordReset
from forum.accounts.resets import ask_for_reset
from forum.clock import SystemClock
from forum.config import Settings
from forum.database import db, transaction
from tests.conftest import make_settings
from tests.factories import World
from tests.support.processes import MODEL_CACHE, Worker
from tests.support.smtp import SmtpServer

PEOPLE = ("ana", "ben")


@pytest.fixture
def post_office() -> Iterator[SmtpServer]:
    server = SmtpServer()
    server.start()
    server.answer_after = 2.0
    yield server
    server.stop()


@pytest.fixture
def settings(instance_dir: Path, database_url: str, post_office: SmtpServer) -> Settings:
    return make_settings(
        instance_dir, database_url, screening_cache=MODEL_CACHE, smtp_url=post_office.url
    )


@pytest.fixture(autouse=True)
def _two_who_have_lost_their_password(world: World) -> None:
    with transaction() as session:
        for name in PEOPLE:
            create_user(
                session,
                username=name,
                display_name=name,
                email=f"{name}@example.org",
                password="orchard lantern seventeen",
                now=SystemClock().now(),
            )


def ask() -> None:
    for name in PEOPLE:
        ask_for_reset(f"{name}@example.org", Caller(network="here", device_id=""), SystemClock())


def written_down_as_sent() -> int:
    db.session.rollback()
    sent = (
        select(func.count()).select_from(PasswordReset).where(PasswordReset.mailed_at.is_not(None))
    )
    return db.session.scalar(sent) or 0


@pytest.mark.parametrize(
    ("number", "is_at_work"),
    [(signal.SIGTERM, True), (signal.SIGINT, True), (signal.SIGHUP, False)],
    ids=["asked to end", "Ctrl-C", "terminal closed at its first look"],
)
def test_the_letter_in_hand_is_finished_and_no_other_is_begun(
    settings: Settings,
    post_office: SmtpServer,
    tmp_path: Path,
    number: signal.Signals,
    is_at_work: bool,
) -> None:
    worker = Worker(settings, tmp_path / "worker.log")
    if is_at_work:
        worker.start()
        ask()
    else:
        ask()
        worker.launch()
    try:
        post_office.wait_for(1, seconds=60)
        # Whoever is impatient asks twice.
        for _ in range(2):
            os.kill(worker.pid, number)
        worker.wait_until(lambda: not worker.is_running, what="ended", seconds=15)
    finally:
        worker.kill()
    assert len(post_office.messages) == 1
    assert written_down_as_sent() == 1
    assert "Traceback" not in worker.output
