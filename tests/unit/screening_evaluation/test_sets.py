from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from forum.screening import Outcome, Standing
from forum.screening.evaluation import EvaluationFileError, load_file


def written(path: Path, text: str) -> Path:
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def test_a_line_may_say_everything(tmp_path: Path) -> None:
    line = {
        "text": "hello\u200b you",
        "set": "greetings",
        "kind": "short",
        "group": "age",
        "expect": "publish",
        "to": "member",
        "by": "member",
        "welcome": True,
        "pair": 7,
    }
    [example] = load_file(written(tmp_path / "a.jsonl", json.dumps(line) + "\n\n"))

    assert example.text == "hello\u200b you"
    assert (example.set, example.kind, example.group) == ("greetings", "short", "age")
    assert example.expect is Outcome.PUBLISH
    assert (example.to, example.by) == (Standing.MEMBER, Standing.MEMBER)
    assert example.in_welcome_thread
    assert example.pair == 7


def test_what_a_line_leaves_out_is_taken_as_the_strictest(tmp_path: Path) -> None:
    [example] = load_file(written(tmp_path / "mine.jsonl", '{"text": "x", "expect": "hold"}'))

    assert (example.to, example.by) == (Standing.NEWCOMER, Standing.NEWCOMER)
    assert example.set == "mine"
    assert example.group is None
    assert not example.in_welcome_thread


@pytest.mark.parametrize("name", ["public.csv", "public.csv.gz"])
def test_a_public_csv_file_is_read(tmp_path: Path, name: str) -> None:
    rows = 'text,toxicity\n"line one\nline two",1\nall is well,0\nhalf,0.5\n'
    examples = load_file(written(tmp_path / name, rows))

    assert [example.text for example in examples] == ["line one\nline two", "all is well", "half"]
    assert [example.expect.value for example in examples] == ["hold", "publish", "hold"]
    assert {example.set for example in examples} == {"public"}


def test_a_compressed_file_of_json_lines_is_read(tmp_path: Path) -> None:
    [example] = load_file(written(tmp_path / "a.jsonl.gz", '{"text": "é", "toxicity": 0}'))

    assert example.text == "é"
    assert example.expect is Outcome.PUBLISH


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("a.csv", "text,expect\r\nhello,publish\r\n"),
        ("a.jsonl.gz", '{"text": "hello", "toxicity": 0}'),
    ],
)
def test_a_file_that_begins_with_a_byte_order_mark_is_read(
    tmp_path: Path, name: str, rows: str
) -> None:
    """Spreadsheets write one."""
    assert load_file(written(tmp_path / name, f"\ufeff{rows}"))[0].text == "hello"


def test_a_group_that_is_a_number_is_named_by_it(tmp_path: Path) -> None:
    line = '{"text": "x", "expect": "hold", "group": 7}'

    assert load_file(written(tmp_path / "a.jsonl", line))[0].group == "7"


def test_an_unknown_column_does_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "id,comment_text,toxicity\n1,hello,0\n")

    assert load_file(path)[0].text == "hello"


def test_a_field_longer_than_python_s_own_limit_is_read(tmp_path: Path) -> None:
    long = "word " * 60_000
    path = written(tmp_path / "a.csv", f"text,toxicity\n{long},0\n")

    assert len(load_file(path)[0].text) == len(long)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", '{"expect": "hold"}', "line 1: there is no text"),
        ("a.jsonl", '{"text": 5, "expect": "hold"}', "line 1: there is no text"),
        ("a.jsonl", '{"text": "x", "expect": "hold"}\n[1]', "line 2: there is no text"),
        ("a.jsonl", '{"text": "x"}', "neither `expect` nor `toxicity`"),
        ("a.jsonl", '{"text": "x", "expect": "ban"}', "'ban' is not a valid Outcome"),
        ("a.jsonl", '{"text": "x", "expect": "hold", "to": "all"}', "not a valid Standing"),
        ("a.jsonl", '{"text": "x", "expect": "hold", "pair": "one"}', "line 1"),
        ("a.jsonl", '{"text": "x", "expect": "hold", "pair": Infinity}', "line 1"),
        ("a.jsonl", '{"text": "x", "toxicity": []}', "line 1"),
        ("a.jsonl", '{"text": "x", "toxicity": NaN}', "line 1: nan is no share"),
        ("a.jsonl", '{"text": "x", "toxicity": ' + "1" * 5_000 + "}", "line 1 is not JSON"),
        ("a.jsonl", '{"text": "x", "expect": "hold"}\n{text', "line 2 is not JSON"),
        ("a.jsonl", "", "holds no texts"),
        ("a.csv", "text,toxicity\nx,very\n", "line 2"),
        ("a.csv", "words,toxicity\nx,1\n", "line 2: there is no text"),
        ("a.txt", "hello", "neither .jsonl nor .csv"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    path = written(tmp_path / name, content)

    with pytest.raises(EvaluationFileError) as refused:
        load_file(path)

    assert says in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("name", ["none.jsonl", "cut.csv.gz", "torn.csv.gz", "latin.csv"])
def test_a_file_that_is_missing_or_broken_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(b"text,toxicity\n" + b"x,1\n" * 99)[:-9])
    (tmp_path / "torn.csv.gz").write_bytes(
        gzip.compress(b"text,toxicity\nx,1\n")[:12] + b"\xff" * 30
    )
    (tmp_path / "latin.csv").write_bytes("text,toxicity\ncafé,1\n".encode("latin-1"))

    with pytest.raises(EvaluationFileError, match="can't be read"):
        load_file(tmp_path / name)
