"""A network and a linear model as one classifier: their logits are added."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from forum.screening.classifier import Classifier
from forum.screening.ngrams import NgramModel

#: A score of exactly 0 or 1 has no logit.
_NEAREST = 1e-6


class BlendedModel:
    """What `network` scores, moved by what `ngrams` knows of its first labels.

    The linear model has a weight for each of the six public labels; a label beyond them is the network's alone.
    """

    def __init__(self, network: Classifier, ngrams: NgramModel) -> None:
        self.network = network
        self.ngrams = ngrams
        self.name = network.name
        self.version = network.version
        self.labels = network.labels

    def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """See `Classifier.scores`."""
        return [
            self._moved(text, scores)
            for text, scores in zip(texts, self.network.scores(texts), strict=True)
        ]

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """See `Classifier.token_spans`."""
        return self.network.token_spans(text)

    def _moved(self, text: str, scores: Mapping[str, float]) -> Mapping[str, float]:
        moves = self.ngrams.logits(text).tolist()
        moved = {
            label: _logistic(_logit(scores[label]) + move)
            for label, move in zip(self.labels, moves, strict=False)
        }
        return {**scores, **moved}


def _logit(score: float) -> float:
    inside = min(max(score, _NEAREST), 1 - _NEAREST)
    return math.log(inside / (1 - inside))


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
