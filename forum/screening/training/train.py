"""The whole way from data to a shipped model, with one call and fixed seeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.model_files import DESCRIPTION
from forum.screening.ngrams import NgramModel
from forum.screening.training import calibrate
from forum.screening.training.asking import Answers, Folders, Say, progress
from forum.screening.training.card import describe
from forum.screening.training.distilling import learn_beside
from forum.screening.training.examples import Example
from forum.screening.training.fitting import (
    fit,
    lessons_of,
    likely,
    score,
)
from forum.screening.training.lessons import (
    SHARE_OF_NEW,
    further_plan,
    kept_up,
    network_plan,
    never_asked_about,
    of_wikipedia,
    to_ask_about,
)
from forum.screening.training.linear import fit_ngrams, scaled
from forum.screening.training.measure import roc_auc
from forum.screening.training.model import (
    Small,
    between,
    load_base,
    load_tokenizer,
    load_trained,
)
from forum.screening.training.package import write_artefact
from forum.screening.training.public_data import load_public, load_public_dev, read_wikipedia_test
from forum.screening.training.twins import load_twins
from forum.screening.training.written_data import Amounts, load_newer, load_written

VERSION = "2026.11.13"
SEED = 7

#: How much the linear model has to say beside the network, per public label.
NGRAMS_SAY = np.array([0.5, 0.4, 0.2, 0.5, 0.4, 0.5], dtype=np.float32)

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


@contextmanager
def _the_smallest_as_nothing() -> Iterator[None]:
    """Sums with numbers that are all but 0 take a hundred times as long. Whoever computes here afterwards has them."""
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


@_the_smallest_as_nothing()
def train(
    folders: Folders,
    seed: int = SEED,
    *,
    threads: int = 2,
    device: str = "cpu",
    version: str = VERSION,
    say: Say,
) -> None:
    """Train, calibrate, measure and write a model folder.

    A base that was trained before goes on with what was written since the teacher was asked.

    `say` is called with a line of progress now and then. The same seed, data and machine give the same model up to
    rounding, which depends on `device` and the number of threads.
    """
    torch.set_num_threads(threads)
    public = load_public(folders.data)
    answers = Answers(public, folders, seed, device=device, say=say)
    asked = to_ask_about(public, seed)
    lessons = answers.to(asked)
    tokenizer = load_tokenizer(folders.base)
    goes_on = (folders.base / DESCRIPTION).exists()
    model = load_trained(folders.base) if goes_on else load_base(folders.base, seed=seed)
    nn.Module.to(model, torch.device(device))
    if goes_on:
        learn_further(model, tokenizer, lessons, seed, say=say)
    else:
        plan = network_plan(seed)
        learn_beside(
            answers.another_teacher(),
            model,
            tokenizer,
            lessons_of(
                [*lessons, *never_asked_about(seed)],
                Small(model),
                tokenizer,
                plan,
                torch.device(device),
            ),
            plan,
            report=progress("network", say),
        )
    nn.Module.to(model, torch.device("cpu"))
    say("the linear model beside the network")
    ngrams = fit_ngrams(of_wikipedia(public), seed=seed)
    finish(model, ngrams, tokenizer, folders, seed=seed, version=version)
    say(f"written to {folders.out}")


def learn_further(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    lessons: Sequence[Example],
    seed: int,
    *,
    say: Say,
) -> None:
    """Let a model, in place, learn what no teacher was asked about; most of the way there is taken."""
    chosen = [*kept_up(lessons, seed), *never_asked_about(seed)]
    say(f"texts to learn from: {len(chosen)}")
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    report = progress("network", say)
    fit(model, tokenizer, chosen, further_plan(seed), report=report, every=100)
    between(before, model, SHARE_OF_NEW)


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
    dev = [
        *load_written(seed, DEV_AMOUNTS, dev=True),
        *load_newer(seed, 1, dev=True),
        *load_twins(seed, 1, dev=True),
        *load_public_dev(folders.data),
    ]

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
