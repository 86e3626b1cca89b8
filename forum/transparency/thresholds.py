"""The history of threshold sets in words. Not in numbers: those would help only somebody who wants to get past them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from statistics import median
from types import MappingProxyType

from sqlalchemy import select

from forum.database import db
from forum.screening.bands import band_of_limit
from forum.screening.thresholds import Audience, ThresholdSet
from forum.thresholds.models import ThresholdRow
from forum.thresholds.queries import as_set
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
    """Every set that has decided, the newest first."""
    rows = db.session.scalars(
        select(ThresholdRow)
        .where(ThresholdRow.live_at.is_not(None))
        .order_by(ThresholdRow.live_at.desc(), ThresholdRow.id.desc())
    )
    return [
        SetChapter(
            name=row.name,
            since=row.live_at,
            until=row.retired_at,
            note=row.note,
            strictness=in_words(as_set(row)),
        )
        for row in rows
        if row.live_at is not None
    ]


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
