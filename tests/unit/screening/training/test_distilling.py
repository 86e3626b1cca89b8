from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from transformers import BertForSequenceClassification, BertTokenizer

from forum.screening.training import distilling
from forum.screening.training.descent import Loss, Plan, Progress
from forum.screening.training.distilling import learn_beside, same_tokens
from forum.screening.training.examples import LABELS, Example
from forum.screening.training.fitting import fit_network, lessons_of, score
from forum.screening.training.model import Small
from forum.screening.training.teacher import Teacher, load_teacher
from forum.screening.training.tokens import Batch
from tests.unit.screening.training.tiny import WORDS, tiny_model, tiny_tokenizer

KIND, VILE = "you are so kind", "you are so vile"
CPU = torch.device("cpu")


def examples(**values: float) -> list[Example]:
    return [
        Example(text=f"you are so {word}", targets=(value,) * len(LABELS), source="written")
        for word, value in values.items()
    ]


@pytest.fixture
def teacher(tmp_path: Path, tokenizer: BertTokenizer) -> Teacher:
    """One that has learned which word is vile."""
    folder = tmp_path / "teacher"
    tiny_model().bert.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    teacher = load_teacher(folder, seed=2)
    known = examples(kind=0.0, vile=1.0) * 8
    plan = Plan(epochs=120, learning_rate=3e-2, seed=1)
    fit_network(teacher, teacher.tokenizer, known, plan, report=lambda _: None)
    return teacher


def taught(
    teacher: Teacher, tokenizer: BertTokenizer, lessons: list[Example], epochs: int = 100
) -> tuple[BertForSequenceClassification, list[Progress]]:
    plan = Plan(epochs=epochs, learning_rate=1e-2, seed=3)
    model, seen = tiny_model(seed=5), list[Progress]()
    read = lessons_of(lessons, Small(model), tokenizer, plan, CPU)
    learn_beside(teacher, model, tokenizer, read, plan, report=seen.append, every=20)
    return model, seen


def test_it_learns_what_the_teacher_said_and_each_pass_reads_every_lesson_twice(
    teacher: Teacher, tokenizer: BertTokenizer
) -> None:
    model, seen = taught(teacher, tokenizer, examples(kind=0.0, vile=1.0))
    assert seen[-1].step == seen[-1].steps == 200
    assert seen[-1].loss < seen[0].loss / 2
    kind, vile = score(model, tokenizer, [KIND, VILE])
    assert (kind < -1).all()
    assert (vile > 1).all()


def test_it_learns_what_the_teacher_says_of_words_that_no_lesson_had(
    teacher: Teacher, tokenizer: BertTokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teacher, "near_words", lambda: {"kind": ["vile"]})
    model, _ = taught(teacher, tokenizer, examples(kind=0.0))
    kind, vile = score(model, tokenizer, [KIND, VILE])
    assert (kind < vile - 1).all()


def test_where_the_teacher_stands_counts_less_and_less_and_at_last_not_at_all(
    teacher: Teacher, tokenizer: BertTokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_step(
        _: object, batches: Sequence[Batch], loss_of: Loss, *__: object, **___: object
    ) -> None:
        reworded = next(batch for batch in batches if batch.shape.is_reworded)
        rows = torch.from_numpy(reworded.rows)
        for left in (1.0, 0.5, 0.0):
            torch.manual_seed(1)  # the same other words, and the same dropout
            losses.append(loss_of(rows, reworded.shape, torch.tensor(left)).item())

    losses: list[float] = []
    monkeypatch.setattr(distilling, "descend", one_step)
    taught(teacher, tokenizer, examples(kind=0.0, vile=1.0), epochs=1)
    whole, half, none = losses
    assert whole > none + 0.01
    assert half == pytest.approx((whole + none) / 2, abs=1e-4)


def test_the_teacher_stays_as_it_is(teacher: Teacher, tokenizer: BertTokenizer) -> None:
    before = {name: weight.clone() for name, weight in teacher.state_dict().items()}
    taught(teacher, tokenizer, examples(kind=0.0, vile=1.0), epochs=2)
    assert all(torch.equal(weight, before[name]) for name, weight in teacher.state_dict().items())


def test_the_same_seed_gives_the_same_weights(teacher: Teacher, tokenizer: BertTokenizer) -> None:
    lessons = examples(kind=0.0, vile=1.0)
    first, second = (taught(teacher, tokenizer, lessons, epochs=3)[0] for _ in range(2))
    assert torch.equal(first.classifier.weight, second.classifier.weight)


def test_tokens_are_found_where_another_tokenizer_has_them(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one = tiny_tokenizer(tmp_path)
    words = ["<pad>", "<unk>", "<s>", "</s>", "<mask>", *reversed(WORDS[5:])]
    path = tmp_path / "other" / "vocab.txt"
    path.write_text("\n".join(words) + "\n", encoding="utf-8")
    other = BertTokenizer(
        vocab=str(path),
        pad_token="<pad>",
        unk_token="<unk>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
    )
    ids = same_tokens(one, other)
    assert ids[one(KIND).input_ids].tolist() == other(KIND).input_ids
    assert ids[one.pad_token_id] == other.pad_token_id


def test_a_teacher_that_reads_other_tokens_is_refused(tmp_path: Path) -> None:
    one = tiny_tokenizer(tmp_path)
    path = tmp_path / "other.txt"
    path.write_text("\n".join(WORDS[:-1]) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks very"):
        same_tokens(one, BertTokenizer(vocab=str(path)))
