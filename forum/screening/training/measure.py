"""Figures that say whether the model is good: holds per kind and group, ranking, reliability."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forum.screening.training.examples import LABELS, Example
from forum.screening.training.labelling import HOSTILE_KINDS

Scores = NDArray[np.float64]

#: Composed kinds that contain something hostile, beside the single ones.
HOSTILE = frozenset({*HOSTILE_KINDS, "long_hostile", "hostile_tail", "quoting_hostile"})


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many of how many, with a 95 % Wilson interval."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing is 0."""
        return self.count / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of the 95 % interval (Wilson 1927)."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.1%} ({low:.1%} to {high:.1%}, n = {self.total})"


def held(scores: Scores, thresholds: Mapping[str, float]) -> NDArray[np.bool_]:
    """Which texts would be held: any label at or over its threshold. `scores` is (texts, labels).

    A label without a threshold never holds.
    """
    limits = np.array([thresholds.get(label, np.inf) for label in LABELS])
    return np.asarray((scores >= limits).any(axis=1), dtype=np.bool_)


def shares_by(
    keys: Sequence[str], holds: NDArray[np.bool_], wanted: Sequence[bool]
) -> dict[str, Share]:
    """The share held among the wanted texts, per key, in the order of the alphabet."""
    found: dict[str, list[bool]] = {}
    for key, hold, use in zip(keys, holds, wanted, strict=True):
        if use and key:
            found.setdefault(key, []).append(bool(hold))
    return {
        key: Share(count=sum(values), total=len(values)) for key, values in sorted(found.items())
    }


def is_hostile(example: Example) -> bool:
    """Whether a written example ought to be held."""
    return example.kind in HOSTILE


def roc_auc(scores: NDArray[np.floating], truth: NDArray[np.integer]) -> float:
    """Area under the ROC curve by ranks, ties shared (Mann and Whitney)."""
    positive = truth == 1
    ups, downs = int(positive.sum()), int((~positive).sum())
    if not ups or not downs:
        raise ValueError("both classes are needed")
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[positive].sum() - ups * (ups + 1) / 2) / (ups * downs))


def reliability(
    scores: Scores, truth: Scores, bins: int = 10
) -> list[tuple[str, int, float, float]]:
    """Rows of a reliability table: range of scores, texts, mean score, share that is true."""
    rows = []
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = (scores >= low) & ((scores < high) | (number == bins - 1))
        if inside.any():
            mean, share = float(scores[inside].mean()), float((truth[inside] >= 0.5).mean())
            rows.append((f"{low:.1f} to {high:.1f}", int(inside.sum()), mean, share))
    return rows
