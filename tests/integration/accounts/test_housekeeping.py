"""What is no longer needed is forgotten, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from forum.accounts.attempts import Caller, claim, reset_limits
from forum.accounts.housekeeping import forget_old_attempts, forget_old_sessions
from forum.accounts.models import Attempt, PasswordReset, UserSession
from forum.accounts.resets import ask_for_reset
from forum.accounts.sessions import end_all_sessions, find_session
from forum.database import db, transaction
from tests.factories import World
from tests.integration.accounts.people import Account
from tests.support.clock import FakeClock

HERE = Caller(network="203.0.113.7")


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    with app.app_context():
        yield


def count(table: type[Attempt | UserSession | PasswordReset]) -> int:
    db.session.rollback()
    return db.session.query(table).count()


def test_attempts_are_kept_for_a_day(clock: FakeClock) -> None:
    claim(reset_limits(HERE), clock.now())
    clock.advance(hours=24)
    forget_old_attempts(clock.now())
    assert count(Attempt) == 1
    clock.advance(seconds=1)
    forget_old_attempts(clock.now())
    assert count(Attempt) == 0


def test_a_session_that_counts_is_kept(ana: Account, clock: FakeClock) -> None:
    clock.advance(days=29, hours=23)
    forget_old_sessions(clock.now())
    assert find_session(ana.token, clock.now()) is not None


def test_a_session_that_nobody_used_for_long_is_forgotten(ana: Account, clock: FakeClock) -> None:
    clock.advance(days=30, seconds=1)
    forget_old_sessions(clock.now())
    assert count(UserSession) == 0


def test_an_ended_session_is_forgotten_a_week_later(ana: Account, clock: FakeClock) -> None:
    with transaction() as session:
        end_all_sessions(session, ana.id, now=clock.now())
    clock.advance(days=7)
    forget_old_sessions(clock.now())
    assert count(UserSession) == 1
    clock.advance(seconds=1)
    forget_old_sessions(clock.now())
    assert count(UserSession) == 0


def test_requests_for_a_new_password_are_forgotten_after_a_week(
    ana: Account, clock: FakeClock
) -> None:
    ask_for_reset(ana.email, HERE, clock)
    clock.advance(days=7)
    forget_old_sessions(clock.now())
    assert count(PasswordReset) == 1
    clock.advance(seconds=1)
    forget_old_sessions(clock.now())
    assert count(PasswordReset) == 0
