"""The whole way from data to a shipped model, with one call and fixed seeds."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.ngrams import NgramModel
from forum.screening.training import calibrate
from forum.screening.training.card import describe
from forum.screening.training.examples import Example
from forum.screening.training.fitting import Plan, fit, score
from forum.screening.training.linear import fit_ngrams, scaled
from forum.screening.training.measure import roc_auc
from forum.screening.training.model import load_base, load_tokenizer
from forum.screening.training.package import write_artefact
from forum.screening.training.public_data import (
    CUSTOMS,
    load_public,
    load_public_dev,
    read_wikipedia_test,
)
from forum.screening.training.written_data import Amounts, load_written

VERSION = "2026.11.4"
SEED = 7

#: How often every written line is drawn anew for training, with other fillings and slips.
DRAWS = 2
SHORT_ONES = Amounts(
    long_harmless=0, long_kind=0, long_hostile=0, hostile_tail=0, quoting_reply=0, excerpts=0
)
#: Texts of each collection with other customs that are read beside the written ones, at most.
MOST_OF_EACH = 4000

#: Wikipedia rows that the last pass reads beside the written lines.
THIRD_REPLAY = 8000
#: How often stage two is run, each time with other draws.
RUNS = 3

#: How much the linear model has to say beside the network, per public label.
NGRAMS_SAY = np.array([0.5, 0.4, 0.2, 0.5, 0.4, 0.5], dtype=np.float32)

Weights = dict[str, Tensor]

#: Fewer texts per identity line, so that no kind outweighs the others in the measure.
DEV_AMOUNTS = Amounts(
    per_line=2,
    per_pair_line=1,
    per_identity_line=16,
    times_if_harmless=1,
    long_harmless=120,
    long_kind=80,
    long_hostile=40,
    hostile_tail=100,
    quoting_reply=80,
)


def train(
    data_dir: Path,
    base_dir: Path,
    out_dir: Path,
    seed: int = SEED,
    *,
    threads: int = 2,
    version: str = VERSION,
    first_weights: Path | None = None,
    say: Callable[[str], None],
) -> None:
    """Train, calibrate, measure and write the model folder `out_dir`.

    `data_dir` holds the public collections, `base_dir` the base encoder with its tokenizer. `say`
    is called with a line of progress now and then. The same seed, data and machine give the same
    model up to rounding, which depends on the number of threads. `first_weights` is a file in which the weights
    after stage one are kept; if it is there already, stage one is left out.
    """
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    tokenizer = load_tokenizer(base_dir)
    model = load_base(base_dir, seed=seed)
    public = load_public(data_dir)

    def progress(stage: str) -> Callable[..., None]:
        return lambda p: say(f"{stage}: {p.step}/{p.steps}, loss {p.loss:.4f}, {p.seconds:.0f} s")

    if first_weights is not None and first_weights.exists():
        model.load_state_dict(load_file(first_weights))
    else:
        fit(model, tokenizer, first_stage(public), first_plan(seed), report=progress("public"))
        if first_weights is not None:
            save_file(model.state_dict(), first_weights)
    first, runs = _copy(model), []
    for number in range(RUNS):
        model.load_state_dict(first)
        second = second_stage(public, seed + number)
        say(f"run {number + 1} of {RUNS}: {len(second)} texts")
        fit(model, tokenizer, second, second_plan(seed + number), report=progress("written"))
        runs.append(_copy(model))
    model.load_state_dict(blended(runs))
    third = third_stage(public, seed)
    fit(model, tokenizer, third, third_plan(seed), report=progress("polish"))
    say("the linear model beside the network")
    ngrams = fit_ngrams(_of_wikipedia(public), seed=seed)
    finish(model, ngrams, tokenizer, data_dir, out_dir, seed=seed, version=version)
    say(f"written to {out_dir}")


def blended(runs: Sequence[Weights]) -> Weights:
    """The mean of the weights of runs that began alike.

    They lie in one valley, and its middle does better on new texts than any of them (Wortsman et al. 2022, "Model
    soups").
    """
    return {
        name: torch.stack([run[name] for run in runs]).mean(0)
        if value.is_floating_point()
        else value
        for name, value in runs[0].items()
    }


def _copy(model: BertForSequenceClassification) -> Weights:
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def finish(
    model: BertForSequenceClassification,
    ngrams: NgramModel,
    tokenizer: PreTrainedTokenizerBase,
    data_dir: Path,
    out_dir: Path,
    *,
    seed: int,
    version: str,
    blind_test: bool = True,
) -> None:
    """Calibrate a trained model, choose its limits, measure it, and write the model folder.

    `blind_test` reads the public test file for the card. Leave it out while you still choose.
    """
    dev = [*load_written(seed, DEV_AMOUNTS, dev=True), *load_public_dev(data_dir)]

    def logits_of(texts: Sequence[str]) -> NDArray[np.floating]:
        logits = score(model, tokenizer, texts)
        logits[:, : len(NGRAMS_SAY)] += NGRAMS_SAY * np.stack([ngrams.logits(t) for t in texts])
        return logits

    logits = logits_of([example.text for example in dev])
    truth = np.array([example.targets for example in dev])
    scale, shift = calibrate.fit_platt(logits, truth)
    scores = 1 / (1 + np.exp(-(logits * scale + shift)))
    written = [index for index, example in enumerate(dev) if example.source == "written"]
    thresholds = calibrate.choose_thresholds(scores[written], [dev[index] for index in written])
    test_auc = None
    if blind_test:
        texts, test_truth = read_wikipedia_test(data_dir)
        test_auc = roc_auc(logits_of(texts)[:, 0], np.array(test_truth))
    calibrate.fold(model.classifier, scale, shift)
    write_artefact(
        model,
        tokenizer,
        out_dir,
        version=version,
        thresholds=thresholds,
        card=describe(dev, scores, thresholds, test_auc),
        ngrams=scaled(ngrams, NGRAMS_SAY * scale[: len(NGRAMS_SAY)]),
    )


def first_plan(seed: int) -> Plan:
    """Two passes in one, so that the rate falls once."""
    return Plan(epochs=1, learning_rate=1e-4, seed=seed, tokens_per_batch=8192)


def second_plan(seed: int) -> Plan:
    """One pass over the drawn texts and the replay, with room for long posts."""
    return Plan(
        epochs=1,
        learning_rate=8e-5,
        seed=seed + 100,
        tokens_per_batch=4096,
        smoothing=0.02,
        customs=CUSTOMS,
    )


def third_plan(seed: int) -> Plan:
    """A gentle pass, so that what was added last is learned without forgetting the rest."""
    return replace(second_plan(seed + 200), learning_rate=3e-5)


def first_stage(public: Sequence[Example]) -> list[Example]:
    """The one collection that has all six labels, twice."""
    return [*_of_wikipedia(public), *_of_wikipedia(public)]


def second_stage(public: Sequence[Example], seed: int) -> list[Example]:
    """Several draws of the written texts, and enough public ones not to forget them."""
    rng = random.Random(seed)
    by_source: dict[str, list[Example]] = {}
    for example in public:
        by_source.setdefault(example.source, []).append(example)
    replay = by_source.pop("wikipedia")
    replay = [*replay, *(example for example in replay if max(example.targets[:6]) > 0)]
    for source in sorted(by_source):
        replay.extend(rng.sample(by_source[source], min(MOST_OF_EACH, len(by_source[source]))))
    drawn = [load_written(seed, Amounts(), dev=False)]
    drawn += [load_written(seed + number, SHORT_ONES, dev=False) for number in range(1, DRAWS)]
    return [example for part in (*drawn, replay) for example in part]


def third_stage(public: Sequence[Example], seed: int) -> list[Example]:
    """One draw of the pairs and of the other short lines, and as many Wikipedia rows beside them."""
    rng = random.Random(seed + 200)
    written = load_written(seed + 200, SHORT_ONES, dev=False)
    wikipedia = _of_wikipedia(public)
    return [*written, *rng.sample(wikipedia, min(THIRD_REPLAY, len(wikipedia)))]


def _of_wikipedia(public: Sequence[Example]) -> list[Example]:
    return [example for example in public if example.source == "wikipedia"]
