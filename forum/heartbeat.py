"""A sign of life from the worker, so that pages and the doctor can say whether the screener is at work."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
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
    """Drop the rows of workers that are long gone. The caller commits."""
    session.execute(delete(Heartbeat).where(Heartbeat.beat_at < now - FORGET_AFTER))


def screener_at_work(session: Session, now: datetime) -> bool:
    """Whether a worker with a loaded model has been seen lately."""
    latest = session.scalar(
        select(Heartbeat.beat_at).where(Heartbeat.model != "").order_by(Heartbeat.beat_at.desc())
    )
    return latest is not None and now - latest < STALE_AFTER
