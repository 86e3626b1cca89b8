"""`forum screening train`, whole, from the files that it reads to a model folder that loads and scores.

The data and the base are tiny, and a few of the written sentences stand for all of them; nothing else is left out.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from forum.cli.screening import screening
from forum.screening import CORE_LABELS, Audience
from forum.screening.training import asking, lessons, public_data, teacher, train
from forum.screening.training.examples import LABELS, Example
from forum.screening.training.teacher import Teacher, load_teacher
from forum.screening.training.written_data import Amounts, load_written
from tests.unit.screening.training.tiny import tiny_model, tiny_tokenizer

PUBLIC = tuple(label.value for label in CORE_LABELS)
KIND, VILE = "you are so kind", "you are very vile"
#: One in so many written sentences; there are some ten thousand.
SOME = 60


def write(folder: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with gzip.open(folder / name, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The public collections, a few rows of each."""
    folder = tmp_path / "data"
    folder.mkdir()
    # Enough of them that both sorts are among the twelfth that is held out.
    comments = [
        [f"{words} {number}", *([int(words == VILE)] * len(PUBLIC))]
        for number in range(120)
        for words in (KIND, VILE)
    ]
    header = ["text", *PUBLIC]
    write(folder, public_data.WIKIPEDIA_TRAIN, header, comments)
    write(folder, public_data.WIKIPEDIA_TEST, header, comments[:20])
    write(
        folder,
        public_data.CIVIL_ANNOTATED,
        ["text", "toxic_fraction"],
        [[KIND, 0.0], [VILE, 0.8]],
    )
    write(folder, public_data.CIVIL_SPANS, ["spans", "text"], [["[0]", VILE]])
    tweets = ["hate_speech", "offensive_language", "neither", "text"]
    write(folder, public_data.TWEETS, tweets, [[3, 0, 0, VILE], [0, 0, 3, KIND]])
    sexism = [["2. derogation", VILE]]
    write(folder, public_data.SEXISM, ["label_category", "text"], sexism)
    emoji = [["1", "derogation", VILE], ["0", "none", KIND]]
    write(folder, public_data.HATEMOJI, ["hateful", "type", "text"], emoji)
    return folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base encoder of chance, with its tokenizer."""
    folder = tmp_path / "base"
    tiny_model().save_pretrained(folder)
    tiny_tokenizer(tmp_path).save_pretrained(folder)
    return folder


@cache
def sentences(*, dev: bool) -> list[Example]:
    long = ("long_harmless", "long_kind", "long_hostile", "hostile_tail", "quoting_reply")
    one_of_each = Amounts(
        per_line=1,
        per_pair_line=1,
        per_identity_line=1,
        times_if_harmless=1,
        **dict.fromkeys(long, 1),
    )
    return load_written(1, one_of_each, dev=dev)


@pytest.fixture(autouse=True)
def few_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other ones for every seed, as in earnest, read once; and each word of the tiny vocabulary is near each other."""

    def some(seed: int, _: object, *, dev: bool) -> list[Example]:
        return sentences(dev=dev)[seed % SOME :: SOME]

    def few(seed: int, _: object, *, dev: bool) -> list[Example]:
        return some(seed + 1, _, dev=dev)[:5]

    for module in (lessons, train):
        monkeypatch.setattr(module, "load_written", some)
        monkeypatch.setattr(module, "load_newer", few)
        monkeypatch.setattr(module, "load_twins", lambda *_, **__: [])
    one_pass = replace(lessons.network_plan(0), epochs=1)
    monkeypatch.setattr(train, "network_plan", lambda seed: replace(one_pass, seed=seed))
    monkeypatch.setattr(asking, "ANSWERS", Path("of-nothing"))
    monkeypatch.setattr(teacher, "_COMMONEST", 0)
    monkeypatch.setattr(teacher, "_NEAR", -1.0)


def run(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(screening, [str(argument) for argument in arguments], input=stdin)


def test_the_whole_way_from_data_to_a_model_that_scores_and_the_same_again(
    data: Path, base: Path, tmp_path: Path
) -> None:
    options = ("--threads", 1, "--seed", 3, "--version", "0.1")
    # A second encoder of chance is as good a teacher here as a larger one.
    first = run("train", data, base, base, tmp_path / "one", *options)
    again = run("train", data, base, base, tmp_path / "two", *options)

    assert (first.exit_code, again.exit_code) == (0, 0), f"{first.output}{first.exception!r}"
    assert sys.float_info.min / 2 > 0, (
        "who computes in this process afterwards finds the smallest numbers there"
    )
    parts = [re.sub(r":.*| \d+ texts", "", line) for line in first.stdout.splitlines()]
    assert [part for part, _ in groupby(parts)] == [
        "teacher",
        "the teacher is asked about",
        "teacher",
        "network",
        "the linear model beside the network",
        f"written to {tmp_path / 'one'}",
    ]
    for name in ("model.safetensors", "ngrams.safetensors", "model.json", "MODEL_CARD.md"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()

    made = json.loads((tmp_path / "one" / "model.json").read_text(encoding="utf-8"))
    assert made["version"] == "0.1"
    assert made["labels"] == list(LABELS)
    assert set(made["recommended_thresholds"]) == {audience.value for audience in Audience}
    card = (tmp_path / "one" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "not measured" not in card
    for told in ("## Data", "licence", "public test file", "## Reliability", "## Limits"):
        assert told in card

    for engine in ("onnx", "detoxify"):
        scored = run(
            "score",
            "--model-dir",
            tmp_path / "one",
            "--engine",
            engine,
            stdin=f'{{"text": "{VILE}"}}\n',
        )
        assert scored.exit_code == 0, scored.output
        answer = json.loads(scored.output.splitlines()[-1])
        assert answer["model"] == "hearth-minilm 0.1"
        assert set(answer["scores"]) == set(LABELS)


def test_the_teacher_that_reads_along_is_another_one_than_the_one_that_is_asked(
    data: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds: list[int] = []

    def load(folder: Path, *, seed: int) -> Teacher:
        seeds.append(seed)
        return load_teacher(folder, seed=seed)

    monkeypatch.setattr(asking, "load_teacher", load)
    run("train", data, base, base, tmp_path / "out", "--threads", 1, "--seed", 3)
    assert len(seeds) == len(set(seeds)) == 2


def test_a_training_that_was_broken_off_goes_on(
    data: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    options = ("--threads", 1, "--seed", 3, "--version", "0.1")
    with monkeypatch.context() as broken:
        broken.setattr(train, "finish", no_more)
        run("train", data, base, base, tmp_path / "out", *options)
    assert not (tmp_path / "out").exists()
    went_on = run("train", data, base, base, tmp_path / "out", *options)

    assert went_on.exit_code == 0, went_on.output
    assert "the teacher was asked before" in went_on.stdout
    assert "the teacher is asked" not in went_on.stdout
    # The one that reads along has to learn again.
    assert "teacher: " in went_on.stdout
    assert (tmp_path / "out" / "model.json").exists()

    # What was said once can be taken elsewhere.
    monkeypatch.setattr(asking, "ANSWERS", tmp_path / "out.work")
    elsewhere = run("train", data, base, base, tmp_path / "elsewhere", *options)
    assert "the teacher was asked before" in elsewhere.stdout
    weights = [tmp_path / name / "model.safetensors" for name in ("out", "elsewhere")]
    assert weights[0].read_bytes() == weights[1].read_bytes()


def test_a_model_that_was_trained_before_goes_on(
    data: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--threads", 1, "--seed", 3)
    run("train", data, base, base, tmp_path / "first", *options)
    monkeypatch.setattr(lessons, "KEPT_UP", 50)
    monkeypatch.setattr(lessons, "load_twins", lambda *_, **__: sentences(dev=False)[:5])

    went_on = [
        run("train", data, tmp_path / "first", base, tmp_path / out, *options, "--version", "0.2")
        for out in ("second", "again")
    ]

    assert went_on[0].exit_code == 0, f"{went_on[0].output}{went_on[0].exception!r}"
    # 50 of what the teacher was asked about, and 5 that it was not.
    assert "texts to learn from: 55" in went_on[0].stdout
    weights = [
        (tmp_path / out / "model.safetensors").read_bytes() for out in ("first", "second", "again")
    ]
    assert weights[0] != weights[1]
    assert weights[1] == weights[2]
    made = json.loads((tmp_path / "second" / "model.json").read_text(encoding="utf-8"))
    assert made["version"] == "0.2"


def test_the_answers_that_come_with_the_project_are_of_all_labels() -> None:
    [file] = (Path(asking.__file__).parent / "answers").glob("*.npz")
    with np.load(file) as answers:
        logits = answers["logits"]
    assert logits.shape[1] == len(LABELS)
    assert np.isfinite(logits).all()


@pytest.mark.parametrize("missing", ["data", "base", "teacher"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, missing: str) -> None:
    folders = {name: tmp_path / name for name in ("data", "base", "teacher") if name != missing}
    for folder in folders.values():
        folder.mkdir()
    result = run("train", *(tmp_path / name for name in ("data", "base", "teacher", "out")))

    assert result.exit_code == 2
    assert str(tmp_path / missing) in result.output
