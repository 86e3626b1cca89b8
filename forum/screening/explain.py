"""Which words drove a score: what a few words get that are read by themselves.

Leaving a single word out tells little of a sentence that is unkind several times over: without "stupid", "a pathetic
stupid loser" still is what it was. So each stretch of `_TOGETHER` words within a sentence is read alone, and a word
weighs what the stretches weigh in which it stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forum.screening.classifier import Classifier

#: Scorings that one explanation may cost at most, besides the first.
MOST_SCORINGS = 38

_WORD = re.compile(r"\S+")
_WORDY = re.compile(r"\w")
_ENDS_A_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|\n")
_LITTLE = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its",
        "of", "on", "or", "so", "that", "the", "this", "to", "was", "were", "with",
    }
)  # fmt: skip
_TOGETHER = 3
# A score that says nothing. Weights are counted from here.
_NOTHING = 0.05
_SURE = 1e-6
_SHARE_OF_STRONGEST = 0.6
_LEAST_WEIGHT = 0.5
_MOST_WORDS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """How much a stretch of a text speaks for a label.

    `start` and `end` are offsets into the text, in code points. `weight` is in log-odds, counted from a score of 0.05,
    which says nothing: below 0 if the stretch says even less.
    """

    start: int
    end: int
    weight: float


def weigh(classifier: Classifier, text: str, label: str, *, score: float) -> list[Weight]:
    """The weight of each telling word of `text` for `label`, in order; one batch.

    Of more than `MOST_SCORINGS` words some are weighed together, so that the cost stays bounded. A text of one word
    weighs its `score`.
    """
    stretches = _stretches(text)
    if len(stretches) < 2:
        return [Weight(start=start, end=end, weight=_weight(score)) for start, end in stretches]
    together = list(_together(text, stretches))
    alone = [text[stretches[first][0] : stretches[last][1]] for first, last in together]
    scored = [_weight(by_label[label]) for by_label in classifier.scores(alone)]
    return [
        Weight(start=start, end=end, weight=_mean_around(number, together, scored))
        for number, (start, end) in enumerate(stretches)
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


def _together(text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The first and the last of each few stretches that are read together; never more than there are stretches."""
    ends = [found.end() for found in _ENDS_A_SENTENCE.finditer(text)]
    begins = [0]
    for number, ((_, before), (after, _)) in enumerate(pairwise(stretches), start=1):
        if any(before <= end <= after for end in ends):
            begins.append(number)
    for begin, end in pairwise([*begins, len(stretches)]):
        # Less than all of a short sentence, or its words could not be told apart.
        size = min(_TOGETHER, max(2, end - begin - 1))
        for first in range(begin, max(begin, end - size) + 1):
            yield first, min(first + size, end) - 1


def _mean_around(
    number: int, together: Sequence[tuple[int, int]], scored: Sequence[float]
) -> float:
    around = [
        weight
        for (first, last), weight in zip(together, scored, strict=True)
        if first <= number <= last
    ]
    return sum(around) / len(around)


def _weight(score: float) -> float:
    return _log_odds(score) - _log_odds(_NOTHING)


def _log_odds(score: float) -> float:
    bounded = min(max(score, _SURE), 1 - _SURE)
    return math.log(bounded / (1 - bounded))
