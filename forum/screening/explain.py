"""Which words drove a score: what it would be without each of them (occlusion)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from forum.screening.classifier import Classifier

#: Scorings that one explanation may cost at most, besides the first.
MOST_SCORINGS = 38

_WORD = re.compile(r"\S+")
_WORDY = re.compile(r"\w")
_LITTLE = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its",
        "of", "on", "or", "so", "that", "the", "this", "to", "was", "were", "with",
    }
)  # fmt: skip
_SURE = 1e-6
_SHARE_OF_STRONGEST = 0.5
_LEAST_WEIGHT = 0.15
_MOST_WORDS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """How much a stretch of a text added to a score.

    `start` and `end` are offsets into the text, in code points. `weight` is what the log-odds of
    the score lose without it: below 0 if the stretch spoke against the label.
    """

    start: int
    end: int
    weight: float


def weigh(classifier: Classifier, text: str, label: str, *, score: float) -> list[Weight]:
    """The weight of each telling word of `text` in its `score` for `label`, in order; one batch.

    Of more than `MOST_SCORINGS` words some are weighed together, so that the cost stays bounded.
    """
    stretches = _stretches(text)
    if len(stretches) < 2:
        return [Weight(start=start, end=end, weight=_log_odds(score)) for start, end in stretches]
    without = [text[:start] + text[end:] for start, end in stretches]
    return [
        Weight(start=start, end=end, weight=_log_odds(score) - _log_odds(left[label]))
        for (start, end), left in zip(stretches, classifier.scores(without), strict=True)
    ]


def strongest(weights: Sequence[Weight]) -> list[Weight]:
    """The few stretches that drove the score, in order; neighbours in one."""
    top = max((weight.weight for weight in weights), default=0.0)
    least = max(_LEAST_WEIGHT, top * _SHARE_OF_STRONGEST)
    by_weight = sorted(weights, key=lambda weight: -weight.weight)[:_MOST_WORDS]
    chosen = {weight for weight in by_weight if weight.weight >= least}
    merged: list[Weight] = []
    before: Weight | None = None
    for weight in weights:
        if weight in chosen and before in chosen and merged:
            last = merged[-1]
            merged[-1] = Weight(
                start=last.start, end=weight.end, weight=max(last.weight, weight.weight)
            )
        elif weight in chosen:
            merged.append(weight)
        before = weight
    return merged


def _stretches(text: str) -> list[tuple[int, int]]:
    found = [match for match in _WORD.finditer(text) if _WORDY.search(match.group())]
    # Articles and the like drive no score, and leaving them out saves a third of the work.
    words = [it.span() for it in found if it.group().lower() not in _LITTLE] or [
        it.span() for it in found
    ]
    if not words:
        return [(0, len(text))] if text.strip() else []
    count = min(len(words), MOST_SCORINGS)
    bounds = [number * len(words) // count for number in range(count + 1)]
    return [(words[first][0], words[last - 1][1]) for first, last in pairwise(bounds)]


def _log_odds(score: float) -> float:
    bounded = min(max(score, _SURE), 1 - _SURE)
    return math.log(bounded / (1 - bounded))
