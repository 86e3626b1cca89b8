"""Rules of the source that no linter knows."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = sorted((ROOT / "forum").rglob("*.py"))
MOST_LINES = 400
MEDIAN_LINES = 100

# A heavy library may be loaded late, in the one file that owns it. Nothing else hides inside a function.
LATE_IMPORTS: dict[str, set[str]] = {
    "forum/accounts/second_factor/passkeys.py": {"forum"},  # our own file that imports webauthn
    "forum/accounts/second_factor/sealing.py": {"forum"},  # our own file that imports cryptography
    "forum/accounts/passwords.py": {"zxcvbn"},  # 14 MB of word lists, for one page
    "forum/cli/screening.py": {"forum"},  # the benchmark, which every other command can do without
    "forum/queue_library.py": {"redis"},  # only where the queue is in Redis
    "forum/cli/screening_train.py": {"forum"},  # it imports torch, which no other command needs
    "forum/screening/compiled_model.py": {"forum"},  # our own file that imports onnx
    "forum/screening/language.py": {"py3langid"},  # 80 MB, for texts that are not plainly English
    "forum/screening/loading.py": {"forum"},  # our own files that import onnxruntime, or torch
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def hidden_imports(tree: ast.AST) -> Iterator[str]:
    """The top-level names of modules that are imported inside a function."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in inner.names)
            elif isinstance(inner, ast.ImportFrom):
                yield (inner.module or ".").partition(".")[0]


def test_there_is_something_to_look_at() -> None:
    assert len(SOURCES) > 50


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_holds_one_thought(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_most_files_are_short() -> None:
    lengths = [len(path.read_text().splitlines()) for path in SOURCES]

    assert statistics.median(length for length in lengths if length) <= MEDIAN_LINES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    found = set(hidden_imports(ast.parse(path.read_text())))

    assert found <= LATE_IMPORTS.get(name_of(path), set())


def test_every_late_import_is_still_needed() -> None:
    found = {
        name: set(hidden_imports(ast.parse((ROOT / name).read_text()))) for name in LATE_IMPORTS
    }

    assert found == LATE_IMPORTS


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_annotations_cost_nothing_at_run_time(path: Path) -> None:
    source = path.read_text()

    assert (
        not source.strip()
        or is_only_words(source)
        or "from __future__ import annotations" in source
    )


def is_only_words(source: str) -> bool:
    """Whether a module holds nothing but its docstring."""
    return all(isinstance(node, ast.Expr) for node in ast.parse(source).body)


def test_dependencies_point_one_way() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
    ]

    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert finished.returncode == 0, finished.stdout + finished.stderr
