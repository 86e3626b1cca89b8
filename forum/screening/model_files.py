"""A model's folder: which files belong to it, and whether they are the ones they say they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forum.screening.classifier import ModelFilesError

#: The model that comes with the project.
MODEL_DIR = Path(__file__).resolve().parent / "model"
DESCRIPTION = "model.json"
WEIGHTS = "model.safetensors"
#: The linear model beside the network; a model folder may be without it.
NGRAMS = "ngrams.safetensors"

_HOW_TO_MEND = "Fetch the folder again from the project, or train the model anew."


@dataclass(frozen=True, kw_only=True)
class Golden:
    """A text whose scores were written down when the model was made."""

    text: str
    scores: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class ModelDescription:
    """What `model.json` says of the model beside it.

    Attributes:
        labels: in the order of the model's outputs.
        files: the SHA-256 of each file, in hexadecimal, by its name.
        golden: a few texts with their scores.
    """

    name: str
    version: str
    labels: tuple[str, ...]
    files: Mapping[str, str]
    golden: tuple[Golden, ...]


def describe_model(model_dir: Path) -> ModelDescription:
    """Read `model.json`.

    Raises:
        ModelFilesError: it is missing, or is not what it should be.
    """
    path = model_dir / DESCRIPTION
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        description = _described(data)
    except OSError as error:
        raise ModelFilesError(
            f"The screening model's description {path} can't be read ({error.strerror}). "
            + _HOW_TO_MEND
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelFilesError(
            f"The screening model's description {path} is damaged ({error}). {_HOW_TO_MEND}"
        ) from error
    if WEIGHTS not in description.files or not description.golden:
        # Without weights or golden scores a model with random outputs would pass for a real one.
        raise ModelFilesError(
            f"The screening model's description {path} names no {WEIGHTS} or no golden scores. "
            + _HOW_TO_MEND
        )
    return description


def verify_model_files(model_dir: Path = MODEL_DIR) -> None:
    """Compare each of a model's files with the SHA-256 written down for it; cheap, no torch.

    Raises:
        ModelFilesError: a file is missing or damaged; the message names it.
    """
    for name, expected in describe_model(model_dir).files.items():
        path = model_dir / name
        try:
            with path.open("rb") as file:
                actual = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelFilesError(
                f"The screening model's file {path} can't be read ({error.strerror}). "
                + _HOW_TO_MEND
            ) from error
        if actual != expected.lower():
            raise ModelFilesError(
                f"The screening model's file {path} is damaged: its SHA-256 is {actual}, and "
                f"{expected} was expected. {_HOW_TO_MEND}"
            )


def check_golden(
    description: ModelDescription, scored: Mapping[str, Mapping[str, float]], *, tolerance: float
) -> None:
    """Compare scores, by text, with the golden ones.

    Raises:
        ModelFilesError: a score differs by more than `tolerance`.
    """
    for golden in description.golden:
        for label, expected in golden.scores.items():
            actual = scored[golden.text][label]
            if not abs(actual - expected) <= tolerance:  # also when it is not a number
                raise ModelFilesError(
                    f"The screening model {description.name} {description.version} does not give "
                    f"the scores written down in {DESCRIPTION}: {label} is {actual:.3f} where "
                    f"{expected:.3f} was expected. {_HOW_TO_MEND}"
                )


def _described(data: dict[str, Any]) -> ModelDescription:
    return ModelDescription(
        name=str(data["name"]),
        version=str(data["version"]),
        labels=tuple(data["labels"]),
        files={_file_name(name): str(digest) for name, digest in data["files"].items()},
        golden=tuple(
            Golden(text=row["text"], scores={k: float(v) for k, v in row["scores"].items()})
            for row in data["golden"]
        ),
    )


def _file_name(name: str) -> str:
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise ValueError(f"{name!r} is no file name")
    return name
