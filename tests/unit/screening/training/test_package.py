from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from transformers import BertTokenizer

from forum.screening.training.examples import LABELS
from forum.screening.training.package import load_detoxify, sha256, write_artefact
from tests.unit.screening.training.tiny import tiny_model


@pytest.fixture
def folder(tmp_path: Path, tokenizer: BertTokenizer) -> Path:
    out = tmp_path / "model"
    limits = {"to_newcomer": dict.fromkeys(LABELS, 0.5)}
    write_artefact(tiny_model(), tokenizer, out, version="1", thresholds=limits, card="# Card\n")
    return out


def test_manifest_names_every_file_with_its_hash(folder: Path) -> None:
    manifest = json.loads((folder / "model.json").read_text())
    present = {path.name for path in folder.iterdir()} - {"model.json", "MODEL_CARD.md"}
    assert set(manifest["files"]) == present
    assert all(sha256(folder / name) == digest for name, digest in manifest["files"].items())
    assert tuple(manifest["labels"]) == LABELS


def test_golden_scores_are_those_of_the_real_class(folder: Path) -> None:
    manifest = json.loads((folder / "model.json").read_text())
    detoxify = load_detoxify(folder)
    assert detoxify.class_names == list(LABELS)
    assert len(manifest["golden"]) == 8
    for golden in manifest["golden"]:
        assert detoxify.predict(golden["text"]) == pytest.approx(golden["scores"], abs=1e-4)


def test_weights_survive_the_way_through_half_precision(folder: Path) -> None:
    weights = load_detoxify(folder).model.classifier.weight
    assert torch.allclose(weights, tiny_model().classifier.weight, atol=1e-3)
    assert weights.dtype == torch.float32


def test_a_text_longer_than_the_model_is_cut_not_refused(folder: Path) -> None:
    assert set(load_detoxify(folder).predict("you are kind " * 600)) == set(LABELS)


def test_the_tokenizer_file_neither_cuts_nor_pads_by_itself(folder: Path) -> None:
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    assert tokenizer["truncation"] is None
    assert tokenizer["padding"] is None
    config = json.loads((folder / "tokenizer_config.json").read_text())
    assert config["model_max_length"] == 512


def test_no_path_of_this_machine_is_written_down(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        assert str(tmp_path).encode() not in path.read_bytes()
