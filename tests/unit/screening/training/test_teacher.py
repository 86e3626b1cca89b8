from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertTokenizer

from forum.screening.training.examples import LABELS, Example, targets
from forum.screening.training.fitting import Plan, fit_network
from forum.screening.training.teacher import TAUGHT, Teacher, load_teacher, taught
from forum.screening.training.variations import UNLABELLED
from tests.unit.screening.training.tiny import tiny_model

KIND, VILE = "you are so kind", "you are very vile"
BEFORE = np.full((1, len(LABELS)), 0.2)
SAYS = np.full((1, len(LABELS)), 0.7)


@pytest.fixture
def teacher(tmp_path: Path, tokenizer: BertTokenizer) -> Teacher:
    folder = tmp_path / "teacher"
    tiny_model().bert.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return load_teacher(folder, seed=2)


def of(source: str, **known: float) -> Example:
    return Example(text=VILE, targets=targets(known), source=source)


def test_a_teacher_learns_and_says_what_it_makes_of_a_text(teacher: Teacher) -> None:
    examples = [
        Example(text=text, targets=(value,) * len(LABELS), source="written")
        for text, value in ((KIND, 0.0), (VILE, 1.0))
    ] * 8
    plan = Plan(epochs=200, learning_rate=3e-2, seed=1, use_bfloat16=False)
    fit_network(teacher, teacher.tokenizer, examples, plan, report=lambda _: None)
    kind, vile = teacher.says([KIND, VILE])
    assert (kind < 0.3).all()
    assert (vile > 0.7).all()


def test_what_stands_behind_a_text_in_its_batch_says_nothing_of_it(teacher: Teacher) -> None:
    alone = teacher.says([KIND])
    beside = teacher.says([KIND, f"{VILE} so very very very very very very very"])
    assert beside[0] == pytest.approx(alone[0], abs=0.02)


def test_its_words_and_first_layers_stay_as_they_are(teacher: Teacher) -> None:
    trained = {name for name, weight in teacher.named_parameters() if weight.requires_grad}
    assert not [name for name in trained if "embeddings" in name or "layer.0" in name]
    assert {"outputs.weight", "outputs.bias"} <= trained


def test_the_same_seed_gives_the_same_teacher(tmp_path: Path, teacher: Teacher) -> None:
    other = load_teacher(tmp_path / "teacher", seed=2)
    assert torch.equal(teacher.outputs.weight, other.outputs.weight)


def test_of_a_text_without_labels_the_teacher_says_what_the_written_sentences_taught_it() -> None:
    [example] = taught([of(UNLABELLED)], teacher=SAYS, before=BEFORE)
    expected = [0.7 if label in TAUGHT else 0.2 for label in LABELS]
    assert example.targets == pytest.approx(expected)


def test_of_a_public_text_the_network_says_again_what_it_said_before() -> None:
    [example] = taught([of("tweets", toxicity=1.0)], teacher=SAYS, before=BEFORE)
    expected = [0.7 if label == "attack_on_addressee" else 0.2 for label in LABELS]
    assert example.targets == pytest.approx(expected)


def test_of_a_wikipedia_comment_its_own_labels_say_half() -> None:
    [example] = taught([of("wikipedia", toxicity=1.0, threat=0.0)], teacher=SAYS, before=BEFORE)
    known = dict(zip(LABELS, example.targets, strict=True))
    assert known["toxicity"] == pytest.approx(0.6)
    assert known["threat"] == pytest.approx(0.1)
    assert known["insult"] == pytest.approx(0.2)
    assert known["attack_on_addressee"] == pytest.approx(0.7)
    assert not any(map(math.isnan, example.targets))
