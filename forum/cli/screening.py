"""`forum screening`: what the screener says of texts, without a forum and without a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import click

from forum.screening import ModelFilesError, Screener, Standing, Submission, load_screener
from forum.screening.engine import Explanation
from forum.screening.verdict import Verdict

_BATCH = 16
_CHUNK = 65_536
#: A line of JSON that is longer is refused: it could not be held in memory a few at a time.
_LONGEST_LINE = 16 * 1024 * 1024
_STANDINGS = click.Choice([standing.value for standing in Standing])


@dataclass(frozen=True, kw_only=True)
class _Refused:
    """A line that can't be scored, and why."""

    line: int
    error: str


@click.group()
def screening() -> None:
    """Ask the screener, and look after its model."""


@screening.command()
@click.option("--to", "to", type=_STANDINGS, default=Standing.NEWCOMER.value, show_default=True)
@click.option("--by", "by", type=_STANDINGS, default=Standing.NEWCOMER.value, show_default=True)
@click.option("--explain", is_flag=True, help="Also give the weight of each word; much slower.")
@click.option("--model", envvar="FORUM_SCREENING_MODEL", default="", help="An official model.")
@click.option("--threads", envvar="FORUM_SCREENING_THREADS", type=int, default=1, show_default=True)
def score(to: str, by: str, explain: bool, model: str, threads: int) -> None:
    """Score JSON lines: {"text": …} on standard input, one answer per line, in the same order.

    A line that is not such an object is answered with {"error": …}, and the rest goes on.
    """
    screener = _screener(model, threads, mark_words=explain)
    for batch in _batches(sys.stdin.buffer):
        entries = [_parsed(number, line, Standing(to), Standing(by)) for number, line in batch]
        for answer in _answers(screener, entries, explain=explain):
            click.echo(json.dumps(answer, ensure_ascii=True))


@screening.command("explain")
@click.argument("text")
@click.option("--to", "to", type=_STANDINGS, default=Standing.NEWCOMER.value, show_default=True)
@click.option("--by", "by", type=_STANDINGS, default=Standing.NEWCOMER.value, show_default=True)
@click.option("--model", envvar="FORUM_SCREENING_MODEL", default="", help="An official model.")
@click.option("--threads", envvar="FORUM_SCREENING_THREADS", type=int, default=1, show_default=True)
def explain_text(text: str, to: str, by: str, model: str, threads: int) -> None:
    """Say what the screener makes of TEXT, and which words drove it."""
    screener = _screener(model, threads, mark_words=True)
    explanation = screener.explain(Submission(text=text, to=Standing(to), by=Standing(by)))
    verdict = explanation.verdict
    click.echo(f"{verdict.outcome.value}   ({_model(verdict)}, limits {verdict.threshold_set})")
    for label, value in sorted(verdict.scores.items(), key=lambda item: -item[1]):
        click.echo(f"  {value:5.2f}  {label}")
    for finding in verdict.findings:
        click.echo(f"{'holds' if finding.holds else 'notes'}: {finding.explanation}")
    if explanation.label and explanation.weights:
        click.echo(f"\nWhat each word adds to {explanation.label} (log-odds):")
        for weight in explanation.weights:
            click.echo(f"  {weight.weight:+6.2f}  {weight.text}")


def _screener(model: str, threads: int, *, mark_words: bool) -> Screener:
    try:
        return load_screener(official_model=model, threads=threads, mark_words=mark_words)
    except ModelFilesError as error:
        raise click.ClickException(str(error)) from error


def _batches(stream: BinaryIO) -> Iterator[list[tuple[int, bytes]]]:
    """Numbered lines, a few at a time, as soon as they are there.

    Whoever writes one line and waits for its answer gets it; whoever writes ten thousand gets
    them scored in batches. Only the lines of one batch are in memory.
    """
    number, rest = 0, b""
    while chunk := _read_some(stream):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LONGEST_LINE:
            raise click.ClickException(f"Line {number + len(lines) + 1} is too long.")
        for first in range(0, len(lines), _BATCH):
            some = lines[first : first + _BATCH]
            yield list(enumerate(some, start=number + first + 1))
        number += len(lines)
    if rest.strip():
        yield [(number + 1, rest)]


def _read_some(stream: BinaryIO) -> bytes:
    read_available = getattr(stream, "read1", stream.read)
    chunk: bytes = read_available(_CHUNK)
    return chunk


def _parsed(number: int, line: bytes, to: Standing, by: Standing) -> Submission | _Refused:
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError):
        return _Refused(line=number, error="This line is not JSON.")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return _Refused(line=number, error='This line is no object with a "text".')
    title = data.get("title")
    if title is not None and not isinstance(title, str):
        return _Refused(line=number, error='The "title" must be text.')
    return Submission(text=data["text"], title=title, to=to, by=by)


def _answers(
    screener: Screener, entries: Sequence[Submission | _Refused], *, explain: bool
) -> Iterator[dict[str, Any]]:
    submissions = [entry for entry in entries if isinstance(entry, Submission)]
    answers = iter(
        [_explained(screener.explain(submission)) for submission in submissions]
        if explain
        else _scored(screener.screen_many(submissions))
    )
    for entry in entries:
        if isinstance(entry, _Refused):
            yield {"error": entry.error, "line": entry.line}
        else:
            yield next(answers)


def _scored(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    return [_answer(verdict) for verdict in verdicts]


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {
        "scores": {label: round(value, 6) for label, value in verdict.scores.items()},
        "verdict": verdict.outcome.value,
        "findings": [finding.as_json() for finding in verdict.findings],
        "model": _model(verdict),
        "threshold_set": verdict.threshold_set,
    }


def _explained(explanation: Explanation) -> dict[str, Any]:
    return _answer(explanation.verdict) | {
        "explained": {
            "label": explanation.label,
            "part": explanation.part.value,
            "words": [
                {
                    "start": weight.span.start,
                    "end": weight.span.end,
                    "text": weight.text,
                    "weight": round(weight.weight, 4),
                }
                for weight in explanation.weights
            ],
        }
    }


def _model(verdict: Verdict) -> str:
    return f"{verdict.model_name} {verdict.model_version}"
