"""The compiled model's file: where it lies, whether it is whole, and making it where it is not."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from forum.screening.classifier import ModelFilesError
from forum.screening.model_files import describe_model, verify_model_files

NETWORK = "model.onnx"
_RECORD = "compiled.json"
#: Raised whenever `compiling.py` makes another network of the same checkpoint.
_FORM = 4


@dataclass(frozen=True, kw_only=True)
class CompiledModel:
    """A compiled model, and whether it was made just now."""

    network: Path
    made_now: bool


def compiled(model_dir: Path, cache_dir: Path) -> CompiledModel:
    """The compiled form of the model in `model_dir`, from `cache_dir` or made anew.

    What lies in the cache is used only if it was made of these very files and is whole.

    Raises:
        ModelFilesError: the model's files are damaged, or the cache can't be written.
    """
    verify_model_files(model_dir)
    folder = cache_dir / _folder_name(model_dir)
    if _is_whole(folder):
        return CompiledModel(network=folder / NETWORK, made_now=False)
    try:
        _make(model_dir, folder)
    except OSError as error:
        raise ModelFilesError(
            f"The compiled screening model can't be written to {folder} ({error.strerror}). "
            "Make that folder writable, or give another one."
        ) from error
    return CompiledModel(network=folder / NETWORK, made_now=True)


def is_compiled(model_dir: Path, cache_dir: Path) -> bool:
    """Whether `cache_dir` has the compiled form of the model, whole.

    Raises:
        ModelFilesError: the model's description is missing or damaged.
    """
    return _is_whole(cache_dir / _folder_name(model_dir))


def compiled_in_memory(model_dir: Path) -> bytes:
    """The compiled form of the model, without a cache.

    Raises:
        ModelFilesError: the model's files are damaged, or are no model that can be compiled.
    """
    verify_model_files(model_dir)
    return _network(model_dir)


def _folder_name(model_dir: Path) -> str:
    described = describe_model(model_dir)
    files = json.dumps([_FORM, sorted(described.files.items())])
    digest = hashlib.sha256(files.encode()).hexdigest()
    return f"{described.name}-{digest[:16]}"


def _is_whole(folder: Path) -> bool:
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        with (folder / NETWORK).open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
        return bool(record["sha256"] == actual)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _make(model_dir: Path, folder: Path) -> None:
    """Write the network and then its record, each in one step: nobody who uses what was there finds nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    network = _network(model_dir)
    record = {"sha256": hashlib.sha256(network).hexdigest(), "form": _FORM}
    _put(folder / NETWORK, network)
    _put(folder / _RECORD, f"{json.dumps(record)}\n".encode())


def _put(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)


def _network(model_dir: Path) -> bytes:
    # Here and not above, because a model that is compiled already is loaded without it.
    from forum.screening.compiling import build_network  # noqa: PLC0415

    try:
        return bytes(build_network(model_dir).SerializeToString())
    except (ValueError, KeyError, TypeError) as error:
        raise ModelFilesError(
            f"The screening model in {model_dir} can't be compiled: {error}. "
            "FORUM_SCREENING_ENGINE=detoxify runs it as it is."
        ) from error
