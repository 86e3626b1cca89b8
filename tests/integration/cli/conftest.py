"""The `forum` command, run in this process or as a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forum.cli import main
from forum.config import Settings
from forum.screening import MODEL_DIR
from tests.support.processes import environment

Forum = Callable[..., Result]


@pytest.fixture
def forum(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Forum:
    """Runs `forum …` on the test's own database. Keyword `env` changes settings."""
    for name, value in environment(settings).items():
        if name.startswith("FORUM_"):
            monkeypatch.setenv(name, value)

    def run(*arguments: str, typed: str | None = None, env: dict[str, str] | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=typed, env=env)

    return run


@pytest.fixture
def damaged_model(tmp_path: Path) -> Path:
    """A copy of the model in which one byte of the weights is another."""
    folder = tmp_path / "model"
    shutil.copytree(MODEL_DIR, folder)
    weights = folder / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)
        file.seek(1_000_000)
        file.write(bytes([byte[0] ^ 1]))
    return folder
