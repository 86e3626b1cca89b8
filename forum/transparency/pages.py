"""Page-shaped values of transparency: what templates read. A figure that is None is not told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forum.transparency.pictures import Picture


@dataclass(frozen=True, kw_only=True)
class WeekFigures:
    """One week that is over. Rates are from 0 to 1; waits are in words, empty where too few were decided.

    `waits` is whether so many that were held still wait that it can be told.
    """

    monday: date
    read: int | None
    held: int | None
    hold_rate: float | None
    let_through: int | None
    false_alarm_rate: float | None
    waits: bool
    usual_wait: str
    longest_waits: str
    appeals: int | None
    overturn_rate: float | None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Something in words, and how often."""

    words: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class Strictness:
    """How strict a threshold set is with one audience."""

    audience: str
    words: str


@dataclass(frozen=True, kw_only=True)
class SetChapter:
    """A threshold set that has been in force, in words. `until` is None for the one that is."""

    name: str
    since: datetime
    until: datetime | None
    note: str
    strictness: Sequence[Strictness]


@dataclass(frozen=True, kw_only=True)
class OpenPage:
    """The public page, as all stood when the week began.

    At least `open_items` waited when the day began; `oldest_wait` is in words, empty where so few did that it is None.
    """

    weeks: Sequence[WeekFigures]
    pictures: Sequence[Picture]
    reasons: Sequence[Counted]
    rules: Sequence[Counted]
    oldest_wait: str
    open_items: int | None
    sets: Sequence[SetChapter]
    seal: str
