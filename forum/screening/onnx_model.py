"""The same checkpoint as a compiled network, run by ONNX Runtime in 8 bits: small and fast.

Importing this loads ONNX Runtime and numpy; `loading.py` does so only when a model is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from forum.screening.classifier import ModelFilesError
from forum.screening.compiled_model import compiled, compiled_in_memory
from forum.screening.model_files import MODEL_DIR, ModelDescription, check_golden, describe_model

#: How far a golden score may be off: 8 bits move single scores, but not that far.
GOLDEN_TOLERANCE = 0.15
_MOST_TOKENS = 512


class OnnxModel:
    """A compiled model. It may be shared by threads."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        *,
        name: str,
        version: str,
        labels: tuple[str, ...],
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.name = name
        self.version = version
        self.labels = labels

    @classmethod
    def load(
        cls, model_dir: Path = MODEL_DIR, *, cache_dir: Path | None = None, threads: int = 1
    ) -> Self:
        """Load the model in a folder, compiling it first where `cache_dir` does not have it yet.

        Without a `cache_dir` it is compiled each time, which takes seconds.

        Raises:
            ModelFilesError: a file is missing or damaged, or the model does not score as it should.
        """
        network = (
            str(compiled(model_dir, cache_dir).network)
            if cache_dir
            else compiled_in_memory(model_dir)
        )
        description = describe_model(model_dir)
        model = cls(
            _session(network, threads),
            _tokenizer(model_dir),
            name=description.name,
            version=description.version,
            labels=description.labels,
        )
        model._check(description)
        return model

    def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """See `Classifier.scores`.

        One text at a time: nothing is lost to padding, memory stays small, and no text's score
        depends on its neighbours (see `compiling.py`).
        """
        return [self._score(text) for text in texts]

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """See `Classifier.token_spans`."""
        offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return [(start, end) for start, end in offsets if start < end]

    def _score(self, text: str) -> Mapping[str, float]:
        ids = self._tokenizer.encode(text).ids
        if len(ids) > _MOST_TOKENS:
            ids = [*ids[: _MOST_TOKENS - 1], ids[-1]]
        [[scores]] = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})
        return dict(zip(self.labels, scores.tolist(), strict=True))

    def _check(self, description: ModelDescription) -> None:
        scored = {golden.text: self._score(golden.text) for golden in description.golden}
        check_golden(description, scored, tolerance=GOLDEN_TOLERANCE)


def _session(network: str | bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # The arena keeps what the longest text ever needed, for good.
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Waiting threads would spin and take the processor from the rest of the forum.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        # ONNX Runtime's errors share no class of their own below Exception.
        raise ModelFilesError(f"The compiled screening model can't be loaded: {error}") from error


def _tokenizer(model_dir: Path) -> Tokenizer:
    path = model_dir / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:
        # So do those of tokenizers.
        raise ModelFilesError(f"The tokenizer {path} can't be loaded: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
