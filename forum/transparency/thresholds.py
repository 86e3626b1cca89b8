"""The history of threshold sets in words. Not in numbers: those would help only somebody who wants to get past them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from statistics import median
from types import MappingProxyType

from sqlalchemy import func, select

from forum.conversations.models import ScreeningResult
from forum.database import db
from forum.screening.bands import band_of_limit
from forum.screening.thresholds import Audience, ThresholdSet, load_threshold_set
from forum.transparency.pages import SetChapter, Strictness

AUDIENCES: Mapping[Audience, str] = MappingProxyType(
    {
        Audience.TO_NEWCOMER: "When somebody answers a newcomer",
        Audience.INTRODUCTION: "When a newcomer introduces themselves",
        Audience.BY_NEWCOMER: "When a newcomer writes anything else",
        Audience.WELCOME_THREAD: "When members write in a welcome thread",
        Audience.MEMBERS: "When members write to each other",
    }
)


def chapters() -> Sequence[SetChapter]:
    """Every set that posts have been read with, the newest first."""
    rows = db.session.execute(
        select(
            ScreeningResult.threshold_set,
            func.min(ScreeningResult.created_at).label("since"),
            func.max(ScreeningResult.created_at).label("last"),
        )
        .group_by(ScreeningResult.threshold_set)
        .order_by(func.min(ScreeningResult.created_at).desc())
    ).all()
    return [
        _chapter(row.threshold_set, row.since, row.last if index else None)
        for index, row in enumerate(rows)
    ]


def _chapter(name: str, since: datetime, until: datetime | None) -> SetChapter:
    found = shipped_set(name)
    return SetChapter(
        name=name,
        since=since,
        until=until,
        note=found.note if found is not None else "",
        strictness=in_words(found) if found is not None else (),
    )


def shipped_set(name: str) -> ThresholdSet | None:
    """A set that comes with the project; None if it does not."""
    try:
        return load_threshold_set(name)
    except FileNotFoundError:
        return None


def in_words(found: ThresholdSet) -> Sequence[Strictness]:
    """How strict a set is, for each audience: the band in which the middle one of its limits lies."""
    return [
        Strictness(audience=words, words=_strictness(found.limits[audience].values()))
        for audience, words in AUDIENCES.items()
    ]


def _strictness(limits: Collection[float]) -> str:
    if not limits:
        return "holds nothing by its scores"
    band = band_of_limit(median(limits))
    return f"{band.name}: {band.words}"
