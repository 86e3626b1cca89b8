"""Scores that mean what they say, and the limits that follow from them.

Each label's logit gets a scale and a shift (Platt 1999), fitted on texts that training never saw
and folded into the last layer, so that the shipped weights need nothing beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from forum.screening.training.examples import LABELS, OBSCENE, Example
from forum.screening.training.measure import Scores, held, is_hostile

#: Swearing alone is never a reason to hold, so `obscene` has to be all but certain.
OBSCENE_LIMIT = 0.99
#: Kinds in which people tell of themselves; they may hardly ever be held.
TELLING = frozenset({"introduction", "survivor", "distress", "long_harmless", "reclaimed"})


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
    """Limits per audience: one number for every label of harm, the lowest that keeps its promise.

    `to_newcomer` holds at most 0.5 % of what people tell of themselves and 1.5 % of everything
    harmless; `to_member` halves the second, and `by_newcomer_introduction` halves the first.
    """
    hostile = np.array([is_hostile(example) for example in examples])
    telling = np.array([example.kind in TELLING for example in examples])
    promises = {
        "to_newcomer": (0.005, 0.015, 0.30),
        "to_member": (0.005, 0.0075, 0.50),
        "by_newcomer_introduction": (0.0025, 0.015, 0.50),
    }
    return {
        audience: _lowest(scores, telling, ~hostile, promise)
        for audience, promise in promises.items()
    }


def limits_at(limit: float) -> dict[str, float]:
    """The same limit for every label of harm, and the lenient one for swearing."""
    return {
        label: OBSCENE_LIMIT if label == OBSCENE else round(float(limit), 2) for label in LABELS
    }


def _lowest(
    scores: Scores,
    telling: NDArray[np.bool_],
    harmless: NDArray[np.bool_],
    promise: tuple[float, float, float],
) -> dict[str, float]:
    most_telling, most_harmless, least = promise
    for limit in np.arange(least, 0.96, 0.01):
        holds = held(scores, limits_at(limit))
        if holds[telling].mean() <= most_telling and holds[harmless].mean() <= most_harmless:
            return limits_at(limit)
    return limits_at(0.95)


def _newton(x: Scores, y: Scores) -> tuple[float, float]:
    """Logistic regression of one feature, with a weak pull towards scale 1 and shift 0."""
    weights, pull = np.array([1.0, 0.0]), 1.0
    design = np.stack([x, np.ones_like(x)], axis=1)
    for _ in range(50):
        guess = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (guess - y) + pull * (weights - np.array([1.0, 0.0]))
        bend = (design * (guess * (1 - guess))[:, None]).T @ design + pull * np.eye(2)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return max(0.05, float(weights[0])), float(weights[1])
