"""The database is locked, or goes away, while the worker is at work: the log says so in a line, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from forum import database
from forum.accounts.models import Role
from forum.config import Settings
from forum.database import db
from forum.moderation.commands import decide
from forum.moderation.undo import leaving
from forum.moderation.undo.models import UndoWindow
from forum.welcome import calling
from forum.welcome.models import ClockStep
from forum.worker import Worker
from tests.factories import UNKIND, World
from tests.support.away import gone, locked
from tests.support.clock import FakeClock

SEVERAL = 3
Trouble = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same, with little patience."""
    monkeypatch.setattr(database, "SQLITE_BUSY_MILLISECONDS", 100)
    monkeypatch.setattr(database, "POSTGRES_LOCK_MILLISECONDS", 100)
    return settings


@pytest.fixture
def due(world: World, clock: FakeClock) -> None:
    """Several newcomers for whom people are to be called, and several decisions that are to be told."""
    thread = world.thread(world.person(Role.MENTOR), welcome=True)
    moderator = world.person(Role.MODERATOR)
    for _ in range(SEVERAL):
        world.reply(world.newcomer(), thread)
        held = world.reply(world.person(), thread, UNKIND)
        decide(moderator, held.id, world.ruling(held, "approve"), clock)
    clock.advance(days=2)


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize(
    ("module", "duty", "event"),
    [(leaving, "let_out_due", "letting_out_failed"), (calling, "_call", "calling_failed")],
)
@pytest.mark.parametrize("trouble", [gone, locked])
def test_what_is_due_is_done_once_the_database_is_back(
    app: Flask,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    duty: str,
    event: str,
    trouble: Trouble,
) -> None:
    plain: Callable[[], AbstractContextManager[Session]] = module.transaction
    away = ExitStack()
    begins = iter([trouble])

    def after_it_is_known_what_is_due() -> AbstractContextManager[Session]:
        for begin in begins:
            db.session.rollback()
            db.engine.dispose()
            away.enter_context(begin(database_url))
        return plain()

    monkeypatch.setattr(module, "transaction", after_it_is_known_what_is_due)
    with capture_logs() as logged, away:
        Worker(app).sweep()
    db.session.remove()
    db.engine.dispose()

    # Where it is away there is no use in trying each of them; where it is locked, the next may not be.
    ended = [one for one in logged if one.get("duty") == duty]
    failed = [one for one in logged if one["event"] == event]
    assert len(failed) == (0 if trouble is gone else SEVERAL)
    assert trouble is locked or len(ended) == 1
    assert all(one["reason"] for one in [*ended, *failed])
    assert [one for one in logged if "exc_info" in one] == []
    with capture_logs() as logged:
        Worker(app).sweep()
    assert logged == []
    assert db.session.query(UndoWindow).filter_by(ended_at=None).count() == 0
    called = select(ClockStep.clock_id).distinct()
    assert len(db.session.scalars(called).all()) == SEVERAL
