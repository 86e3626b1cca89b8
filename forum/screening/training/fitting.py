"""Training of a network on any examples, and scoring with what came of it."""

from __future__ import annotations

import timeit
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.training.descent import Plan, Report, descend
from forum.screening.training.examples import LABELS, Example
from forum.screening.training.model import Network, Small, masked_loss
from forum.screening.training.tokens import Shape, Tokens, batches_of, encode, pad


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """What is learned, where the network lies that learns it.

    Attributes:
        tokens: the texts.
        truth: (texts, labels), NaN where unknown.
        weights: (texts,), how much each text counts.
        places: (texts,), by which outputs of the network each is judged.
    """

    tokens: Tokens
    truth: Tensor
    weights: Tensor
    places: Tensor


def lessons_of(
    examples: Sequence[Example],
    network: Network,
    tokenizer: PreTrainedTokenizerBase,
    plan: Plan,
    device: torch.device,
) -> Lessons:
    """The examples as a network of this kind reads them."""
    texts = encode(tokenizer, [example.text for example in examples], plan.max_tokens)
    truth = torch.tensor([example.targets for example in examples], dtype=torch.float32)
    return Lessons(
        tokens=Tokens(texts, device),
        truth=(truth * (1 - plan.smoothing) + plan.smoothing / 2).to(device),
        weights=torch.tensor([example.weight for example in examples]).to(device),
        places=torch.tensor([network.place(example.source) for example in examples]).to(device),
    )


def fit(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    examples: Sequence[Example],
    plan: Plan,
    *,
    report: Report,
    every: int = 50,
) -> None:
    """Train `model` in place on `examples`. The same arguments give the same model."""
    fit_network(Small(model), tokenizer, examples, plan, report=report, every=every)


def fit_network(
    network: Network,
    tokenizer: PreTrainedTokenizerBase,
    examples: Sequence[Example],
    plan: Plan,
    *,
    report: Report,
    every: int = 50,
) -> None:
    """Train any network in place, on the device on which its weights lie."""
    device = next(network.parameters()).device
    lessons = lessons_of(examples, network, tokenizer, plan, device)
    learn(network, lessons, plan, report=report, every=every)


def learn(network: Network, lessons: Lessons, plan: Plan, *, report: Report, every: int) -> None:
    """Train any network in place; it and the lessons lie on the same device."""
    torch.manual_seed(plan.seed)
    device = lessons.truth.device
    rarity = rarity_of(lessons.truth, plan.most_rarity)
    batches = [
        batch
        for epoch in range(plan.epochs)
        for batch in batches_of(
            lessons.tokens.lengths,
            tokens_per_batch=plan.tokens_per_batch,
            texts_per_batch=plan.texts_per_batch,
            seed=plan.seed + epoch,
        )
    ]

    def loss_of(rows: Tensor, shape: Shape, _: Tensor) -> Tensor:
        ids, attention = lessons.tokens.read(rows, shape.width)
        with in_bfloat16(device):
            logits = network(ids, attention, lessons.places[rows])
        return masked_loss(logits.float(), lessons.truth[rows], lessons.weights[rows], rarity)

    network.train()
    parameters = [weight for weight in network.parameters() if weight.requires_grad]
    descend(parameters, batches, loss_of, plan, report=report, every=every)


def rarity_of(truth: Tensor, most: float) -> Tensor:
    """How much more each label counts where it is present: √(absent / present), from 1 to `most`."""
    known = ~torch.isnan(truth)
    present = (torch.nan_to_num(truth) * known).sum(0).clamp(min=1)
    absent = (known.sum(0) - present).clamp(min=1)
    return (absent / present).sqrt().clamp(1.0, most)


def score(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    *,
    max_tokens: int = 512,
    tokens_per_batch: int = 8192,
    exactly: bool = True,
) -> np.ndarray:
    """Logits, (texts, labels), in float32 and in the order of `texts`; faster on some machines if not `exactly`."""
    return score_network(
        Small(model),
        tokenizer,
        texts,
        max_tokens=max_tokens,
        tokens_per_batch=tokens_per_batch,
        exactly=exactly,
    )


@torch.no_grad()
def score_network(
    network: Network,
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    *,
    max_tokens: int = 512,
    tokens_per_batch: int = 8192,
    exactly: bool = True,
) -> np.ndarray:
    """The main logits of any network, like `score`."""
    network.train(False)
    device = next(network.parameters()).device
    tokens = encode(tokenizer, texts, max_tokens)
    order = sorted(range(len(tokens)), key=lambda index: len(tokens[index]))
    said = [torch.zeros(0, len(LABELS), device=device)]
    start = 0
    while start < len(order):
        size = max(1, tokens_per_batch // len(tokens[order[start]]))
        while (
            size > 1
            and len(tokens[order[min(start + size, len(order)) - 1]]) * size > tokens_per_batch
        ):
            size -= 1
        batch = order[start : start + size]
        start += size
        ids, attention = _moved(pad([tokens[index] for index in batch]), device)
        with nullcontext() if exactly else in_bfloat16(device):
            main = network(ids, attention, torch.zeros(len(batch), dtype=torch.long, device=device))
        said.append(main.float())
    logits = np.zeros((len(texts), len(LABELS)), dtype=np.float32)
    logits[order] = torch.cat(said).cpu().numpy()
    return logits


def _moved(parts: Sequence[Tensor], device: torch.device) -> list[Tensor]:
    """The same on a device; a GPU fetches them while the next ones are made ready."""
    if device.type != "cuda":
        return [part.to(device) for part in parts]
    return [part.pin_memory().to(device, non_blocking=True) for part in parts]


def in_bfloat16(device: torch.device) -> torch.autocast:
    """16 bits where that is faster: on GPUs, and on some processors."""
    is_fast = device.type != "cpu" or _is_faster_in_16_bits()
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=is_fast)


@cache
def _is_faster_in_16_bits() -> bool:
    """Whether this processor is, tried out: of two with 16-bit products one won 1.8 times and one lost a third."""
    return 1.3 * _quickest_product(torch.bfloat16) < _quickest_product(torch.float32)


def _quickest_product(kind: torch.dtype) -> float:
    # Ones, not random numbers: those would be other ones for the training after it.
    values, weights = torch.ones(256, 384, dtype=kind), torch.ones(384, 1536, dtype=kind)
    return min(timeit.repeat(lambda: values @ weights, number=1, repeat=8))


def likely(logits: np.ndarray) -> np.ndarray:
    """Logits as scores from 0 to 1."""
    scores: np.ndarray = 1 / (1 + np.exp(-logits))
    return scores
