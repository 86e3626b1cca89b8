"""Training of a network on any examples, and scoring with what came of it."""

from __future__ import annotations

import random
import time
import timeit
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor
from torch.optim.lr_scheduler import LambdaLR
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.training.examples import LABELS, Example
from forum.screening.training.model import Network, Small, masked_loss

#: Texts that become tokens at once: as lists of numbers they take much memory.
_ENCODED_AT_ONCE = 16384


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a training is run. Lengths are in tokens; the learning rate rises, then falls to 0.

    A label that is present in one text of a hundred counts `most_rarity` at most when it is present.
    """

    epochs: int
    learning_rate: float
    seed: int
    max_tokens: int = 160
    tokens_per_batch: int = 4096
    texts_per_batch: int = 32
    smoothing: float = 0.0
    warm_up: float = 0.06
    weight_decay: float = 0.01
    most_rarity: float = 4.0


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a stage stands; `loss` is the mean since the last report."""

    step: int
    steps: int
    loss: float
    seconds: float


def fit(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    examples: Sequence[Example],
    plan: Plan,
    *,
    report: Callable[[Progress], None],
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
    report: Callable[[Progress], None],
    every: int = 50,
) -> None:
    """Train any network in place, on the device on which its weights lie."""
    torch.manual_seed(plan.seed)
    tokens = encode(tokenizer, [example.text for example in examples], plan.max_tokens)
    parameters = [weight for weight in network.parameters() if weight.requires_grad]
    device = parameters[0].device
    truth = torch.tensor([example.targets for example in examples], dtype=torch.float32)
    truth = (truth * (1 - plan.smoothing) + plan.smoothing / 2).to(device)
    weights = torch.tensor([example.weight for example in examples], dtype=torch.float32).to(device)
    places = torch.tensor([network.place(example.source) for example in examples]).to(device)
    batches = [
        batch
        for epoch in range(plan.epochs)
        for batch in batches_of([len(ids) for ids in tokens], plan, plan.seed + epoch)
    ]
    rarity = rarity_of(truth, plan.most_rarity)
    optimizer = torch.optim.AdamW(
        parameters, lr=plan.learning_rate, weight_decay=plan.weight_decay, fused=True
    )
    schedule = LambdaLR(optimizer, lambda step: _rate(step, len(batches), plan.warm_up))
    network.train()
    began, losses = time.monotonic(), list[Tensor]()
    for step, batch in enumerate(batches, start=1):
        ids, attention, rows = _moved(
            (*pad([tokens[index] for index in batch]), torch.tensor(batch)), device
        )
        with _in_bfloat16(device):
            logits = network(ids, attention, places[rows])
        loss = masked_loss(logits.float(), truth[rows], weights[rows], rarity)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        losses.append(loss.detach())  # asking for its value would wait for the device
        if step % every == 0 or step == len(batches):
            seconds = time.monotonic() - began
            mean = torch.stack(losses).mean().item()
            report(Progress(step=step, steps=len(batches), loss=mean, seconds=seconds))
            losses.clear()


def encode(
    tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], max_tokens: int
) -> list[NDArray[np.int32]]:
    """Token ids of each text, cut at `max_tokens`."""
    ids: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), _ENCODED_AT_ONCE):
        encoded = tokenizer(
            list(texts[start : start + _ENCODED_AT_ONCE]),
            truncation=True,
            max_length=max_tokens,
            return_attention_mask=False,
            return_token_type_ids=False,
        )
        ids += [np.array(row, dtype=np.int32) for row in encoded.input_ids]
    return ids


def pad(tokens: Sequence[ArrayLike]) -> tuple[Tensor, Tensor]:
    """Ids and attention mask, both (texts, longest), padded with 0.

    The length is a multiple of 8: fewer different shapes mean fewer compiled kernels in memory.
    """
    rows = [np.asarray(ids) for ids in tokens]
    lengths = np.array([len(row) for row in rows])
    longest = -(-lengths.max() // 8) * 8
    is_token = np.arange(longest) < lengths[:, None]
    ids = np.zeros(is_token.shape, dtype=np.int64)
    ids[is_token] = np.concatenate(rows)
    return torch.from_numpy(ids), torch.from_numpy(is_token.astype(np.int64))


def rarity_of(truth: Tensor, most: float) -> Tensor:
    """How much more each label counts where it is present: √(absent / present), from 1 to `most`."""
    known = ~torch.isnan(truth)
    present = (torch.nan_to_num(truth) * known).sum(0).clamp(min=1)
    absent = (known.sum(0) - present).clamp(min=1)
    return (absent / present).sqrt().clamp(1.0, most)


def batches_of(lengths: Sequence[int], plan: Plan, seed: int) -> Iterator[list[int]]:
    """Shuffled batches of texts of like length, each within the plan's tokens when padded."""
    order = np.random.default_rng(seed).permutation(len(lengths))
    shuffler = random.Random(seed)
    batches: list[list[int]] = []
    # Sorting within pools, not over the whole set, keeps each batch a varied one.
    for start in range(0, len(order), 4096):
        indices = (int(index) for index in order[start : start + 4096])
        pool = sorted(indices, key=lengths.__getitem__)
        batch: list[int] = []
        for index in pool:
            # A cap on texts too: short ones would else make so few steps that little is learned.
            full = len(batch) == plan.texts_per_batch
            if full or (batch and lengths[index] * (len(batch) + 1) > plan.tokens_per_batch):
                batches.append(batch)
                batch = []
            batch.append(index)
        if batch:
            batches.append(batch)
    shuffler.shuffle(batches)
    yield from batches


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
        with nullcontext() if exactly else _in_bfloat16(device):
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


def _in_bfloat16(device: torch.device) -> torch.autocast:
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


def _rate(step: int, steps: int, warm_up: float) -> float:
    rising = max(1, round(steps * warm_up))
    if step < rising:
        return (step + 1) / rising
    return max(0.0, (steps - step) / max(1, steps - rising))


def likely(logits: np.ndarray) -> np.ndarray:
    """Logits as scores from 0 to 1."""
    scores: np.ndarray = 1 / (1 + np.exp(-logits))
    return scores
