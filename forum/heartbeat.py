"""A sign of life from the worker, so that pages and the doctor can say whether the screener is at work."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, delete, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum.database import Base

BEAT_SECONDS = 5
STALE_AFTER = timedelta(seconds=20)
FORGET_AFTER = timedelta(days=1)


class Heartbeat(Base):
    """When the worker was last seen, and which model it has loaded (empty while it is still loading)."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime]
    model: Mapped[str] = mapped_column(String(120), default="")


def beat(session: Session, name: str, model: str, now: datetime) -> None:
    """Record that the worker is alive. The caller commits."""
    row = session.get(Heartbeat, name)
    if row is None:
        session.add(Heartbeat(name=name, beat_at=now, model=model))
    else:
        row.beat_at, row.model = now, model


def forget_old_beats(session: Session, now: datetime) -> None:
    """Drop the rows of workers that are long gone, or that a wrong clock has left. The caller commits."""
    session.execute(
        delete(Heartbeat).where(
            or_(Heartbeat.beat_at < now - FORGET_AFTER, Heartbeat.beat_at > now + FORGET_AFTER)
        )
    )


def screener_at_work(session: Session, now: datetime) -> bool:
    """Whether a worker with a loaded model has been seen lately."""
    return _seen_lately(session, now, Heartbeat.model != "")


def worker_alive(session: Session, now: datetime) -> bool:
    """Whether a worker has been seen lately, with a loaded model or without."""
    return _seen_lately(session, now)


def _seen_lately(session: Session, now: datetime, *which: ColumnElement[bool]) -> bool:
    # What was left by a clock that was ahead says nothing, neither of a worker nor against another one.
    lately = Heartbeat.beat_at.between(now - STALE_AFTER, now + STALE_AFTER)
    return bool(session.scalar(select(exists().where(lately, *which))))
