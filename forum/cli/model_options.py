"""Which screening model to use: options that `run`, `worker` and `doctor` share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from forum.screening import MODEL_DIR, describe_model, verify_model_files
from forum.screening.compiled_model import is_compiled
from forum.screening.loading import DEFAULT_ENGINE, Engine


@dataclass(frozen=True, kw_only=True)
class ModelChoice:
    """The model to use. `official` names one of Detoxify's own models instead of the bundled one.

    `cache` is where its compiled form is kept; without one it is compiled whenever it is loaded.
    """

    folder: Path
    official: str
    threads: int
    engine: str = DEFAULT_ENGINE.value
    cache: Path | None = None

    @property
    def is_compiled_kind(self) -> bool:
        """Whether the compiled network runs it: Detoxify's own models only run in Detoxify."""
        return not self.official and self.engine == Engine.ONNX

    def is_ready(self) -> bool:
        """Whether it can be loaded without being compiled first.

        Raises:
            ModelFilesError: the model's description can't be read.
        """
        if not self.is_compiled_kind:
            return True
        return self.cache is not None and is_compiled(self.folder, self.cache)

    @property
    def name(self) -> str:
        """What the worker's sign of life says is loaded.

        Raises:
            ModelFilesError: the model's description can't be read.
        """
        if self.official:
            return f"detoxify {self.official}"
        described = describe_model(self.folder)
        return f"{described.name} {described.version}"

    def verify(self) -> None:
        """Compare the bundled model's files with their SHA-256. Official models are fetched when they are loaded.

        Raises:
            ModelFilesError: a file is missing or damaged; the message names it.
        """
        if not self.official:
            verify_model_files(self.folder)

    def arguments(self) -> Sequence[str]:
        """The options that choose the same model in another process."""
        chosen = [
            "--model-dir",
            str(self.folder),
            "--threads",
            str(self.threads),
            "--engine",
            self.engine,
        ]
        return [*chosen, "--model", self.official] if self.official else chosen


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the four options; it takes them as `folder`, `official`, `threads` and `engine`."""
    folder = click.option(
        "--model-dir",
        "folder",
        type=click.Path(path_type=Path),
        envvar="FORUM_SCREENING_MODEL_DIR",
        default=MODEL_DIR,
        help="The folder of the screening model; the bundled one if not given.",
    )
    official = click.option(
        "--model",
        "official",
        envvar="FORUM_SCREENING_MODEL",
        default="",
        help="One of Detoxify's own models, fetched from the internet when first used.",
    )
    threads = click.option(
        "--threads",
        type=click.IntRange(1, 64),
        envvar="FORUM_SCREENING_THREADS",
        default=1,
        show_default=True,
        help="Processor cores that the screener may use.",
    )
    engine = click.option(
        "--engine",
        type=click.Choice([engine.value for engine in Engine]),
        envvar="FORUM_SCREENING_ENGINE",
        default=DEFAULT_ENGINE.value,
        show_default=True,
        help="What runs the bundled model: the network compiled from it, or the Detoxify class itself.",
    )
    return folder(official(threads(engine(command))))
