"""A clock that is weeks ahead, for a while, forgets nothing. One that goes on saying so is believed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.database import db, transaction
from forum.keeping.doubt import BELIEVED_AFTER_SECONDS, LONG_AWAY, Doubt
from forum.keeping.models import KeepingSweep
from forum.leaving.models import Departure
from forum.leaving.rules import Words
from forum.worker import Worker
from tests.factories import World
from tests.support.clock import NOON, FakeClock


class Elapsed:
    """Time that really passes, as a test tells it to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


def is_erased(user_id: int) -> bool:
    db.session.rollback()
    return db.session.get_one(Departure, user_id).erased_at is not None


def test_who_left_is_erased_by_no_clock_that_is_ahead_for_a_while(
    app: Flask, world: World, clock: FakeClock, elapsed: Elapsed
) -> None:
    ana = world.person(name="Ana")
    worker = Worker(app, doubt=Doubt(elapsed))
    worker.sweep()
    with transaction() as session:
        session.add(
            Departure(
                user_id=ana.id,
                words=Words.TAKEN,
                username=ana.username,
                display_name="Ana",
                biography="",
                asked_at=clock.now(),
                due_at=clock.now() + timedelta(days=8),
            )
        )
    clock.advance(days=200)
    worker.sweep()
    assert not is_erased(ana.id)
    assert db.session.get_one(KeepingSweep, 1).swept_at == NOON
    elapsed.seconds += BELIEVED_AFTER_SECONDS
    worker.sweep()
    assert is_erased(ana.id)
    db.session.rollback()
    assert db.session.get_one(KeepingSweep, 1).swept_at == clock.now()


def test_a_clock_that_was_put_right_in_time_leaves_no_doubt(elapsed: Elapsed) -> None:
    doubt = Doubt(elapsed)
    assert doubt.is_there(NOON, NOON + LONG_AWAY + timedelta(seconds=1))
    elapsed.seconds += BELIEVED_AFTER_SECONDS - 1
    assert doubt.is_there(NOON, NOON + timedelta(days=4000))
    assert not doubt.is_there(NOON, NOON + timedelta(days=1))
    elapsed.seconds += 1
    assert doubt.is_there(NOON, NOON + timedelta(days=4000)), "a second time is another time"


@pytest.mark.parametrize("away", [timedelta(days=-400), timedelta(0), LONG_AWAY])
def test_a_forum_that_was_not_away_for_long_has_no_doubt(elapsed: Elapsed, away: timedelta) -> None:
    assert not Doubt(elapsed).is_there(NOON, NOON + away)


def test_a_new_forum_has_no_doubt(elapsed: Elapsed) -> None:
    assert not Doubt(elapsed).is_there(None, NOON)
