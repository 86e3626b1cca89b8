"""`forum screening score` and `explain`: their form is fixed, other programs read it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from forum.cli.screening import screening
from forum.screening import ModelFilesError, Screener
from tests.unit.screening.fakes import LIMITS, ScriptedClassifier

# By its name in sys.modules, as `forum.cli.screening` is the group of commands as well.
command = sys.modules["forum.cli.screening"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, classifier: ScriptedClassifier) -> Any:
    def load(*, mark_words: bool = True, **_: object) -> Screener:
        return Screener(classifier, LIMITS, mark_words=mark_words)

    monkeypatch.setattr(command, "load_screener", load)

    def invoke(*arguments: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(screening, arguments, input=stdin)

    return invoke


def answers(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_each_line_is_answered_in_its_order(run: Any) -> None:
    lines = [{"text": "you idiot"}, {"text": "hello"}, {"text": ""}]
    given = "\n".join(json.dumps(line) for line in lines)
    result = answers(run("score", stdin=given))

    assert [answer["verdict"] for answer in result] == ["hold", "publish", "publish"]
    assert set(result[0]) == {"scores", "verdict", "findings", "model", "threshold_set"}
    assert result[0]["scores"]["insult"] == 0.9
    assert result[0]["findings"][0]["label"] == "attack_on_addressee"
    assert result[0]["model"] == "scripted 1"
    assert result[0]["threshold_set"] == "for tests"


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "",
        "5",
        "[]",
        "null",
        '{"text": 5}',
        '{"txt": "a"}',
        '{"text": "a"',
        "[" * 10_000,
    ],
)
def test_a_bad_line_is_answered_with_an_error_and_the_rest_goes_on(run: Any, bad: str) -> None:
    result = answers(run("score", stdin=f'{{"text": "hi"}}\n{bad}\n{{"text": "you idiot"}}\n'))

    assert result[0]["verdict"] == "publish"
    assert set(result[1]) == {"error", "line"}
    assert result[1]["line"] == 2
    assert result[2]["verdict"] == "hold"


def test_a_number_of_any_length_beside_a_text_is_no_reason_to_refuse_it(run: Any) -> None:
    result = answers(run("score", stdin=f'{{"id": {"9" * 5_000}, "text": "you idiot"}}\n'))

    assert [answer["verdict"] for answer in result] == ["hold"]


class Stumbling(ScriptedClassifier):
    """Can't score one text, and says which."""

    def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        if any("odd" in text for text in texts):
            raise ValueError(f"can't read {texts}")
        return super().scores(texts)


@pytest.mark.parametrize("options", [(), ("--explain",)])
def test_a_text_that_the_screener_stumbles_over_costs_no_other_its_answer(
    run: Any, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.setattr(command, "load_screener", lambda **_: Screener(Stumbling(), LIMITS))
    lines = [{"text": "hi"}, {"text": "how odd"}, {"text": "bye"}]
    result = run("score", *options, stdin="\n".join(json.dumps(line) for line in lines))
    [first, second, third] = answers(result)

    assert first["verdict"] == third["verdict"] == "publish"
    assert second == {"error": "This text can't be scored (ValueError).", "line": 2}
    assert "how odd" not in result.output, "an error may quote the words it stumbled over"


def test_bytes_that_are_no_text_are_answered_with_an_error(run: Any) -> None:
    result = answers(run("score", stdin=b'\xff\xfe\n{"text": "hi"}\n'))

    assert "error" in result[0]
    assert result[1]["verdict"] == "publish"


def test_lone_surrogates_and_control_characters_are_answered(run: Any) -> None:
    result = answers(run("score", stdin='{"text": "hi \\ud800 \\u0000 there"}\n'))

    assert result[0]["verdict"] == "publish"


@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        ((), "hold"),
        (("--to", "newcomer"), "hold"),
        (("--to", "member", "--by", "member"), "publish"),
    ],
)
def test_it_matters_who_speaks_to_whom(run: Any, options: tuple[str, ...], verdict: str) -> None:
    [answer] = answers(run("score", *options, stdin='{"text": "grumble"}'))

    assert answer["verdict"] == verdict


def test_an_unknown_standing_is_refused(run: Any) -> None:
    assert run("score", "--to", "admin").exit_code == 2


def test_explaining_gives_the_weight_of_each_word(run: Any) -> None:
    [answer] = answers(run("score", "--explain", stdin='{"text": "oh you idiot"}'))
    words = answer["explained"]["words"]

    assert [word["text"] for word in words] == ["oh", "you", "idiot"]
    assert max(words, key=lambda word: word["weight"])["text"] == "idiot"
    assert (words[2]["start"], words[2]["end"]) == (7, 12)


def test_ten_thousand_lines_take_no_more_memory_than_a_few(
    run: Any, monkeypatch: pytest.MonkeyPatch, classifier: ScriptedClassifier
) -> None:
    """No line is read before those that came earlier are answered, no answer is kept, and few are scored at once."""

    class Answers:
        lines = 0

        def write(self, text: str) -> int:
            self.lines += text.count("\n")
            return len(text)

        def flush(self) -> None:
            """Nothing waits."""

    class Questions(io.BytesIO):
        given = 0

        @property
        def buffer(self) -> Questions:
            return self

        def read1(self, _size: int | None = -1, /) -> bytes:
            assert answered.lines == self.given
            some = range(self.given, min(self.given + 100, 10_000))
            self.given += len(some)
            return b"".join(b'{"text": "hello number %d"}\n' % number for number in some)

    answered = Answers()
    monkeypatch.setattr(sys, "stdin", Questions())
    monkeypatch.setattr(sys, "stdout", answered)
    command.score.main([], standalone_mode=False)

    assert answered.lines == 10_000
    assert max(map(len, classifier.asked)) <= 16


def test_a_line_is_answered_before_the_next_one_comes() -> None:
    class Waiting(io.BytesIO):
        """A pipe: gives what was written, not more."""

        def __init__(self) -> None:
            super().__init__()
            self.pieces = [b'{"text"', b': "a"}\n{"text": "b"}\n{"te', b'xt": "c"}\n', b""]

        def read1(self, _size: int | None = -1, /) -> bytes:
            return self.pieces.pop(0)

    batches = list(command.batches(Waiting()))

    assert batches == [
        [(1, b'{"text": "a"}'), (2, b'{"text": "b"}')],
        [(3, b'{"text": "c"}')],
    ]


def test_a_line_that_is_too_long_is_answered_with_an_error_and_the_rest_goes_on(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_LONGEST_LINE", 100_000)
    long = json.dumps({"text": "a" * 300_000})
    middle = f'{{"text": "hi"}}\n{long}\n{{"text": "you idiot"}}\n'
    result = answers(run("score", stdin=middle))

    assert [answer.get("verdict") for answer in result] == ["publish", None, "hold"]
    assert result[1]["line"] == 2
    assert "longer" in result[1]["error"]
    assert answers(run("score", stdin=middle + long))[3]["line"] == 4


def test_a_text_is_explained_in_words(run: Any) -> None:
    result = run("explain", "oh you idiot")

    assert result.exit_code == 0
    assert result.output.startswith("hold ")
    assert "an attack on the person it speaks to" in result.output
    assert "idiot" in result.output


def test_the_model_is_compiled_once_where_the_forum_looks_for_it(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FORUM_INSTANCE_DIR", str(tmp_path))
    monkeypatch.delenv("FORUM_SCREENING_CACHE", raising=False)
    first, again = run("compile"), run("compile")
    elsewhere = run("compile", "--cache", str(tmp_path / "elsewhere"))

    assert first.output.startswith(f"Compiled: {tmp_path / 'screening'}")
    assert again.output == f"Already compiled: {first.output.partition(': ')[2]}"
    assert elsewhere.output.startswith(f"Compiled: {tmp_path / 'elsewhere'}")


def test_a_damaged_model_is_not_compiled(run: Any, tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("{", encoding="utf-8")
    result = run("compile", "--model-dir", str(tmp_path), "--cache", str(tmp_path / "cache"))

    assert result.exit_code == 1
    assert "model.json" in result.output


def test_a_model_that_cannot_be_used_is_said_so(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> Screener:
        raise ModelFilesError("The screening model's file x is damaged.")

    monkeypatch.setattr(command, "load_screener", refuse)
    result = run("score", stdin="{}")

    assert result.exit_code == 1
    assert "x is damaged" in result.output
