"""The real Detoxify class as a classifier. The only file that imports detoxify, and heavy for it.

Importing it takes seconds and hundreds of megabytes, so `loading.py` does so only when a model is
to be loaded, and nobody else does: the web process must never pay for it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import torch
from detoxify import Detoxify
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from transformers import BertConfig, BertForSequenceClassification
from transformers.utils import logging

from forum.screening.classifier import ModelFilesError
from forum.screening.model_files import (
    MODEL_DIR,
    WEIGHTS,
    check_golden,
    describe_model,
    verify_model_files,
)

#: How far a golden score may be off: other processors round differently.
GOLDEN_TOLERANCE = 0.02
_BATCH = 16


class DetoxifyModel:
    """A loaded Detoxify model. It may be shared by threads: one at a time is let in.

    Attributes:
        detoxify: the real thing.
    """

    def __init__(
        self, detoxify: Detoxify, *, name: str, version: str, labels: tuple[str, ...]
    ) -> None:
        self.detoxify = detoxify
        self._lock = threading.Lock()
        self.name = name
        self.version = version
        self.labels = labels

    @classmethod
    def load(cls, model_dir: Path = MODEL_DIR, *, threads: int = 1) -> Self:
        """Load the model in a folder, checking its files first and its scores afterwards.

        Raises:
            ModelFilesError: a file is missing or damaged, or the model does not score as it should.
        """
        verify_model_files(model_dir)
        description = describe_model(model_dir)
        folder = model_dir.resolve()
        try:
            weights = load_file(folder / WEIGHTS)
            detoxify = _detoxify(
                threads,
                checkpoint=_checkpoint(folder, description.labels, weights),
                huggingface_config_path=folder,
            )
        except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
            raise ModelFilesError(
                f"The screening model in {folder} can't be loaded: {error}"
            ) from error
        _no_chance(detoxify, folder)
        model = cls(
            detoxify,
            name=description.name,
            version=description.version,
            labels=description.labels,
        )
        texts = [golden.text for golden in description.golden]
        scored = dict(zip(texts, model.scores(texts), strict=True))
        check_golden(description, scored, tolerance=GOLDEN_TOLERANCE)
        return model

    @classmethod
    def official(cls, name: str, *, threads: int = 1) -> Self:
        """Load a model of Detoxify's authors, fetching it if it was never used on this machine.

        Raises:
            ModelFilesError: it can't be fetched.
        """
        try:
            detoxify = _detoxify(threads, model_type=name)
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelFilesError(
                f"The screening model {name!r} could not be fetched from the internet ({error}). "
                "Connect this machine and try again, or leave FORUM_SCREENING_MODEL unset to use "
                "the model that comes with the forum."
            ) from error
        # Official models are named after the release of Detoxify that knows where they are.
        labels = tuple(detoxify.class_names)
        return cls(detoxify, name=f"detoxify-{name}", version=version("detoxify"), labels=labels)

    @classmethod
    def of_chance(cls, folder: Path, labels: tuple[str, ...], *, threads: int = 1) -> Self:
        """A network with random weights of the size that `config.json` in `folder` says.

        To measure how long a network of that size takes; its scores mean nothing.
        """
        config = BertConfig.from_pretrained(folder)
        config.num_labels = len(labels)
        weights = BertForSequenceClassification(config).state_dict()
        checkpoint = _checkpoint(folder.resolve(), labels, weights)
        detoxify = _detoxify(threads, checkpoint=checkpoint, huggingface_config_path=folder)
        return cls(detoxify, name="chance", version="0", labels=labels)

    def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """See `Classifier.scores`.

        Texts of like length are scored together, as each batch is padded to its longest.
        """
        scored: list[Mapping[str, float]] = [{}] * len(texts)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        with self._lock:
            for first in range(0, len(order), _BATCH):
                batch = order[first : first + _BATCH]
                for index, row in zip(batch, self._predict([texts[i] for i in batch]), strict=True):
                    scored[index] = row
        return scored

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """See `Classifier.token_spans`."""
        with self._lock:
            encoded = self.detoxify.tokenizer(
                text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
            )
        return [(start, end) for start, end in encoded["offset_mapping"] if start < end]

    def _predict(self, texts: list[str]) -> list[Mapping[str, float]]:
        predicted = self.detoxify.predict(texts)
        # For a list of one text, predict() gives bare numbers instead of lists.
        columns = {
            label: values if isinstance(values, list) else [values]
            for label, values in predicted.items()
        }
        return [
            {label: float(columns[label][row]) for label in self.labels}
            for row in range(len(texts))
        ]


def _checkpoint(
    folder: Path, labels: Sequence[str], weights: Mapping[str, torch.Tensor]
) -> io.BytesIO:
    """The weights in the layout that Detoxify reads, in memory.

    Detoxify unpickles its checkpoints, and a pickle is a program. So the weights are kept as
    safetensors, and the only pickle that Detoxify ever sees is this one, made here.
    """
    checkpoint = {
        "config": {
            "arch": {
                "args": {
                    # An absolute path: a relative one would depend on the working directory.
                    "model_type": str(folder),
                    "model_name": "BertForSequenceClassification",
                    "tokenizer_name": "BertTokenizer",
                    "num_classes": len(labels),
                }
            },
            "dataset": {"args": {"classes": list(labels)}},
        },
        # They are stored in half precision, which halves the file and costs nothing that shows.
        "state_dict": {name: values.float() for name, values in weights.items()},
    }
    packed = io.BytesIO()
    torch.save(checkpoint, packed)
    packed.seek(0)
    return packed


def _no_chance(detoxify: Detoxify, folder: Path) -> None:
    """Refuse weights that lack a layer: Detoxify fills it with random numbers, and says nothing."""
    with safe_open(folder / WEIGHTS, framework="pt") as file:
        lacking = sorted(set(detoxify.model.state_dict()) - set(file.keys()))
    if lacking:
        raise ModelFilesError(
            f"The screening model's file {folder / WEIGHTS} lacks {', '.join(lacking)}."
        )


def _detoxify(threads: int, **options: Any) -> Detoxify:
    torch.set_num_threads(threads)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return Detoxify(device="cpu", **options)
