"""`forum screening`: what the screener says of texts, without a forum and without a database."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import click

from forum.cli.lazy import LazyGroup
from forum.cli.model_options import model_options
from forum.cli.streams import plain_failures, standard_input
from forum.screening import (
    MODEL_DIR,
    Explanation,
    ModelFilesError,
    Screener,
    Standing,
    Submission,
    Verdict,
    load_screener,
)

_BATCH = 16
_CHUNK = 65_536
#: A line of JSON that is longer is refused: it could not be held in memory a few at a time.
_LONGEST_LINE = 16 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A line that can't be scored, and why."""

    error: str


def cache_option(
    *, otherwise: str = "Without one, it is compiled each time."
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Where the compiled model is kept; taken as `cache`."""
    return click.option(
        "--cache",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="FORUM_SCREENING_CACHE",
        help=f"The folder of the compiled model. {otherwise}",
    )


def model_dir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which model's folder, for those who need nothing else of it; taken as `folder`."""
    return click.option(
        "--model-dir",
        "folder",
        type=click.Path(path_type=Path),
        envvar="FORUM_SCREENING_MODEL_DIR",
        default=MODEL_DIR,
        help="The folder of the model; the bundled one if not given.",
    )(command)


def screener_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of whoever loads a screener; taken as the arguments of `loaded`."""
    return cache_option()(model_options(command))


def who_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Who speaks to whom; taken as `to` and `by`."""
    standings = click.Choice([standing.value for standing in Standing])
    newcomer = Standing.NEWCOMER.value
    to = click.option("--to", "to", type=standings, default=newcomer, show_default=True)
    by = click.option("--by", "by", type=standings, default=newcomer, show_default=True)
    return to(by(command))


class PlainGroup(LazyGroup):
    """Commands that end with plain words where they can't read or write."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with plain_failures():
            return super().invoke(ctx)


@click.group(
    cls=PlainGroup,
    places={
        "compile": "forum.cli.screening_compile:compile_model",
        "evaluate": "forum.cli.screening_evaluate:evaluate",
        "thresholds": "forum.cli.screening_thresholds:thresholds",
        "train": "forum.cli.screening_train:train",
    },
)
def screening() -> None:
    """Ask the screener, and look after its model."""


@screening.command()
@who_options
@click.option("--explain", is_flag=True, help="Also give the weight of each word; much slower.")
@screener_options
def score(to: str, by: str, explain: bool, **model: Any) -> None:
    """Score JSON lines: {"text": …} on standard input, one answer per line, in the same order.

    A line that is not such an object is answered with {"error": …}, and the rest goes on.
    """
    stream = standard_input()
    screener = loaded(mark_words=explain, **model)
    for batch in batches(stream):
        entries = {number: _parsed(line, Standing(to), Standing(by)) for number, line in batch}
        for answer in _answers(screener, entries, explain=explain):
            click.echo(json.dumps(answer, ensure_ascii=True))


@screening.command("explain")
@click.argument("text")
@who_options
@screener_options
def explain_text(text: str, to: str, by: str, **model: Any) -> None:
    """Say what the screener makes of TEXT, and which words drove it."""
    screener = loaded(mark_words=True, **model)
    explanation = screener.explain(Submission(text=text, to=Standing(to), by=Standing(by)))
    verdict = explanation.verdict
    click.echo(f"{verdict.outcome.value}   ({_model(verdict)}, limits {verdict.threshold_set})")
    for label, value in sorted(verdict.scores.items(), key=lambda item: -item[1]):
        click.echo(f"  {value:5.2f}  {label}")
    for finding in verdict.findings:
        click.echo(f"{'holds' if finding.holds else 'notes'}: {finding.explanation}")
    if explanation.label and explanation.weights:
        click.echo(f"\nHow much each word speaks for {explanation.label} (log-odds):")
        for weight in explanation.weights:
            click.echo(f"  {weight.weight:+6.2f}  {weight.text}")


@screening.command()
@cache_option()
@click.option("--quick", is_flag=True, help="Fewer rounds and posts: done in a minute, less sure.")
@model_dir_option
def bench(cache: Path | None, quick: bool, folder: Path) -> None:
    """Measure speed and memory beside stock Detoxify, in one run; takes minutes."""
    # Here and not above, because it imports torch to measure what is compared with.
    from forum.screening.benchmark.report import figures, lines  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as temporary:
        try:
            measured = figures(folder, cache or Path(temporary), quick=quick)
        except ModelFilesError as error:
            raise click.ClickException(str(error)) from error
    for line in lines(measured):
        click.echo(line)


def loaded(
    *,
    mark_words: bool,
    engine: str,
    cache: Path | None,
    folder: Path,
    official: str,
    threads: int,
) -> Screener:
    """The screener that the options ask for.

    Raises:
        click.ClickException: the model can't be used.
    """
    try:
        return load_screener(
            model_dir=folder,
            official_model=official,
            engine=engine,
            cache_dir=cache,
            threads=threads,
            mark_words=mark_words,
        )
    except ModelFilesError as error:
        raise click.ClickException(str(error)) from error


def batches(stream: BinaryIO) -> Iterator[list[tuple[int, bytes | None]]]:
    """Numbered lines, a few at a time, as soon as they are there; None in place of one that is too long.

    Whoever writes one line and waits for its answer gets it; whoever writes ten thousand gets
    them scored in batches. Only the lines of one batch are in memory.
    """
    number, rest, skipping = 0, b"", False
    while chunk := _read_some(stream):
        *whole, rest = (rest + chunk).split(b"\n")
        lines: list[bytes | None] = [*whole]
        if skipping and lines:
            lines[0], skipping = None, False
        if skipping or len(rest) > _LONGEST_LINE:
            rest, skipping = b"", True
        for first in range(0, len(lines), _BATCH):
            some = lines[first : first + _BATCH]
            yield list(enumerate(some, start=number + first + 1))
        number += len(lines)
    if skipping or rest.strip():
        yield [(number + 1, None if skipping else rest)]


def _read_some(stream: BinaryIO) -> bytes:
    read_available = getattr(stream, "read1", stream.read)
    chunk: bytes = read_available(_CHUNK)
    return chunk


def _parsed(line: bytes | None, to: Standing, by: Standing) -> Submission | Refused:
    if line is None:
        return Refused(error=f"This line is longer than {_LONGEST_LINE:,} bytes.")
    try:
        # Python refuses to make a whole number of thousands of figures; JSON has none that is too long.
        data: Any = json.loads(line, parse_int=float)
    except (ValueError, RecursionError):
        return Refused(error="This line is not JSON.")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return Refused(error='This line is no object with a "text".')
    title = data.get("title")
    if title is not None and not isinstance(title, str):
        return Refused(error='The "title" must be text.')
    return Submission(text=data["text"], title=title, to=to, by=by)


def _answers(
    screener: Screener, entries: Mapping[int, Submission | Refused], *, explain: bool
) -> Iterator[dict[str, Any]]:
    submissions = [entry for entry in entries.values() if isinstance(entry, Submission)]
    answers = iter(_scored(screener, submissions, explain=explain))
    for number, entry in entries.items():
        answer = {"error": entry.error} if isinstance(entry, Refused) else next(answers)
        yield answer | {"line": number} if "error" in answer else answer


def _scored(
    screener: Screener, submissions: Sequence[Submission], *, explain: bool
) -> Sequence[dict[str, Any]]:
    """An answer for each, in their order. Where several fail together, each is read by itself."""
    try:
        if explain:
            return [_explained(screener.explain(submission)) for submission in submissions]
        return [_answer(verdict) for verdict in screener.screen_many(submissions)]
    except Exception as error:  # noqa: BLE001  # one text harms no other
        if len(submissions) > 1:
            apart = (_scored(screener, [one], explain=explain) for one in submissions)
            return list(chain.from_iterable(apart))
        # Not what the error says: it may quote the words that it stumbled over.
        return [{"error": f"This text can't be scored ({type(error).__name__})."}]


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {
        "scores": {label: round(value, 6) for label, value in verdict.scores.items()},
        "verdict": verdict.outcome.value,
        "findings": [finding.as_json() for finding in verdict.findings],
        "model": _model(verdict),
        "threshold_set": verdict.threshold_set,
    }


def _explained(explanation: Explanation) -> dict[str, Any]:
    words = [
        {
            "start": weight.span.start,
            "end": weight.span.end,
            "text": weight.text,
            "weight": round(weight.weight, 4),
        }
        for weight in explanation.weights
    ]
    part = explanation.part.value
    return _answer(explanation.verdict) | {
        "explained": {"label": explanation.label, "part": part, "words": words}
    }


def _model(verdict: Verdict) -> str:
    return f"{verdict.model_name} {verdict.model_version}"
