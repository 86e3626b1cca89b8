"""Histograms of scores as plain numbers that a template draws. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from forum.calibration.backtesting import Truth
from forum.calibration.histograms import BINS, Histogram
from forum.words import counted

WIDTH, HEIGHT = 400, 120
_FLOOR, _TOP = 98, 6
_STEP = WIDTH / BINS
_HARMLESS = (Truth.LET_THROUGH, Truth.UNCONTESTED)


@dataclass(frozen=True, kw_only=True)
class Column:
    """The scores from `low` to `high`: how many posts were harmless and how many turned down, and their bars."""

    low: float
    high: float
    harmless: int
    turned_down: int
    x: float
    width: float
    harmless_y: float
    turned_down_y: float


@dataclass(frozen=True, kw_only=True)
class HistogramPicture:
    """One label's scores. `limit_x` is where its limit stands; None without a limit."""

    key: str
    title: str
    description: str
    columns: Sequence[Column]
    limit_x: float | None
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = _FLOOR


def histogram_picture(
    key: str, title: str, histogram: Histogram, limit: float | None
) -> HistogramPicture:
    """The picture of a histogram. Heights grow with the square root, or nobody would see the few high scores."""
    harmless = [sum(histogram.counts[truth][index] for truth in _HARMLESS) for index in range(BINS)]
    turned_down = histogram.counts[Truth.TURNED_DOWN]
    highest = sqrt(max([*harmless, *turned_down, 1]))

    def top(count: int) -> float:
        return round(_FLOOR - sqrt(count) / highest * (_FLOOR - _TOP), 1)

    over = sum(
        counts
        for index, counts in enumerate(map(sum, zip(harmless, turned_down, strict=True)))
        if limit is not None and index / BINS >= limit
    )
    return HistogramPicture(
        key=key,
        title=title,
        description=_described(sum(harmless), sum(turned_down), over, limit),
        columns=[
            Column(
                low=index / BINS,
                high=(index + 1) / BINS,
                harmless=harmless[index],
                turned_down=turned_down[index],
                x=round(index * _STEP + 1, 1),
                width=round(_STEP / 2 - 1, 1),
                harmless_y=top(harmless[index]),
                turned_down_y=top(turned_down[index]),
            )
            for index in range(BINS)
        ],
        limit_x=round(limit * WIDTH, 1) if limit is not None else None,
    )


def _described(harmless: int, turned_down: int, over: int, limit: float | None) -> str:
    posts = counted(harmless, "harmless post") if harmless else "no harmless posts"
    others = f"{turned_down or 'none'} that {'was' if turned_down == 1 else 'were'} turned down"
    where = (
        f"At or over the limit of {limit:.2f}: about {over}."
        if limit is not None
        else "There is no limit."
    )
    return f"By score: {posts}, and {others}. {where}"
