from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forum.cli import screening_evaluate
from forum.screening import ModelFilesError, Standing
from tests.unit.screening_evaluation.makers import HoldsOn

# By its name in sys.modules, as `forum.cli.screening` is the group of commands as well.
command = sys.modules["forum.cli.screening"]

LINES = (
    '{"text": "what a foul day", "expect": "publish", "to": "member"}\n'
    '{"text": "you foul thing", "expect": "hold"}\n'
    '{"text": "you nothing", "expect": "hold"}\n'
)


@pytest.fixture
def screener(monkeypatch: pytest.MonkeyPatch) -> HoldsOn:
    fake = HoldsOn(("foul",))

    def load(**_: object) -> HoldsOn:
        return fake

    monkeypatch.setattr(command, "load_screener", load)
    return fake


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(screening_evaluate.evaluate, [str(part) for part in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.jsonl"
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.mark.usefixtures("screener")
def test_a_file_is_measured_as_data(file: Path) -> None:
    result = run(file, "--json")

    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert [row["name"] for row in data["sets"]] == ["mine"]
    assert data["overall"]["false_holds"]["count"] == 1
    assert (data["overall"]["caught"]["count"], data["overall"]["caught"]["total"]) == (1, 2)


@pytest.mark.usefixtures("screener")
def test_a_file_is_measured_as_a_page(file: Path) -> None:
    assert "| mine | 1/1 = 100.0 %" in run(file).stdout


def test_without_a_file_the_shipped_sets_are_measured(screener: HoldsOn) -> None:
    data = json.loads(run("--json").stdout)

    assert data["texts"] == len(screener.asked) > 1000
    assert all(aim["value"] is not None for aim in data["aims"])


def test_files_can_be_measured_beside_the_shipped_sets(screener: HoldsOn, file: Path) -> None:
    data = json.loads(run(file, "--shipped", "--json").stdout)

    assert "mine" in [row["name"] for row in data["sets"]]
    assert len(screener.asked) > 1000


def test_strict_judges_every_text_as_a_reply_to_a_newcomer(screener: HoldsOn, file: Path) -> None:
    run(file, "--strict")

    assert {asked.to for asked in screener.asked} == {Standing.NEWCOMER}


@pytest.mark.usefixtures("screener")
def test_texts_that_were_judged_wrongly_can_be_kept(file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    run(file, "--wrong", wrong)

    rows = [json.loads(line) for line in wrong.read_text(encoding="utf-8").splitlines()]
    assert [(row["text"], row["held_by"]) for row in rows] == [
        ("what a foul day", ["toxicity: insult"]),
        ("you nothing", []),
    ]


def test_an_unusable_file_is_named_before_a_model_is_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def load(**_: object) -> HoldsOn:
        raise AssertionError("loaded")

    monkeypatch.setattr(command, "load_screener", load)
    result = run(tmp_path / "none.jsonl")

    assert result.exit_code == 1
    assert "none.jsonl can't be read" in result.stderr


def test_a_model_that_cannot_be_used_says_why(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    def load(**_: object) -> HoldsOn:
        raise ModelFilesError("model.safetensors is not the file that was shipped.")

    monkeypatch.setattr(command, "load_screener", load)
    result = run(file)

    assert result.exit_code == 1
    assert "model.safetensors is not the file" in result.stderr


def test_the_compiled_model_is_kept_where_the_other_commands_keep_it(
    monkeypatch: pytest.MonkeyPatch, file: Path, tmp_path: Path
) -> None:
    asked: list[object] = []

    def load(*, cache_dir: object, **_: object) -> HoldsOn:
        asked.append(cache_dir)
        return HoldsOn(("foul",))

    monkeypatch.setattr(command, "load_screener", load)
    monkeypatch.delenv("FORUM_SCREENING_CACHE", raising=False)
    run(file)
    run(file, "--cache", tmp_path / "kept")

    assert asked == [None, tmp_path / "kept"]
