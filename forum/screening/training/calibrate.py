"""Scores that mean what they say, and the limits that follow from them.

Each label's logit gets a scale and a shift (Platt 1999), fitted on texts that training never saw
and folded into the last layer, so that the shipped weights need nothing beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from forum.screening.training.examples import LABELS, OBSCENE, TOXICITY, Example
from forum.screening.training.measure import Scores, held, is_hostile

#: Kinds in which people tell of themselves; they may hardly ever be held.
TELLING = frozenset({"introduction", "survivor", "distress", "long_harmless", "reclaimed"})
#: A label without a limit never holds: swearing alone is no reason to, nor is what rises with it.
HOLDING = tuple(label for label in LABELS if label not in {OBSCENE, TOXICITY})
#: No limit is lower: below it a score says little, however rare it is.
LEAST_LIMIT = 0.2


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What an audience's limits may cost at most: shares of texts that are held and should not be."""

    telling: float
    harmless: float


#: Strictest where somebody speaks to a newcomer, gentlest where a newcomer says who they are.
PROMISES: Mapping[str, Promise] = MappingProxyType(
    {
        "to_newcomer": Promise(telling=0.01, harmless=0.02),
        "welcome_thread": Promise(telling=0.01, harmless=0.015),
        "by_newcomer": Promise(telling=0.0075, harmless=0.0125),
        "members": Promise(telling=0.005, harmless=0.01),
        "introduction": Promise(telling=0.004, harmless=0.01),
    }
)


def fit_platt(logits: NDArray[np.floating], truth: Scores) -> tuple[Scores, Scores]:
    """Scale and shift per label, (labels,) each; `truth` is NaN where unknown.

    A label of which too little is known keeps scale 1 and shift 0.
    """
    scale, shift = np.ones(len(LABELS)), np.zeros(len(LABELS))
    for column in range(len(LABELS)):
        known = ~np.isnan(truth[:, column])
        x, y = logits[known, column].astype(np.float64), truth[known, column]
        if y.sum() < 20 or (1 - y).sum() < 20:
            continue
        scale[column], shift[column] = _newton(x, y)
    return scale, shift


def fold(last: nn.Linear, scale: Scores, shift: Scores) -> None:
    """Put scale and shift into the weights of the last layer, in place."""
    factor = torch.tensor(scale, dtype=torch.float32)
    with torch.no_grad():
        last.weight.mul_(factor.unsqueeze(1))
        last.bias.mul_(factor).add_(torch.tensor(shift, dtype=torch.float32))


def choose_thresholds(scores: Scores, examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Limits per audience and label: the lowest that keep the audience's promise on these texts.

    Every label may be wrong about equally many harmless texts, so each limit is the same quantile of its label's
    scores of them; `scores` is (texts, labels), of texts that training never saw.
    """
    hostile = np.array([is_hostile(example) for example in examples])
    telling = np.array([example.kind in TELLING for example in examples])
    return {
        audience: _lowest(scores[~hostile], telling[~hostile], promise)
        for audience, promise in PROMISES.items()
    }


def _lowest(harmless: Scores, telling: NDArray[np.bool_], promise: Promise) -> dict[str, float]:
    for share in np.arange(promise.harmless, 0, -0.0005):
        limits = _limits(harmless, share)
        holds = held(harmless, limits)
        told = (holds & telling).sum() / max(1, telling.sum())
        if holds.mean() <= promise.harmless and told <= promise.telling:
            return limits
    return _limits(harmless, 0.0)


def _limits(harmless: Scores, share: float) -> dict[str, float]:
    """The limits at which each label alone holds about this share of the harmless texts."""
    columns = [LABELS.index(label) for label in HOLDING]
    # Just above the score of the last text that is to pass.
    values = np.quantile(harmless[:, columns], 1 - share, axis=0, method="higher") + 0.005
    return {
        label: round(float(min(max(value, LEAST_LIMIT), 0.99)), 2)
        for label, value in zip(HOLDING, values, strict=True)
    }


def _newton(x: Scores, y: Scores) -> tuple[float, float]:
    """Logistic regression of one feature, with a weak pull towards scale 1 and shift 0."""
    weights, pull = np.array([1.0, 0.0]), 1.0
    design = np.stack([x, np.ones_like(x)], axis=1)
    for _ in range(50):
        guess = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (guess - y) + pull * (weights - np.array([1.0, 0.0]))
        bend = (design * (guess * (1 - guess))[:, None]).T @ design + pull * np.eye(2)
        step = np.linalg.solve(bend, slope)
        # A whole step may overshoot where nearly every guess is sure, and never come back.
        step /= max(1.0, float(np.abs(step).max()))
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return max(0.05, float(weights[0])), float(weights[1])
