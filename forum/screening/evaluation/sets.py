"""Texts whose right outcome is known: the project's own, and any file of the same shape."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from forum.screening.submission import Standing
from forum.screening.verdict import Outcome

#: The folder of the sets that come with the project, one JSON-lines file each.
SENTENCES = Path(__file__).parent / "sentences"

_TEXT_COLUMNS = ("text", "comment_text")
#: Spreadsheets write a byte-order mark before the first line.
_ENCODING = "utf-8-sig"
_SUFFIXES = (".jsonl", ".csv")
#: One field of a public file may be longer than csv's default limit of 128 kB.
_LONGEST_FIELD = 10_000_000


class EvaluationFileError(ValueError):
    """A file can't be used for measuring; the message names the file, the line and the reason."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """One text with the outcome that it should have.

    Attributes:
        set: the name of the set it belongs to.
        kind: what sort of text it is, or of attack.
        group: the group of identities it speaks of, if it does.
        pair: the number it shares with its opposite, which uses the same words.
    """

    text: str
    set: str
    expect: Outcome
    kind: str = ""
    group: str | None = None
    to: Standing = Standing.NEWCOMER
    by: Standing = Standing.NEWCOMER
    in_welcome_thread: bool = False
    pair: int | None = None


def load_shipped() -> list[Example]:
    """All sentences that come with the project."""
    return [example for path in sorted(SENTENCES.glob("*.jsonl")) for example in load_file(path)]


def load_file(path: Path) -> list[Example]:
    """The examples in a JSON-lines or CSV file, plain or compressed with gzip.

    Every row has a `text` (or `comment_text`), and either `expect` ("publish" or "hold") or
    `toxicity` (0 to 1; from 0.5 on it should be held). `set`, `kind`, `group`, `to`, `by`,
    `welcome` and `pair` may be given.

    Raises:
        EvaluationFileError: the file can't be read, or a row lacks what is needed.
    """
    suffix = _suffix(path)
    try:
        with _opened(path) as file:
            rows = _json_rows(file, path) if suffix == ".jsonl" else _csv_rows(file)
            examples = [
                _example(row, f"{path}, line {line}", default_set=_stem(path)) for line, row in rows
            ]
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise EvaluationFileError(f"{path} can't be read: {error}") from error
    if not examples:
        raise EvaluationFileError(f"{path} holds no texts.")
    return examples


def _suffix(path: Path) -> str:
    suffix = Path(path.name.removesuffix(".gz")).suffix
    if suffix not in _SUFFIXES:
        raise EvaluationFileError(
            f"{path} is neither .jsonl nor .csv (each may be compressed: .gz)."
        )
    return suffix


def _stem(path: Path) -> str:
    return Path(path.name.removesuffix(".gz")).stem


def _opened(path: Path) -> TextIO:
    if path.name.endswith(".gz"):
        return io.TextIOWrapper(gzip.open(path), encoding=_ENCODING, newline="")
    return path.open(encoding=_ENCODING, newline="")


def _json_rows(file: TextIO, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise EvaluationFileError(f"{path}, line {number} is not JSON: {error}") from error
            yield number, row if isinstance(row, dict) else {}


def _csv_rows(file: TextIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.DictReader(file)
    for row in reader:
        yield reader.line_num, {name: value for name, value in row.items() if value != ""}


def _example(row: Mapping[str, Any], place: str, *, default_set: str) -> Example:
    text = next((row[name] for name in _TEXT_COLUMNS if isinstance(row.get(name), str)), None)
    if text is None:
        raise EvaluationFileError(f"{place}: there is no text.")
    try:
        return Example(
            text=text,
            set=str(row.get("set") or default_set),
            expect=_expected(row),
            kind=str(row.get("kind") or ""),
            group=str(row["group"]) if row.get("group") else None,
            to=Standing(row.get("to") or Standing.NEWCOMER),
            by=Standing(row.get("by") or Standing.NEWCOMER),
            in_welcome_thread=str(row.get("welcome", "")).lower() in ("true", "1"),
            pair=int(row["pair"]) if row.get("pair") else None,
        )
    except (OverflowError, TypeError, ValueError) as error:
        raise EvaluationFileError(f"{place}: {error}") from error


def _expected(row: Mapping[str, Any]) -> Outcome:
    if row.get("expect"):
        return Outcome(row["expect"])
    if row.get("toxicity") is None:
        raise ValueError("neither `expect` nor `toxicity` says what the outcome should be")
    toxicity = float(row["toxicity"])
    if not 0 <= toxicity <= 1:
        raise ValueError(f"{toxicity} is no share from 0 to 1")
    return Outcome.HOLD if toxicity >= 0.5 else Outcome.PUBLISH
