"""`forum screening evaluate`: how well the screener does on texts whose right outcome is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from forum.cli.screening import loaded, screener_options
from forum.screening import Screener
from forum.screening.evaluation import (
    EvaluationFileError,
    Example,
    Judged,
    Report,
    judge,
    load_file,
    load_shipped,
    strictest,
)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON, not as tables.")
@click.option("--shipped", is_flag=True, help="Measure on the project's own sets, beside FILEs.")
@click.option("--strict", is_flag=True, help="Judge every text as a reply to a newcomer.")
@click.option(
    "--wrong",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the texts that were judged wrongly to this file, as JSON lines.",
)
@screener_options
def evaluate(
    files: tuple[Path, ...],
    *,
    as_json: bool,
    shipped: bool,
    strict: bool,
    wrong: Path | None,
    **chosen: Any,
) -> None:
    """Measure the screener on FILEs, or on the sets that come with the project.

    A FILE is .jsonl or .csv, also .gz, with a "text" and an "expect" ("publish" or "hold") or a
    "toxicity" (0 to 1) in each row.
    """
    examples = _examples(files, shipped=shipped)
    if strict:
        examples = [strictest(example) for example in examples]
    judged = _judged(loaded(mark_words=False, **chosen), examples)
    report = Report.of(judged)
    if wrong:
        _write_wrong(wrong, judged)
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
    else:
        click.echo(report.as_markdown())


def _examples(files: Sequence[Path], *, shipped: bool) -> list[Example]:
    try:
        own = load_shipped() if shipped or not files else []
        return own + [example for path in files for example in load_file(path)]
    except EvaluationFileError as error:
        raise click.ClickException(str(error)) from error


def _judged(screener: Screener, examples: Sequence[Example]) -> list[Judged]:
    with click.progressbar(
        length=len(examples),
        label="Reading texts",
        file=sys.stderr,
    ) as bar:
        return judge(screener, examples, progress=bar.update)


def _write_wrong(path: Path, judged: Sequence[Judged]) -> None:
    lines = (
        json.dumps(
            {
                "text": item.example.text,
                "set": item.example.set,
                "kind": item.example.kind,
                "group": item.example.group,
                "expect": item.example.expect.value,
                "score": item.score,
                "held_by": item.held_by,
            }
        )
        for item in judged
        if not item.right
    )
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} can't be written: {error}") from error
