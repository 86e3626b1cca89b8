from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from transformers import BertTokenizer

from forum.screening.training import fitting
from forum.screening.training.descent import Plan, Progress
from forum.screening.training.examples import LABELS, UNKNOWN, Example, targets
from forum.screening.training.fitting import fit, rarity_of, score
from forum.screening.training.model import masked_loss
from tests.unit.screening.training.tiny import tiny_model

FLAT = torch.ones(len(LABELS))


def example(text: str, value: float) -> Example:
    return Example(text=text, targets=(value,) * len(LABELS), source="test")


def test_loss_leaves_unknown_labels_out() -> None:
    logits = torch.randn(3, len(LABELS), generator=torch.Generator().manual_seed(3))
    truth = torch.zeros(3, len(LABELS))
    truth[:, 1:] = UNKNOWN
    changed = logits.clone()
    changed[:, 1:] += 5
    weights = torch.ones(3)
    loss = masked_loss(logits, truth, weights, FLAT)
    assert loss > 0
    assert loss == masked_loss(changed, truth, weights, FLAT)


def test_unknown_labels_get_no_gradient() -> None:
    logits = torch.zeros(1, len(LABELS), requires_grad=True)
    truth = torch.full((1, len(LABELS)), UNKNOWN)
    truth[0, 2] = 1.0
    loss = masked_loss(logits, truth, torch.ones(1), FLAT)
    (slope,) = torch.autograd.grad(loss, logits)
    moved = slope[0] != 0
    assert moved.tolist() == [index == 2 for index in range(len(LABELS))]


def test_loss_of_nothing_known_is_zero_and_finite() -> None:
    truth = torch.full((2, len(LABELS)), UNKNOWN)
    assert masked_loss(torch.ones(2, len(LABELS)), truth, torch.ones(2), FLAT) == 0


def test_a_heavier_text_counts_more() -> None:
    logits = torch.tensor([[3.0] * len(LABELS), [-3.0] * len(LABELS)])
    truth = torch.zeros(2, len(LABELS))
    light = masked_loss(logits, truth, torch.tensor([0.1, 1.0]), FLAT)
    heavy = masked_loss(logits, truth, torch.tensor([1.0, 1.0]), FLAT)
    assert heavy > light


def test_rare_labels_count_more_within_limits() -> None:
    truth = torch.zeros(1000, len(LABELS))
    truth[:500, 0] = 1
    truth[:100, 1] = 1
    truth[:1, 2] = 1
    truth[:, 3] = UNKNOWN
    rarity = rarity_of(truth, 4.0)
    assert rarity[0] == 1
    assert rarity[1] == pytest.approx(3)
    assert rarity[2] == 4
    assert math.isfinite(rarity[3])


def test_where_nothing_is_to_count_more_rare_labels_do_not() -> None:
    truth = torch.zeros(1000, len(LABELS))
    truth[:1] = 1
    assert (rarity_of(truth, 1.0) == 1).all()


def test_a_few_steps_learn_to_tell_two_texts_apart(tokenizer: BertTokenizer) -> None:
    model = tiny_model()
    examples = [example("you are so kind", 0.0), example("you are very vile", 1.0)] * 8
    seen: list[Progress] = []
    plan = Plan(epochs=40, learning_rate=1e-2, seed=1)
    fit(model, tokenizer, examples, plan, report=seen.append, every=5)
    assert seen[-1].step == seen[-1].steps
    assert seen[-1].loss < seen[0].loss / 2
    logits = score(model, tokenizer, ["you are so kind", "you are very vile"])
    assert (logits[0] < 0).all()
    assert (logits[1] > 0).all()


def test_the_same_seed_gives_the_same_weights(tokenizer: BertTokenizer) -> None:
    examples = [example("you are so kind", 0.0), example("you are very vile", 1.0)]
    plan = Plan(epochs=3, learning_rate=1e-2, seed=4)
    models = [tiny_model(), tiny_model()]
    for model in models:
        fit(model, tokenizer, examples, plan, report=lambda _: None)
    first, second = (model.classifier.weight for model in models)
    assert torch.equal(first, second)


def test_scores_come_in_the_order_of_the_texts(tokenizer: BertTokenizer) -> None:
    model = tiny_model()
    texts = ["you", "you are so very very very kind", "vile", "so kind"] * 3
    together = score(model, tokenizer, texts, tokens_per_batch=24)
    alone = [score(model, tokenizer, [text])[0] for text in texts]
    assert together == pytest.approx(np.array(alone), abs=1e-5)


@pytest.mark.parametrize(("milliseconds", "in_16_bits"), [(3.0, False), (1.8, False), (0.9, True)])
def test_where_16_bits_are_faster_scores_are_nearly_the_same(
    tokenizer: BertTokenizer, monkeypatch: pytest.MonkeyPatch, milliseconds: float, in_16_bits: bool
) -> None:
    took = {torch.float32: 2.0, torch.bfloat16: milliseconds}
    monkeypatch.setattr(fitting, "_quickest_product", took.__getitem__)
    fitting._is_faster_in_16_bits.cache_clear()
    model, texts = tiny_model(), ["you are kind", "so very vile"]
    exact = score(model, tokenizer, texts)
    fast = score(model, tokenizer, texts, exactly=False)
    fitting._is_faster_in_16_bits.cache_clear()
    assert np.array_equal(exact, fast) is not in_16_bits
    assert exact == pytest.approx(fast, abs=0.02)


def test_how_fast_16_bits_are_is_tried_out_without_drawing_a_random_number() -> None:
    fitting._is_faster_in_16_bits.cache_clear()
    before = torch.get_rng_state()
    assert fitting._is_faster_in_16_bits() in (True, False)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_label_of_another_model_is_an_error() -> None:
    with pytest.raises(ValueError, match="rudeness"):
        targets({"rudeness": 1.0})
