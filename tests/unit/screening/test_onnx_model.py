"""The compiled model beside the checkpoint that it was compiled from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forum.screening import (
    MODEL_DIR,
    ModelFilesError,
    compiled_model,
    load_classifier,
    load_screener,
)
from forum.screening.benchmark import speed
from forum.screening.blended_model import BlendedModel
from forum.screening.classifier import Classifier
from forum.screening.compiled_model import compiled
from forum.screening.detoxify_model import DetoxifyModel
from forum.screening.model_files import NGRAMS
from forum.screening.onnx_model import OnnxModel

TEXTS = (
    "Hello everyone, I'm new here and I like gardening.",
    "I'm a gay man and proud",
    "you gay men make me sick",
    "this is fucking awesome, congrats!",
    "nobody asked for your sob story",
    "I was abused as a child and I still have bad nights.",
    "I know where you live and I will find you",
    "go back to where you came from, you filthy animal",
    "hi",
    "😀 !!! 123",
    "We had a lovely day in the garden, and then it rained. " * 12,
    "You are a worthless piece of trash and I hope that you die alone. " * 12,
)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(scope="session")
def onnx(cache: Path) -> OnnxModel:
    return OnnxModel.load(cache_dir=cache)


@pytest.fixture(scope="session")
def detoxify() -> DetoxifyModel:
    return DetoxifyModel.load()


def test_both_engines_agree(onnx: OnnxModel, detoxify: DetoxifyModel) -> None:
    differences = [
        abs(one[label] - other[label])
        for one, other in zip(onnx.scores(TEXTS), detoxify.scores(TEXTS), strict=True)
        for label in detoxify.labels
    ]

    assert max(differences) < 0.12
    assert sum(differences) / len(differences) < 0.02


def test_both_engines_place_the_same_tokens(onnx: OnnxModel, detoxify: DetoxifyModel) -> None:
    for text in (*TEXTS, "Héllo, unbelievableness 😀!", "a\u200bb", "x" * 300, "", "你好"):
        assert onnx.token_spans(text) == detoxify.token_spans(text)


def test_both_engines_have_the_same_name_and_labels(
    onnx: OnnxModel, detoxify: DetoxifyModel
) -> None:
    assert (onnx.name, onnx.version, onnx.labels) == (
        detoxify.name,
        detoxify.version,
        detoxify.labels,
    )


def test_a_score_does_not_depend_on_its_neighbours(onnx: OnnxModel) -> None:
    alone = [onnx.scores([text])[0] for text in TEXTS]

    assert onnx.scores(TEXTS) == alone
    assert onnx.scores(TEXTS[::-1]) == alone[::-1]


def test_nothing_is_scored_as_nothing(onnx: OnnxModel) -> None:
    assert onnx.scores([]) == []
    assert set(onnx.scores([""])[0]) == set(onnx.labels)


def test_a_text_that_is_longer_than_the_model_is_cut_as_detoxify_cuts_it(
    onnx: OnnxModel, detoxify: DetoxifyModel
) -> None:
    text = "the quick brown fox jumps over the lazy dog " * 200
    [ours], [theirs] = onnx.scores([text]), detoxify.scores([text])

    assert all(abs(ours[label] - theirs[label]) < 0.12 for label in onnx.labels)


def test_a_model_is_compiled_once(tmp_path: Path) -> None:
    first = compiled(MODEL_DIR, tmp_path)
    again = compiled(MODEL_DIR, tmp_path)

    assert (first.made_now, again.made_now) == (True, False)
    assert first.network == again.network
    assert [path.name for path in tmp_path.iterdir()] == [first.network.parent.name]


@pytest.mark.parametrize("name", ["model.onnx", "compiled.json"])
@pytest.mark.parametrize("content", [None, b"", b"rubbish"])
def test_a_damaged_cache_is_made_anew(
    cache: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    compiled(MODEL_DIR, cache)
    damaged = Path(shutil.copytree(cache, tmp_path / "cache"))
    network = compiled(MODEL_DIR, damaged).network
    whole = network.read_bytes()
    if content is None:
        (network.parent / name).unlink()
    else:
        (network.parent / name).write_bytes(content)

    assert compiled(MODEL_DIR, damaged).made_now
    assert network.read_bytes() == whole


def test_another_model_is_not_taken_from_the_cache(cache: Path, tmp_path: Path) -> None:
    compiled(MODEL_DIR, cache)
    other = Path(shutil.copytree(MODEL_DIR, tmp_path / "model"))
    description = json.loads((other / "model.json").read_text())
    (other / "note.txt").write_text("another file makes another model")
    description["files"]["note.txt"] = (
        "fbcb1f1a9ea2b4cf6e6b2c6e3b1d0a1f3b9bb0d0ee4d0e5ab4d6de4ae2bd9a7c"
    )
    (other / "model.json").write_text(json.dumps(description))

    with pytest.raises(ModelFilesError, match=r"note\.txt is damaged"):
        OnnxModel.load(other, cache_dir=cache)


def test_a_damaged_model_is_refused_though_it_was_compiled_before(
    cache: Path, tmp_path: Path
) -> None:
    compiled(MODEL_DIR, cache)
    damaged = Path(shutil.copytree(MODEL_DIR, tmp_path / "model"))
    (damaged / "tokenizer.json").write_text("{}")

    with pytest.raises(ModelFilesError, match=r"tokenizer\.json is damaged"):
        OnnxModel.load(damaged, cache_dir=cache)


def test_a_cache_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("not a folder")

    with pytest.raises(ModelFilesError, match="can't be written"):
        OnnxModel.load(cache_dir=taken / "cache")


def test_two_who_compile_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: compiled(MODEL_DIR, tmp_path), range(3)))

    assert len({item.network for item in found}) == 1
    assert len(list(tmp_path.iterdir())) == 1
    assert not compiled(MODEL_DIR, tmp_path).made_now


def test_whoever_compiles_it_once_more_takes_it_from_nobody_who_uses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = compiled_model._network

    def overtaken(model_dir: Path) -> bytes:
        monkeypatch.setattr(compiled_model, "_network", network)
        theirs.append(compiled(model_dir, tmp_path).network.parent.stat().st_ino)
        return network(model_dir)

    theirs: list[int] = []
    monkeypatch.setattr(compiled_model, "_network", overtaken)
    ours = compiled(MODEL_DIR, tmp_path).network.parent

    assert theirs == [ours.stat().st_ino], "between two folders there would be none"
    assert not compiled(MODEL_DIR, tmp_path).made_now
    assert len(list(ours.iterdir())) == 2


@pytest.mark.parametrize(
    ("engine", "library"), [("onnx", "onnxruntime"), ("onnx", "tokenizers"), ("detoxify", "torch")]
)
def test_a_library_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, cache: Path, engine: str, library: str
) -> None:
    for module in ("onnx_model", "detoxify_model"):
        monkeypatch.delitem(sys.modules, f"forum.screening.{module}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(ModelFilesError, match=library):
        load_screener(engine=engine, cache_dir=cache)


def test_an_unknown_engine_is_said_so() -> None:
    with pytest.raises(ModelFilesError, match="no screening engine called 'abacus'"):
        load_screener(engine="abacus")


def network_of(classifier: Classifier) -> Classifier:
    assert isinstance(classifier, BlendedModel), (
        "the linear model stands beside whatever engine runs the network"
    )
    return classifier.network


def test_a_model_without_a_linear_one_is_its_network_alone(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_DIR, folder)
    (folder / NGRAMS).unlink()
    description = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    del description["files"][NGRAMS]
    (folder / "model.json").write_text(json.dumps(description), encoding="utf-8")

    assert isinstance(load_classifier(model_dir=folder, cache_dir=cache), OnnxModel)


def test_the_benchmark_measures_both_models_that_read(cache: Path) -> None:
    measured = speed.shipped(MODEL_DIR, cache)

    assert isinstance(measured, BlendedModel)
    assert isinstance(measured.network, OnnxModel)


def test_the_engine_can_be_chosen(cache: Path) -> None:
    assert isinstance(network_of(load_classifier(engine="onnx", cache_dir=cache)), OnnxModel)
    assert isinstance(network_of(load_classifier(engine="detoxify")), DetoxifyModel)


def test_the_compiled_network_reads_unless_somebody_chooses_otherwise(cache: Path) -> None:
    assert isinstance(network_of(load_classifier(cache_dir=cache)), OnnxModel)


def test_screening_with_a_compiled_model_never_imports_torch(cache: Path) -> None:
    compiled(MODEL_DIR, cache)
    code = (
        "import sys; from pathlib import Path; from forum.screening import *;"
        "s = load_screener(engine='onnx', cache_dir=Path(sys.argv[1])); s.screen(Submission(text='you 1diot'));"
        "heavy = {'torch', 'detoxify', 'transformers', 'onnx', 'flask', 'sqlalchemy'};"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(cache)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(MODEL_DIR.parents[2])},
    )

    assert (result.returncode, result.stderr) == (0, "")
