"""Fits the linear model of `forum/screening/ngrams.py` to the Wikipedia comments, which have all six labels.

What a bucket says counts by how much more often it is met in comments with a label than in those without, so that what
is met everywhere can hardly come to say much (Wang and Manning 2012, "Baselines and bigrams").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from forum.screening.ngrams import BITS, RARITY_STEP, NgramModel, features, shares
from forum.screening.training.examples import PUBLIC, Example

_PASSES = 8
_BATCH = 512
_RATE = 0.05
#: How strongly weights are kept small.
_PULL = 2e-6
_BEGINNING = -2.0


def fit_ngrams(examples: Sequence[Example], *, seed: int) -> NgramModel:
    """A logistic regression per public label. The same arguments give the same model."""
    rarity = _rarity([example.text for example in examples])
    parts = [shares(example.text, rarity) for example in examples]
    truth = torch.tensor([example.targets[:PUBLIC] for example in examples], dtype=torch.float32)
    ratios = torch.tensor(_ratios(parts, truth.numpy()))
    say = nn.Parameter(torch.zeros(1 << BITS, PUBLIC))
    shift = nn.Parameter(torch.full((PUBLIC,), _BEGINNING))
    optimizer = torch.optim.Adam([say, shift], lr=_RATE)
    rng = np.random.default_rng(seed)
    for number in range(_PASSES):
        for group in optimizer.param_groups:
            group["lr"] = _RATE * (1 - number / _PASSES)
        order = rng.permutation(len(parts))
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            buckets, starts, values = _packed([parts[index] for index in batch])
            summed = nn.functional.embedding_bag(
                buckets, say * ratios, starts, mode="sum", per_sample_weights=values
            )
            loss = nn.functional.binary_cross_entropy_with_logits(summed + shift, truth[batch])
            loss = loss + _PULL * (say[torch.unique(buckets)] ** 2).sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return _in_eight_bits((say * ratios).detach().numpy(), shift.detach().numpy(), rarity)


def scaled(model: NgramModel, say: NDArray[np.floating]) -> NgramModel:
    """The same model with what it says of each label multiplied by `say`, (labels,)."""
    factor = say.astype(np.float32)
    return NgramModel(
        weights=model.weights,
        scale=model.scale * factor,
        shift=model.shift * factor,
        rarity=model.rarity,
    )


def _ratios(
    parts: Sequence[tuple[NDArray[np.uint32], NDArray[np.float32]]], truth: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How much more often a bucket is met where a label is present than elsewhere, as logarithms, (buckets, labels).

    Every bucket counts as met once more in each.
    """
    present = np.ones((1 << BITS, PUBLIC), dtype=np.float32)
    absent = np.ones((1 << BITS, PUBLIC), dtype=np.float32)
    for (buckets, _), labels in zip(parts, truth, strict=True):
        present[buckets] += labels
        absent[buckets] += 1 - labels
    shares = (present / (truth.sum(0) + 2), absent / ((1 - truth).sum(0) + 2))
    return np.asarray(np.log(shares[0] / shares[1]), dtype=np.float32)


def _rarity(texts: Sequence[str]) -> NDArray[np.uint8]:
    found = np.zeros(1 << BITS, dtype=np.float64)
    for text in texts:
        buckets, _ = features(text)
        found[buckets] += 1
    rarity = np.log((1 + len(texts)) / (1 + found)) + 1
    return np.clip(np.round(rarity / RARITY_STEP), 1, 255).astype(np.uint8)


def _packed(
    parts: Sequence[tuple[NDArray[np.uint32], NDArray[np.float32]]],
) -> tuple[Tensor, Tensor, Tensor]:
    lengths = [len(buckets) for buckets, _ in parts]
    starts = torch.tensor(np.cumsum([0, *lengths[:-1]]))
    buckets = torch.tensor(np.concatenate([buckets for buckets, _ in parts]).astype(np.int64))
    return buckets, starts, torch.tensor(np.concatenate([values for _, values in parts]))


def _in_eight_bits(
    weights: NDArray[np.float32], shift: NDArray[np.float32], rarity: NDArray[np.uint8]
) -> NgramModel:
    # The few largest weights may be cut: they stand for single comments.
    scale = np.asarray(np.quantile(np.abs(weights), 0.9999, axis=0) / 127, dtype=np.float32)
    rounded = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    return NgramModel(weights=rounded, scale=scale, shift=shift, rarity=rarity)
