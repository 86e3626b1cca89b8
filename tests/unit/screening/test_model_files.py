"""A damaged model is refused with the name of the damaged file, and never scores anything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from forum.screening import MODEL_DIR, ModelFilesError, describe_model, verify_model_files
from forum.screening.model_files import check_golden


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL_DIR, tmp_path / "model"))


def edit(model_dir: Path, **changes: Any) -> None:
    path = model_dir / "model.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_the_model_that_comes_with_the_project_is_whole() -> None:
    verify_model_files()


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_changed_file_is_named(model_copy: Path, name: str) -> None:
    path = model_copy / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(ModelFilesError, match=f"{name} is damaged"):
        verify_model_files(model_copy)


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "model.json"])
def test_a_missing_file_is_named(model_copy: Path, name: str) -> None:
    (model_copy / name).unlink()

    with pytest.raises(ModelFilesError, match=f"{name} can't be read"):
        verify_model_files(model_copy)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"name": "x"}', '"text"', "\udcff"])
def test_a_damaged_description_is_said_so(model_copy: Path, content: str) -> None:
    (model_copy / "model.json").write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(ModelFilesError, match=r"model\.json is damaged"):
        verify_model_files(model_copy)


def test_a_description_that_names_no_weights_is_refused(model_copy: Path) -> None:
    edit(model_copy, files={})

    with pytest.raises(ModelFilesError, match="names no model"):
        verify_model_files(model_copy)


def test_a_description_without_golden_scores_is_refused(model_copy: Path) -> None:
    edit(model_copy, golden=[])

    with pytest.raises(ModelFilesError, match="no golden scores"):
        verify_model_files(model_copy)


@pytest.mark.parametrize("name", ["../elsewhere", "/etc/passwd", "a\\b", ".hidden", ""])
def test_a_description_that_points_out_of_its_folder_is_refused(
    model_copy: Path, name: str
) -> None:
    edit(model_copy, files={name: "0" * 64})

    with pytest.raises(ModelFilesError, match="is no file name"):
        verify_model_files(model_copy)


@pytest.mark.parametrize("off_by", [0.2, -0.2, float("nan")])
def test_scores_that_are_not_the_golden_ones_are_refused(off_by: float) -> None:
    description = describe_model(MODEL_DIR)
    scored = {
        golden.text: {label: score + off_by for label, score in golden.scores.items()}
        for golden in description.golden
    }

    with pytest.raises(ModelFilesError, match="does not give the scores"):
        check_golden(description, scored, tolerance=0.02)
