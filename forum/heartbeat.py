"""A sign of life from the worker, so that pages and the doctor can say whether the screener is at work."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum.database import Base

BEAT_SECONDS = 5
STALE_AFTER = timedelta(seconds=20)


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


def screener_at_work(session: Session, now: datetime) -> bool:
    """Whether a worker with a loaded model has been seen lately."""
    latest = session.scalar(
        select(Heartbeat.beat_at).where(Heartbeat.model != "").order_by(Heartbeat.beat_at.desc())
    )
    return latest is not None and now - latest < STALE_AFTER
