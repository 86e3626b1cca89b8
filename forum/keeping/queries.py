"""Reading how long things are kept, and when housekeeping was last done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.database import db
from forum.keeping.models import KeepingPeriod, KeepingSweep
from forum.keeping.periods import PERIODS, Kind, Period, days_in_force, in_words


@dataclass(frozen=True, kw_only=True)
class KeptFor:
    """A kind, and how long it is kept here: `words` is "90 days"."""

    kind: Kind
    period: Period
    days: int
    words: str


def days_kept() -> Mapping[Kind, int]:
    """How many days each kind is kept here."""
    rows = db.session.execute(select(KeepingPeriod.kind, KeepingPeriod.days))
    return days_in_force({row.kind: row.days for row in rows})


def kept_for() -> Sequence[KeptFor]:
    """Every kind with its period, in the order of the table."""
    return [
        KeptFor(kind=kind, period=PERIODS[kind], days=days, words=in_words(days))
        for kind, days in days_kept().items()
    ]


def last_sweep() -> datetime | None:
    """When housekeeping was last done to the end; None if it never was."""
    return db.session.scalar(select(KeepingSweep.swept_at))
