from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import BertTokenizer

from forum.screening.training import teacher as teacher_module
from forum.screening.training.descent import Plan
from forum.screening.training.examples import LABELS, Example
from forum.screening.training.fitting import fit_network
from forum.screening.training.teacher import Teacher, load_teacher
from forum.screening.training.tokens import pad
from tests.unit.screening.training.tiny import tiny_model

KIND, VILE = "you are so kind", "you are very vile"


@pytest.fixture
def teacher(tmp_path: Path, tokenizer: BertTokenizer) -> Teacher:
    folder = tmp_path / "teacher"
    tiny_model().bert.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return load_teacher(folder, seed=2)


def main_weights(teacher: Teacher) -> torch.Tensor:
    return teacher.get_parameter("outputs.0.weight").detach().clone()


def test_a_teacher_learns_and_says_what_it_makes_of_a_text(teacher: Teacher) -> None:
    examples = [
        Example(text=text, targets=(value,) * len(LABELS), source="written")
        for text, value in ((KIND, 0.0), (VILE, 1.0))
    ] * 8
    plan = Plan(epochs=200, learning_rate=3e-2, seed=1)
    fit_network(teacher, teacher.tokenizer, examples, plan, report=lambda _: None)
    kind, vile = teacher.says([KIND, VILE])
    assert (kind < -1).all()
    assert (vile > 1).all()


def test_what_stands_behind_a_text_in_its_batch_says_nothing_of_it(teacher: Teacher) -> None:
    alone = teacher.says([KIND])
    beside = teacher.says([KIND, f"{VILE} so very very very very very very very"])
    assert beside[0] == pytest.approx(alone[0], abs=0.05)


def test_its_words_stay_as_they_are(teacher: Teacher) -> None:
    trained = {name for name, weight in teacher.named_parameters() if weight.requires_grad}
    assert not [name for name in trained if "embeddings" in name]
    assert {"outputs.0.weight", "encoder.encoder.layer.0.output.dense.weight"} <= trained


def test_a_collection_with_other_customs_does_not_teach_what_it_says(teacher: Teacher) -> None:
    before = main_weights(teacher)
    strangers = [Example(text=KIND, targets=(1.0,) * len(LABELS), source="tweets")] * 4
    plan = Plan(epochs=2, learning_rate=1e-2, seed=1, weight_decay=0, warm_up=0)
    fit_network(teacher, teacher.tokenizer, strangers, plan, report=lambda _: None)
    assert torch.equal(main_weights(teacher), before)


def test_each_text_is_judged_by_its_own_customs(teacher: Teacher) -> None:
    teacher.eval()
    ids, attention = pad([[5, 6, 7]] * 3)
    places = torch.tensor([teacher.place(name) for name in ("written", "tweets", "civil")])
    logits = teacher(ids, attention, places)
    assert logits.shape == (3, len(LABELS))
    assert len({tuple(row.tolist()) for row in logits}) == 3


def test_the_same_seed_gives_the_same_teacher(tmp_path: Path, teacher: Teacher) -> None:
    other = load_teacher(tmp_path / "teacher", seed=2)
    assert torch.equal(main_weights(teacher), main_weights(other))


def test_words_that_stand_in_the_same_places_are_near_each_other(
    teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = teacher.get_parameter("encoder.embeddings.word_embeddings.weight").detach()
    place = teacher.tokenizer.get_vocab()
    vectors[place["kind"]] = vectors[place["vile"]]
    monkeypatch.setattr(teacher_module, "_COMMONEST", 0)
    monkeypatch.setattr(teacher_module, "_NEAR", 0.99)
    assert teacher.near_words() == {"kind": ["vile"], "vile": ["kind"]}


def test_nothing_stands_for_the_commonest_words(teacher: Teacher) -> None:
    assert teacher.near_words() == {}
