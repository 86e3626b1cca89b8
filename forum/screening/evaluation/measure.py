"""Figures and how sure they are. Pure functions on plain values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forum.screening.evaluation.judging import Judged

#: The 97.5th percentile of the normal distribution: intervals cover 95 %.
_Z = 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Bounds between which a true figure lies, 95 times in 100."""

    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Rate:
    """So many of so many.

    Raises:
        ValueError: the count is negative or above the total.
    """

    count: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.total:
            raise ValueError(f"{self.count} of {self.total} is no rate")

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of none."""
        return self.count / self.total if self.total else None

    @property
    def interval(self) -> Interval:
        """Wilson's score interval: it stays sensible near 0 and 1, and for few texts."""
        if not self.total:
            return Interval(low=0.0, high=1.0)
        share, n, z2 = self.count / self.total, self.total, _Z**2
        centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n**2)) / (1 + z2 / n)
        return Interval(
            low=0.0 if self.count == 0 else max(0.0, centre - half),
            high=1.0 if self.count == n else min(1.0, centre + half),
        )


@dataclass(frozen=True, kw_only=True)
class Auc:
    """The chance that a text to hold scores above one to publish, and its interval."""

    value: float
    interval: Interval
    positives: int
    negatives: int


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How far apart the best and the worst treated group are, in shares of 1."""

    lowest: str
    highest: str
    difference: float
    interval: Interval


def false_holds(judged: Iterable[Judged]) -> Rate:
    """Of the texts that should be published, those that were held."""
    outcomes = [item.holds for item in judged if not item.should_hold]
    return Rate(count=sum(outcomes), total=len(outcomes))


def caught(judged: Iterable[Judged]) -> Rate:
    """Of the texts that should be held, those that were."""
    outcomes = [item.holds for item in judged if item.should_hold]
    return Rate(count=sum(outcomes), total=len(outcomes))


def pairs_right(judged: Iterable[Judged]) -> Rate:
    """Of the pairs of opposites with the same words, those with both halves judged rightly."""
    halves: dict[tuple[str, int], list[bool]] = {}
    for item in judged:
        if item.example.pair is not None:
            halves.setdefault((item.example.set, item.example.pair), []).append(item.right)
    whole = [both for both in halves.values() if len(both) == 2]
    return Rate(count=sum(all(both) for both in whole), total=len(whole))


def divided(
    judged: Iterable[Judged], by: Callable[[Judged], str | None]
) -> dict[str, list[Judged]]:
    """The answers by a name, in the order in which the names first appear; None is left out."""
    parts: dict[str, list[Judged]] = {}
    for item in judged:
        name = by(item)
        if name is not None:
            parts.setdefault(name, []).append(item)
    return parts


def roc_auc(scores: Sequence[float], positive: Sequence[bool]) -> Auc | None:
    """The area under the ROC curve by ranks (Mann-Whitney; ties count half).

    The interval is Hanley and McNeil's (1982), with the error of a logit, so that it stays
    between 0 and 1.

    Returns:
        None where all texts are of one sort.

    Raises:
        ValueError: not as many scores as answers.
    """
    if len(scores) != len(positive):
        raise ValueError("there must be one answer for each score")
    positives = sum(positive)
    negatives = len(scores) - positives
    if not positives or not negatives:
        return None
    ranks = _mid_ranks(scores)
    rank_sum = sum(rank for rank, is_positive in zip(ranks, positive, strict=True) if is_positive)
    area = (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)
    interval = _auc_interval(area, positives, negatives)
    return Auc(value=area, interval=interval, positives=positives, negatives=negatives)


def largest_gap(rates: Mapping[str, Rate]) -> Gap | None:
    """The distance between the lowest and the highest rate, with Newcombe's interval (1998).

    The interval is that of these two groups taken by themselves; as they are picked for being far
    apart, the true gap tends to lie in its lower part.

    Returns:
        None where fewer than two groups have texts.
    """
    known = {name: rate for name, rate in rates.items() if rate.total}
    if len(known) < 2:
        return None
    lowest = min(known, key=lambda name: _share(known[name]))
    highest = max(reversed(known), key=lambda name: _share(known[name]))
    low, high = known[lowest], known[highest]
    p_low, p_high = _share(low), _share(high)
    down = math.hypot(p_high - high.interval.low, low.interval.high - p_low)
    up = math.hypot(high.interval.high - p_high, p_low - low.interval.low)
    difference = p_high - p_low
    return Gap(
        lowest=lowest,
        highest=highest,
        difference=difference,
        interval=Interval(low=max(-1.0, difference - down), high=min(1.0, difference + up)),
    )


def _share(rate: Rate) -> float:
    return rate.count / rate.total


def _mid_ranks(scores: Sequence[float]) -> list[float]:
    order = sorted(range(len(scores)), key=scores.__getitem__)
    starts = [
        at for at in range(len(order)) if at == 0 or scores[order[at]] != scores[order[at - 1]]
    ]
    ranks = [0.0] * len(order)
    for start, end in pairwise([*starts, len(order)]):
        for at in range(start, end):
            ranks[order[at]] = (start + 1 + end) / 2
    return ranks


def _auc_interval(area: float, positives: int, negatives: int) -> Interval:
    if area in (0.0, 1.0):
        few = Rate(count=0, total=min(positives, negatives)).interval.high
        return Interval(low=0.0, high=few) if area == 0.0 else Interval(low=1 - few, high=1.0)
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (
        area * (1 - area) + (positives - 1) * (q1 - area**2) + (negatives - 1) * (q2 - area**2)
    ) / (positives * negatives)
    spread = _Z * math.sqrt(variance) / (area * (1 - area))
    logit = math.log(area / (1 - area))
    return Interval(low=_expit(logit - spread), high=_expit(logit + spread))


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
