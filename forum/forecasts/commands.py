"""An admin asks how many mentors the community needs."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.clock import Clock
from forum.database import emit, transaction
from forum.events import ForecastAsked
from forum.forecasts.models import Forecast
from forum.permissions.actions import Action
from forum.permissions.check import require


def ask_forecast(actor: Actor, clock: Clock) -> int:
    """Have it reckoned from the last 90 days. The id of the forecast; the worker makes it.

    While one is under way there is no second.

    Raises:
        NotAllowedError: not an admin.
    """
    require(actor, Action.SEE_MEASURES)
    now = clock.now()
    with transaction() as session:
        waiting = session.scalar(select(Forecast.id).where(Forecast.finished_at.is_(None)).limit(1))
        if waiting is not None:
            return waiting
        asked = Forecast(asked_by_id=actor.id, asked_at=now)
        session.add(asked)
        session.flush()
        emit(session, ForecastAsked(actor_id=actor.id, at=now, forecast_id=asked.id))
        return asked.id
