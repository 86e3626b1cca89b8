"""Times, side by side in one run: rounds take turns, so that a busy machine is busy for both.

They are processor time, not time on the clock: everything runs on one thread, and so they differ
only where others take the processor away.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import onnxruntime

from forum.screening.benchmark.posts import FORTY, SHORT, mixed, over_and_over
from forum.screening.classifier import Classifier
from forum.screening.compiling import build_product
from forum.screening.detoxify_model import DetoxifyModel
from forum.screening.engine import Screener
from forum.screening.explain import weigh
from forum.screening.labels import Label
from forum.screening.loading import Engine, load_classifier
from forum.screening.policy import POLICY
from forum.screening.reading import MOST_CHARACTERS
from forum.screening.submission import Submission
from forum.screening.thresholds import load_threshold_set

_BASE_SIZE = {
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured thing beside what it should be; `at_least` says in which direction."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = True

    @property
    def reached(self) -> bool:
        """Whether the goal, if there is one, is reached."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def measure(
    model_dir: Path, cache_dir: Path, *, rounds: int, mixed_rounds: int, mixed_posts: int
) -> list[Figure]:
    """All figures of speed, one thread each."""
    ours = shipped(model_dir, cache_dir)
    same = DetoxifyModel.load(model_dir)
    base = _base_sized(model_dir, same.labels)
    return [
        *_short(ours, same, base, rounds),
        *_mixed(ours, same, mixed_posts, mixed_rounds),
        *_explaining(ours, rounds),
        _odd(ours),
        *_arithmetic(ours, model_dir, rounds),
    ]


def shipped(model_dir: Path, cache_dir: Path) -> Classifier:
    """What reads in the forum: the compiled network, and the linear model beside it."""
    return load_classifier(model_dir=model_dir, engine=Engine.ONNX, cache_dir=cache_dir)


def _short(ours: Classifier, same: DetoxifyModel, base: DetoxifyModel, rounds: int) -> list[Figure]:
    screener = Screener(ours, load_threshold_set(), POLICY, mark_words=False)
    submission = Submission(text=SHORT)
    model, whole, stock_same, stock_base = in_turns(
        rounds,
        lambda: ours.scores([SHORT]),
        lambda: screener.screen(submission),
        lambda: same.detoxify.predict(SHORT),
        lambda: base.detoxify.predict(SHORT),
        each=5,
    )
    return [
        Figure(name="short post, model alone", value=model * 1000, unit="ms"),
        Figure(name="short post, all checks", value=whole * 1000, unit="ms"),
        Figure(name="short post, stock, same checkpoint", value=stock_same * 1000, unit="ms"),
        Figure(name="short post, stock, BERT base", value=stock_base * 1000, unit="ms"),
        Figure(name="faster than stock BERT base", value=stock_base / model, unit="×", goal=25),
        Figure(name="… with all checks", value=stock_base / whole, unit="×"),
        Figure(
            name="faster than stock, same checkpoint", value=stock_same / model, unit="×", goal=4
        ),
        Figure(name="… with all checks", value=stock_same / whole, unit="×"),
    ]


def _mixed(ours: Classifier, same: DetoxifyModel, count: int, rounds: int) -> list[Figure]:
    screener = Screener(ours, load_threshold_set(), POLICY, mark_words=False)
    posts = mixed(count)
    submissions = [Submission(text=post) for post in posts]
    model, whole, stock = in_turns(
        rounds,
        lambda: ours.scores(posts),
        lambda: screener.screen_many(submissions),
        lambda: same.detoxify.predict(posts),
    )
    return [
        Figure(name=f"{count} mixed posts, model alone", value=model, unit="s"),
        Figure(name=f"{count} mixed posts, all checks and windows", value=whole, unit="s"),
        Figure(name=f"{count} mixed posts, stock, same checkpoint", value=stock, unit="s"),
        Figure(name="faster on mixed posts", value=stock / model, unit="×", goal=8),
        Figure(name="… with all checks and windows", value=stock / whole, unit="×", goal=8),
    ]


def _explaining(ours: Classifier, rounds: int) -> list[Figure]:
    label = Label.TOXICITY.value
    score = ours.scores([FORTY])[0][label]
    one, all_words = in_turns(
        rounds,
        lambda: ours.scores([FORTY]),
        lambda: weigh(ours, FORTY, label, score=score),
        each=3,
    )
    name = "explaining 40 words, in scorings of them"
    return [Figure(name=name, value=all_words / one, unit="×", goal=40, at_least=False)]


def _odd(ours: Classifier) -> Figure:
    """The slowest of the texts that are meant to be slow, beside ordinary ones of the same length."""
    screener = Screener(ours, load_threshold_set(), POLICY, mark_words=False)
    texts = [" ".join(mixed(400))[:MOST_CHARACTERS], *over_and_over(MOST_CHARACTERS)]
    readings = [partial(screener.screen, Submission(text=text)) for text in texts]
    ordinary, *odd = in_turns(1, *readings)
    name = "the slowest odd text, in readings of an ordinary one"
    return Figure(name=name, value=max(odd) / ordinary, unit="×", goal=1, at_least=False)


def _arithmetic(ours: Classifier, model_dir: Path, rounds: int) -> list[Figure]:
    """How far the model is from what the machine could do if it did nothing but multiply."""
    config = json.loads((model_dir / "config.json").read_text(encoding="utf-8"))
    tokens = len(ours.token_spans(SHORT)) + 2
    work = multiply_adds(
        tokens=tokens,
        layers=config["num_hidden_layers"],
        hidden=config["hidden_size"],
        wide=config["intermediate_size"],
    )
    rate = _multiply_adds_a_second(config["hidden_size"], config["intermediate_size"])
    [taken] = in_turns(rounds, lambda: ours.scores([SHORT]), each=5)
    return [
        Figure(name="multiply-adds of the short post", value=work / 1e6, unit="million"),
        Figure(name="the machine's 8-bit rate, one thread", value=rate / 1e9, unit="billion/s"),
        Figure(name="arithmetic limit of the short post", value=work / rate * 1000, unit="ms"),
        Figure(name="the model is slower than that limit by", value=taken * rate / work, unit="×"),
    ]


def multiply_adds(*, tokens: int, layers: int, hidden: int, wide: int) -> int:
    """Multiply-adds of the compiled encoder for one text: its weights once per token, and attention.

    Of the last layer all tokens need keys and values alone; the rest is computed for the first (`compiling.py`).
    """
    keys_and_values = 2 * hidden * hidden
    rest = 2 * hidden * hidden + 2 * hidden * wide + 2 * tokens * hidden
    return layers * tokens * keys_and_values + ((layers - 1) * tokens + 1) * rest


def _multiply_adds_a_second(rows: int, columns: int) -> float:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    network = build_product(rows, columns).SerializeToString()
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    tokens = 512
    values = np.ones((1, tokens, rows), dtype=np.float32)
    # The best round and not the median one: a limit is what the machine can do when it is free.
    seconds = min(_timed(lambda: session.run(None, {"values": values})) for _ in range(50))
    return tokens * rows * columns / seconds


def _base_sized(model_dir: Path, labels: tuple[str, ...]) -> DetoxifyModel:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("tokenizer.json", "tokenizer_config.json"):
            (Path(folder) / name).write_bytes((model_dir / name).read_bytes())
        config = json.loads((model_dir / "config.json").read_text(encoding="utf-8"))
        (Path(folder) / "config.json").write_text(json.dumps(config | _BASE_SIZE))
        return DetoxifyModel.of_chance(Path(folder), labels)


def in_turns(rounds: int, *works: Callable[[], object], each: int = 1) -> Sequence[float]:
    """The median time of each work in seconds.

    Each is done once before, and then in turns, `each` times when it is its turn: what it needs
    is in the processor's cache then, as it is in a process that does nothing else.
    """
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            taken += [_timed(work) for _ in range(each)]
    return [median(taken) for taken in times]


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
