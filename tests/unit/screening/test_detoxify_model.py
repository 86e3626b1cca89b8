"""The real Detoxify class on the model that comes with the project, and on one made of chance."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from detoxify import Detoxify
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForSequenceClassification

from forum.screening import CORE_LABELS, MODEL_DIR, ModelFilesError, Screener, load_screener
from forum.screening.blended_model import BlendedModel
from forum.screening.detoxify_model import DetoxifyModel

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hello", "you", "idiot", "##s", ".", "a"]
TOKENIZER: dict[str, Any] = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [],
    "normalizer": {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": True,
        "strip_accents": None,
        "lowercase": True,
    },
    "pre_tokenizer": {"type": "BertPreTokenizer"},
    "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
    "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
    "model": {
        "type": "WordPiece",
        "unk_token": "[UNK]",
        "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100,
        "vocab": {word: number for number, word in enumerate(WORDS)},
    },
}


@pytest.fixture
def tiny_model(tmp_path: Path) -> Path:
    """A model folder with a very small network of chance, whose golden scores are right."""
    folder = tmp_path / "tiny"
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        architectures=["BertForSequenceClassification"],
    )
    config.num_labels = len(CORE_LABELS)
    network = BertForSequenceClassification(config)
    config.save_pretrained(folder)
    save_file(
        {name: value.contiguous() for name, value in network.state_dict().items()},
        folder / "model.safetensors",
    )
    (folder / "tokenizer.json").write_text(json.dumps(TOKENIZER))
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "BertTokenizer", "model_max_length": 512})
    )
    describe(folder, {label.value: 0.5 for label in CORE_LABELS})
    return folder


def describe(folder: Path, golden: Mapping[str, float]) -> None:
    """Write a description with the files' true hashes."""
    (folder / "model.json").unlink(missing_ok=True)
    description = {
        "name": "tiny",
        "version": "0",
        "labels": [label.value for label in CORE_LABELS],
        "files": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()
        },
        "golden": [{"text": "hello you", "scores": dict(golden)}],
    }
    (folder / "model.json").write_text(json.dumps(description))


def test_a_model_whose_scores_are_not_the_golden_ones_is_refused(tiny_model: Path) -> None:
    describe(tiny_model, {"toxicity": 0.999})

    with pytest.raises(ModelFilesError, match="does not give the scores"):
        DetoxifyModel.load(tiny_model)


def test_a_model_loads_from_any_working_directory(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_model.parent)
    # Random weights score near 0.5, but not within the tolerance; so ask first, then write it down.
    describe(tiny_model, {})
    scores = DetoxifyModel.load(Path("tiny")).scores(["hello you"])[0]
    describe(tiny_model, scores)

    assert DetoxifyModel.load(Path("tiny")).scores(["hello you"])[0] == pytest.approx(scores)


def test_a_checkpoint_without_its_last_layer_is_refused(tiny_model: Path) -> None:
    # Detoxify would fill in random weights and say nothing.
    describe(tiny_model, {})
    scores = DetoxifyModel.load(tiny_model).scores(["hello you"])[0]
    weights = load_file(tiny_model / "model.safetensors")
    save_file(
        {name: value for name, value in weights.items() if not name.startswith("classifier")},
        tiny_model / "model.safetensors",
    )
    describe(tiny_model, scores)

    with pytest.raises(ModelFilesError, match=r"lacks classifier\.bias, classifier\.weight"):
        DetoxifyModel.load(tiny_model)


def test_weights_that_are_no_weights_are_refused(tiny_model: Path) -> None:
    (tiny_model / "model.safetensors").write_bytes(b"\x80\x04cos\nsystem\n")
    describe(tiny_model, {})

    with pytest.raises(ModelFilesError, match="can't be loaded"):
        DetoxifyModel.load(tiny_model)


def test_a_tokenizer_that_is_no_tokenizer_is_refused(tiny_model: Path) -> None:
    (tiny_model / "tokenizer.json").write_text("{}")
    describe(tiny_model, {})

    with pytest.raises(ModelFilesError, match="can't be loaded"):
        DetoxifyModel.load(tiny_model)


def test_an_unknown_official_model_is_said_so() -> None:
    with pytest.raises(ModelFilesError, match="no screening model called 'orignal'"):
        load_screener(official_model="orignal")


def test_an_official_model_that_cannot_be_fetched_is_said_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    with pytest.raises(ModelFilesError, match="could not be fetched"):
        load_screener(official_model="original-small")


def test_the_model_is_the_real_detoxify(real_screener: Screener) -> None:
    blended = real_screener.classifier
    assert isinstance(blended, BlendedModel)
    classifier = blended.network

    assert isinstance(classifier, DetoxifyModel)
    assert isinstance(classifier.detoxify, Detoxify)
    assert {label.value for label in CORE_LABELS} <= set(classifier.labels)


def test_scores_are_those_of_predict_in_the_order_asked(real_screener: Screener) -> None:
    assert isinstance(real_screener.classifier, BlendedModel)
    classifier = real_screener.classifier.network
    assert isinstance(classifier, DetoxifyModel)
    texts = ["you idiot", "hello " * 100, "hi", "", "😀", "what a lovely garden you have"] * 6
    scores = classifier.scores(texts)

    for text, row in zip(texts, scores, strict=True):
        assert row == pytest.approx(classifier.detoxify.predict(text), abs=1e-4)
        assert tuple(row) == classifier.labels


def test_one_text_and_none_are_scored_too(real_screener: Screener) -> None:
    classifier = real_screener.classifier

    assert classifier.scores([]) == []
    assert len(classifier.scores(["hello"])) == 1


def test_tokens_are_placed_in_the_text(real_screener: Screener) -> None:
    text = "Héllo, unbelievableness 😀!"
    spans = real_screener.classifier.token_spans(text)

    assert text[spans[0][0] : spans[0][1]].lower().startswith("h")
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    assert spans[-1] == (len(text) - 1, len(text))


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = (
        "import sys, forum.screening;"
        "heavy = {'torch', 'detoxify', 'transformers', 'onnxruntime', 'numpy', 'flask', "
        "'sqlalchemy'};"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    root = str(MODEL_DIR.parents[2])
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": root},
    )

    assert (result.returncode, result.stderr) == (0, "")
