from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from forum.screening.training.descent import Plan, Progress, descend
from forum.screening.training.tokens import Batch, Shape

PLAN = Plan(epochs=1, learning_rate=0.1, seed=1, warm_up=0.5, weight_decay=0.0)
SHAPE = Shape(width=16)


def batches(count: int) -> list[Batch]:
    return [Batch(shape=SHAPE, rows=np.array([step % 3, 1])) for step in range(count)]


def descended(device: str, count: int) -> tuple[list[float], list[Progress], list[float]]:
    """The weights afterwards, what was reported, and how much of the way each step said was left."""
    values = torch.tensor([1.0, 2.0, 6.0], device=device)
    weights = torch.zeros(4, device=device, requires_grad=True)
    told, seen = torch.zeros(count, device=device), list[Progress]()
    step = torch.zeros((), dtype=torch.long, device=device)

    def loss_of(rows: Tensor, shape: Shape, left: Tensor) -> Tensor:
        assert shape == SHAPE
        told.scatter_(0, step.reshape(1), left.reshape(1))
        step.add_(1)
        return ((weights - values[rows].mean()) ** 2).mean()

    descend([weights], batches(count), loss_of, PLAN, report=seen.append, every=4)
    return weights.tolist(), seen, told.tolist()


def test_the_loss_falls_and_is_reported_now_and_then_and_at_the_end() -> None:
    weights, seen, _ = descended("cpu", 90)
    assert [progress.step for progress in seen] == [*range(4, 90, 4), 90]
    assert {progress.steps for progress in seen} == {90}
    assert seen[-1].loss < seen[0].loss / 4
    assert weights[0] == pytest.approx(2.5, abs=0.7)


def test_each_step_knows_how_much_of_the_way_is_left() -> None:
    _, _, told = descended("cpu", 4)
    assert told == pytest.approx([1.0, 0.75, 0.5, 0.25])


def test_the_rate_rises_and_falls_to_nothing() -> None:
    weight, places = torch.zeros(1, requires_grad=True), list[float]()

    def loss_of(_: Tensor, __: Shape, ___: Tensor) -> Tensor:
        places.append(weight.item())
        return -weight.sum()  # always as steep, so that each of Adam's steps is as long as the rate

    descend([weight], batches(8), loss_of, PLAN, report=lambda _: None, every=8)
    steps = np.diff([*places, weight.item()])
    assert steps == pytest.approx([0.025, 0.05, 0.075, 0.1, 0.1, 0.075, 0.05, 0.025], rel=1e-3)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="recordings are made on GPUs")
def test_what_a_gpu_replays_is_what_it_would_have_done() -> None:
    recorded, _, told = descended("cuda", 60)
    step_by_step, _, expected = descended("cpu", 60)
    assert recorded == pytest.approx(step_by_step, abs=1e-4)
    assert told == pytest.approx(expected)
