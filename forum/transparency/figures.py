"""What may be said in numbers without pointing at anybody. Pure.

A count below `FEWEST` could be about one person whom others can guess. So it is not told, and neither is a count from
which it could be reckoned: another of the same page, or the same one as it stood on the page of another day. Whoever
noted down that a rule had been named 8 times until yesterday, and 9 times until today, would know what was decided on
the one post that went away in between. So all that is counted is told by whole weeks, like the log of decisions, and
once a week is over. What twelve weeks come to can still be compared from week to week: where next to nothing was
decided in a week, the sums tell of it what the log, which tells weeks together, does not. Readers lose the days since
Monday, of which a figure says little; how long people wait is seen as well from the weeks before. Only what waits now
is of use to nobody a week later: it is told by the day, in steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from forum.moderation.undo.rules import UNDO_FOR
from forum.quantiles import middle, nine_in_ten

FEWEST = 5
_WEEK = timedelta(weeks=1)


def shown(count: int) -> int | None:
    """A count as it may be told; None where it is above 0 and below `FEWEST`."""
    return None if 0 < count < FEWEST else count


def shown_open(count: int) -> int | None:
    """At least how many still wait, in steps of `FEWEST`; None below that.

    If 0 were told, a single report would show, and so it would if 6 were told today and 7 tomorrow.
    """
    return count - count % FEWEST if count >= FEWEST else None


def shown_part(part: int, whole: int) -> int | None:
    """A part of a whole that is told as well; None where either the part or the rest is too small to be told."""
    return None if shown(part) is None or shown(whole - part) is None else part


def shown_rate(part: int, whole: int) -> float | None:
    """A part as a share of the whole, 0 to 1; None where that would tell a small count."""
    if whole < FEWEST or shown_part(part, whole) is None:
        return None
    return part / whole


def shown_middle(spans: Sequence[timedelta]) -> timedelta | None:
    """The median; None for too few."""
    return middle(spans) if len(spans) >= FEWEST else None


def shown_nine_in_ten(spans: Sequence[timedelta]) -> timedelta | None:
    """What nine in ten do not exceed; None for too few."""
    return nine_in_ten(spans) if len(spans) >= FEWEST else None


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week from Monday to Sunday, in UTC. `is_over` is False for the one that is still going on."""

    monday: date
    is_over: bool

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.monday, time(), tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The first moment of the next one."""
        return self.begins + _WEEK


def weeks_until(now: datetime, count: int) -> Sequence[Week]:
    """The last weeks, oldest first; the last of them is still going on. Not to be told to everybody."""
    monday = _monday(now.astimezone(UTC).date())
    return [
        Week(monday=monday - back * _WEEK, is_over=back > 0) for back in range(count - 1, -1, -1)
    ]


def weeks_over(now: datetime, count: int) -> Sequence[Week]:
    """The last weeks that are over, so that nothing that was decided in them can be undone any more; oldest first."""
    return weeks_until(midnight(now), count + 1)[:-1]


@dataclass(frozen=True, kw_only=True)
class Span:
    """Whole weeks that are told together, and how much fell into them."""

    weeks: Sequence[Week]
    count: int

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return self.weeks[0].begins

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return self.weeks[-1].ends


def spans(days: Mapping[date, int], until: datetime) -> Sequence[Span]:
    """Weeks that were over by then, oldest first, as many together as it takes for enough to fall into them.

    The last ones are told once enough has come together. No later day changes a span that has been told.

    Args:
        days: how much fell on a day, in UTC; days on which nothing did need not be there.
        until: the present day's first moment.
    """
    by_week = Counter[date]()
    for day, count in days.items():
        by_week[_monday(day)] += count
    found: list[Span] = []
    weeks: list[Week] = []
    total = 0
    for monday in sorted(by_week):
        week = Week(monday=monday, is_over=True)
        if week.ends > until:
            break
        weeks.append(week)
        total += by_week[monday]
        if total >= FEWEST:
            found.append(Span(weeks=weeks, count=total))
            weeks, total = [], 0
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def midnight(now: datetime) -> datetime:
    """When the present day began. What is told by the day is told when the day is over.

    What was decided in its last seconds can still be undone for as many after it, and is not told before.
    """
    return datetime.combine((now - UNDO_FOR).astimezone(UTC).date(), time(), tzinfo=UTC)


def ordered(counted: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    """Most frequent first; what is not told stands in the order of the alphabet, so that its place tells nothing."""
    return sorted(counted.items(), key=lambda pair: (-(shown(pair[1]) or 0), pair[0]))
