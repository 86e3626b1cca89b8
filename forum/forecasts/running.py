"""Forecasts that are due: one number of mentors after the other, so that others get their turn in between.

A worker that is killed in the middle loses nothing: the row still waits, and the next one begins it anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from forum.clock import Clock
from forum.database import db, transaction
from forum.forecasts.models import Forecast
from forum.forecasts.observed import assumptions, numbers_to_try, stands_on
from forum.forecasts.reading import observe
from forum.forecasts.report import Report, Tried
from forum.welcome.simulation.rules import Rule
from forum.welcome.simulation.run import simulate


def run_due_forecasts(clock: Clock, in_between: Callable[[], None] = lambda: None) -> None:
    """Make every forecast that waits, the oldest first.

    Args:
        clock: tells the time.
        in_between: called after each number of mentors, for what can't wait so long.
    """
    while (forecast_id := _next_due()) is not None:
        _finish(forecast_id, _made(forecast_id, clock, in_between), clock)


def _next_due() -> int | None:
    return db.session.scalar(
        select(Forecast.id).where(Forecast.finished_at.is_(None)).order_by(Forecast.id).limit(1)
    )


def _made(forecast_id: int, clock: Clock, in_between: Callable[[], None]) -> Report:
    seen = observe(db.session(), clock.now())
    # A run takes seconds, and nothing may stay open meanwhile.
    db.session.rollback()
    given = assumptions(seen)
    numbers = numbers_to_try(given, seen.mentors)
    tried = []
    for done, mentors in enumerate(numbers):
        _note(forecast_id, done, len(numbers))
        in_between()
        tried.append(Tried.of(simulate(Rule.HEARTH, replace(given, mentors=mentors))))
    return Report(
        mentors=seen.mentors,
        goal_hours=seen.goal.time.total_seconds() / 3_600,
        tried=tried,
        stands_on=list(stands_on(seen)),
    )


def _note(forecast_id: int, done: int, most: int) -> None:
    with transaction() as session:
        row = session.get_one(Forecast, forecast_id, with_for_update=True)
        if row.finished_at is None:
            row.done, row.most = done, most


def _finish(forecast_id: int, found: Report, clock: Clock) -> None:
    with transaction() as session:
        row = session.get_one(Forecast, forecast_id, with_for_update=True)
        if row.finished_at is None:
            row.done = row.most
            row.report, row.finished_at = found.as_json(), clock.now()
