"""The whole way from data to a shipped model, with one call and fixed seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.ngrams import NgramModel
from forum.screening.training import calibrate
from forum.screening.training.card import describe
from forum.screening.training.fitting import fit, fit_network, likely, score
from forum.screening.training.linear import fit_ngrams, scaled
from forum.screening.training.measure import roc_auc
from forum.screening.training.model import load_base, load_tokenizer
from forum.screening.training.package import write_artefact
from forum.screening.training.public_data import load_public, load_public_dev, read_wikipedia_test
from forum.screening.training.stages import (
    SHORT_ONES,
    fifth_plan,
    fifth_stage,
    first_plan,
    first_stage,
    fourth_plan,
    fourth_stage,
    of_wikipedia,
    second_plan,
    second_stage,
    teacher_plan,
    third_plan,
    third_stage,
)
from forum.screening.training.teacher import load_teacher
from forum.screening.training.written_data import Amounts, load_written

VERSION = "2026.11.6"
SEED = 7

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


@dataclass(frozen=True, kw_only=True)
class Folders:
    """Where everything lies.

    Attributes:
        data: the public collections.
        base: the encoder to begin with, with its tokenizer.
        teacher: a larger encoder, with its own.
        out: where the model is written to.
    """

    data: Path
    base: Path
    teacher: Path
    out: Path


def train(
    folders: Folders,
    seed: int = SEED,
    *,
    threads: int = 2,
    device: str = "cpu",
    version: str = VERSION,
    say: Callable[[str], None],
) -> None:
    """Train, calibrate, measure and write a model folder.

    `say` is called with a line of progress now and then. The same seed, data and machine give the same model up to
    rounding, which depends on `device` and the number of threads.
    """
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    tokenizer = load_tokenizer(folders.base)
    model = load_base(folders.base, seed=seed)
    nn.Module.to(model, torch.device(device))
    public = load_public(folders.data)

    def progress(stage: str) -> Callable[..., None]:
        return lambda p: say(f"{stage}: {p.step}/{p.steps}, loss {p.loss:.4f}, {p.seconds:.0f} s")

    fit(model, tokenizer, first_stage(public), first_plan(seed), report=progress("public"))
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
    teacher = load_teacher(folders.teacher, seed=seed).to(device)
    learns = load_written(seed, SHORT_ONES, dev=False)
    say(f"the teacher learns: {len(learns)} texts")
    fit_network(teacher, teacher.tokenizer, learns, teacher_plan(seed), report=progress("teacher"))
    say("the teacher is asked")
    fourth = fourth_stage(model, tokenizer, teacher, public, seed)
    before = _copy(model)
    fit(model, tokenizer, fourth, fourth_plan(seed), report=progress("taught"))
    # Half way: it has learned most of it there, and forgotten least of what it ranked before (see the card).
    model.load_state_dict(blended([before, _copy(model)]))
    fifth = fifth_stage(model, tokenizer, public, seed)
    before = _copy(model)
    fit(model, tokenizer, fifth, fifth_plan(seed), report=progress("settled"))
    # Not all the way: what is said to newcomers is told apart best a little before (see the card).
    model.load_state_dict(blended([before, _copy(model)], shares=(0.25, 0.75)))
    say("the linear model beside the network")
    ngrams = fit_ngrams(of_wikipedia(public), seed=seed)
    nn.Module.to(model, torch.device("cpu"))
    finish(model, ngrams, tokenizer, folders, seed=seed, version=version)
    say(f"written to {folders.out}")


def blended(runs: Sequence[Weights], *, shares: Sequence[float] = ()) -> Weights:
    """The mean of weights that began alike; each counts as much as the others, or by its share.

    They lie in one valley, and its middle does better on new texts than any of them (Wortsman et al. 2022, "Model
    soups" and "Robust fine-tuning of zero-shot models").
    """
    parts = torch.tensor(shares or [1 / len(runs)] * len(runs))
    return {
        name: torch.tensordot(parts.to(value), torch.stack([run[name] for run in runs]), dims=1)
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
    folders: Folders,
    *,
    seed: int,
    version: str,
    blind_test: bool = True,
) -> None:
    """Calibrate a trained model, choose its limits, measure it, and write the model folder.

    `blind_test` reads the public test file for the card. Leave it out while you still choose.
    """
    dev = [*load_written(seed, DEV_AMOUNTS, dev=True), *load_public_dev(folders.data)]

    def logits_of(texts: Sequence[str]) -> NDArray[np.floating]:
        logits = score(model, tokenizer, texts)
        logits[:, : len(NGRAMS_SAY)] += NGRAMS_SAY * np.stack([ngrams.logits(t) for t in texts])
        return logits

    logits = logits_of([example.text for example in dev])
    truth = np.array([example.targets for example in dev])
    scale, shift = calibrate.fit_platt(logits, truth)
    scores = likely(logits * scale + shift)
    written = [index for index, example in enumerate(dev) if example.source == "written"]
    thresholds = calibrate.choose_thresholds(scores[written], [dev[index] for index in written])
    test_auc = None
    if blind_test:
        texts, test_truth = read_wikipedia_test(folders.data)
        test_auc = roc_auc(logits_of(texts)[:, 0], np.array(test_truth))
    calibrate.fold(model.classifier, scale, shift)
    write_artefact(
        model,
        tokenizer,
        folders.out,
        version=version,
        thresholds=thresholds,
        card=describe(dev, scores, thresholds, test_auc),
        ngrams=scaled(ngrams, NGRAMS_SAY * scale[: len(NGRAMS_SAY)]),
    )
