"""Reports: why somebody may send one, what can come of it, and how much it weighs. Pure.

Whoever reports does the community a service, also when nothing comes of it: a false alarm costs nothing. Only a report
that a moderator found to be made in order to harm makes later ones weigh less, and good ones make up for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

MAX_REPORT_LENGTH = 1_000
# What one person can report in a day. Whoever sees more than this has found something that one report tells as well.
MOST_REPORTS = 25
REPORTS_WINDOW = timedelta(days=1)
# Whoever says the same report in other words calls back whoever is reading it, who could otherwise be kept from ever
# deciding: so it is once in so long, for as long as somebody has it open. Others who tell us of it are heard at once.
CALLS_BACK_AFTER = timedelta(minutes=10)

# Each report that was made to harm halves the weight; so many good ones make up for one.
_BAD_FAITH_FACTOR = 0.5
_GOOD_FOR_ONE_BAD = 3
# Reports that led to something raise the weight slowly, towards this.
_MOST_WEIGHT = 2.0
_HALF_WAY = 4
LEAST_WEIGHT = 0.1
# So many reports of one person that nothing has come of yet weigh in full; each that ever led to something allows as
# many more. Whatever is told beyond that is looked at, and pushes nothing of others' down.
WEIGH_IN_FULL = 5


class ReportReason(StrEnum):
    """What somebody who reports says it is about."""

    UNSURE = "unsure"
    UNKIND = "unkind"
    HATE = "hate"
    THREAT = "threat"
    PRIVATE = "private"
    SPAM = "spam"
    WORRIED = "worried"


class ReportOutcome(StrEnum):
    """What came of a report."""

    ACTED = "acted"
    KEPT = "kept"
    GONE = "gone"
    BAD_FAITH = "bad_faith"
    PUT_BACK = "put_back"


R = ReportReason

# For whoever reports: completes "What is it about?".
REASON_LABELS: Mapping[ReportReason, str] = MappingProxyType(
    {
        R.UNSURE: "Something does not feel right",
        R.UNKIND: "It is unkind to me or to somebody else",
        R.HATE: "It goes against people for who they are",
        R.THREAT: "It threatens somebody, or wishes them harm",
        R.PRIVATE: "It tells something private about somebody",
        R.SPAM: "It advertises, or repeats itself",
        R.WORRIED: "I am worried about the person who wrote it",
    }
)
# For moderators: completes "A reader …" and "Readers …".
REASON_SAID: Mapping[ReportReason, str] = MappingProxyType(
    {
        R.UNSURE: "told us that something does not feel right",
        R.UNKIND: "told us that it is unkind",
        R.HATE: "told us that it goes against people for who they are",
        R.THREAT: "told us that it threatens somebody",
        R.PRIVATE: "told us that it tells something private",
        R.SPAM: "told us that it advertises or repeats itself",
        R.WORRIED: "told us of being worried about its author",
    }
)


@dataclass(frozen=True, kw_only=True)
class ReporterRecord:
    """What came of somebody's earlier reports. False alarms in good faith are not in it: they change nothing."""

    led_to_something: int = 0
    made_to_harm: int = 0


def told_by_now(moments: Iterable[datetime]) -> str:
    """Names all that was told of something, by when it was told. It is another name as soon as somebody says more."""
    told = sorted(moments)
    return f"{len(told)} {told[-1].isoformat()}" if told else ""


def wait_to_say_more(told_at: datetime, now: datetime, *, is_read: bool) -> timedelta:
    """How long somebody waits before they say their report in other words; nothing where nobody reads it now."""
    # A moment that has not come yet is from a clock that was wrong, and keeps nobody waiting for longer.
    waits = min(told_at + CALLS_BACK_AFTER - now, CALLS_BACK_AFTER)
    return max(waits, timedelta()) if is_read else timedelta()


def weight_of(record: ReporterRecord, unsettled: int = 0) -> float:
    """How much a report by this person weighs: 1 for whoever never reported before, `LEAST_WEIGHT` to 2.

    Args:
        record: what came of their earlier ones.
        unsettled: how many of theirs wait for a moderator already.
    """
    if unsettled >= WEIGH_IN_FULL * (1 + record.led_to_something):
        return LEAST_WEIGHT
    good = record.led_to_something
    trust = 1 + (_MOST_WEIGHT - 1) * good / (good + _HALF_WAY)
    held_against = max(0, record.made_to_harm - good // _GOOD_FOR_ONE_BAD)
    return max(LEAST_WEIGHT, trust * _BAD_FAITH_FACTOR**held_against)
