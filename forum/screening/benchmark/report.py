"""All figures as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from forum.screening.benchmark import memory, speed
from forum.screening.benchmark.speed import Figure
from forum.screening.compiled_model import compiled


def figures(model_dir: Path, cache_dir: Path, *, quick: bool) -> list[Figure]:
    """Everything that is measured. `quick` takes fewer rounds and posts, and so is less sure.

    Raises:
        ModelFilesError: the model can't be used.
    """
    compiled(model_dir, cache_dir)
    posts = 1_000 if quick else 10_000
    needed = memory.measure(model_dir, cache_dir, posts=posts)
    return [
        *speed.measure(
            model_dir,
            cache_dir,
            rounds=8 if quick else 20,
            mixed_rounds=1 if quick else 3,
            mixed_posts=64 if quick else 256,
        ),
        Figure(
            name="memory after load",
            value=needed["after_load"],
            unit="MB",
            goal=150,
            at_least=False,
        ),
        Figure(
            name=f"memory after {posts:,} mixed posts",
            value=needed["after_posts"],
            unit="MB",
            goal=250,
            at_least=False,
        ),
    ]


def lines(measured: list[Figure]) -> Iterator[str]:
    """A table: what, how much, the goal, and whether it is reached."""
    for figure in measured:
        goal = ""
        if figure.goal is not None:
            bound = "at least" if figure.at_least else "at most"
            goal = f"{bound} {figure.goal:g} {figure.unit}  {'yes' if figure.reached else 'NO'}"
        yield f"{figure.name:<50} {figure.value:>9.2f} {figure.unit:<10} {goal}".rstrip()
