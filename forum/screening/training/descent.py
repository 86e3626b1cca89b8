"""The steps of a training: each batch's loss, its slope, and what the weights make of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor

from forum.screening.training.tokens import Batch, Shape

#: How often a GPU reads batches of a shape before it records the reading: kernels are chosen and memory is taken then.
_UNRECORDED = 2

#: The loss of the texts of these numbers, read in this shape.
#: The last argument is how much of the way is left, from 1 to 0.
Loss = Callable[[Tensor, Shape, Tensor], Tensor]
Take = Callable[[Tensor, Shape], None]


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


Report = Callable[[Progress], None]


def descend(
    parameters: Sequence[Tensor],
    batches: Sequence[Batch],
    loss_of: Loss,
    plan: Plan,
    *,
    report: Report,
    every: int,
) -> None:
    """Move the parameters, in place and where they lie, one step for each batch."""
    device = parameters[0].device
    with _own_stream(device):
        # As tensors, so that a recorded step reads what they are when it is replayed.
        rate, left = torch.zeros((), device=device), torch.ones((), device=device)
        total = torch.zeros((), device=device)
        optimizer = torch.optim.AdamW(
            parameters,
            lr=rate,
            weight_decay=plan.weight_decay,
            fused=True,
            capturable=device.type == "cuda",
        )

        def take(rows: Tensor, shape: Shape) -> None:
            loss = loss_of(rows, shape, left)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            total.add_(loss.detach())  # asking for its value would wait for the device

        take_or_replay = _Recorder(take) if device.type == "cuda" else take
        began, reported = time.monotonic(), 0
        for step, batch in enumerate(batches, start=1):
            rate.fill_(plan.learning_rate * _rate(step - 1, len(batches), plan.warm_up))
            left.fill_(1 - (step - 1) / len(batches))
            take_or_replay(torch.from_numpy(batch.rows).to(device), batch.shape)
            if step % every == 0 or step == len(batches):
                mean = total.item() / (step - reported)
                seconds = time.monotonic() - began
                report(Progress(step=step, steps=len(batches), loss=mean, seconds=seconds))
                total.zero_()
                reported = step


class _Recorder:
    """Takes steps on a GPU, each shape's from the third time on by replaying what it did then.

    A step of a small network is a thousand short kernels: to ask for them one by one takes longer than they do.
    """

    def __init__(self, take: Take) -> None:
        self._take = take
        self._met = Counter[tuple[Shape, int]]()
        self._recordings: dict[tuple[Shape, int], tuple[torch.cuda.CUDAGraph, Tensor]] = {}
        self._memory = torch.cuda.graph_pool_handle()  # one step runs at a time: all share it

    def __call__(self, rows: Tensor, shape: Shape) -> None:
        how = (shape, len(rows))
        self._met[how] += 1
        if self._met[how] <= _UNRECORDED:
            self._take(rows, shape)
            return
        if how not in self._recordings:
            self._recordings[how] = self._recorded(rows.clone(), shape)
        graph, place = self._recordings[how]
        place.copy_(rows)
        graph.replay()

    def _recorded(self, rows: Tensor, shape: Shape) -> tuple[torch.cuda.CUDAGraph, Tensor]:
        graph = torch.cuda.CUDAGraph()
        with (
            torch.device(rows.device),
            torch.cuda.graph(graph, pool=self._memory, stream=torch.cuda.current_stream()),
        ):
            self._take(rows, shape)
        return graph, rows


def _own_stream(device: torch.device) -> AbstractContextManager[object]:
    """A GPU records no step that was begun in the stream of everything."""
    if device.type != "cuda":
        return nullcontext()
    stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
    stream.wait_stream(torch.cuda.current_stream(device))
    return torch.cuda.stream(stream)


def _rate(step: int, steps: int, warm_up: float) -> float:
    rising = max(1, round(steps * warm_up))
    if step < rising:
        return (step + 1) / rising
    return max(0.0, (steps - step) / max(1, steps - rising))
