"""The whole way from data to a shipped model, with one call and fixed seeds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.model_files import DESCRIPTION
from forum.screening.ngrams import NgramModel
from forum.screening.training import calibrate
from forum.screening.training.card import describe
from forum.screening.training.descent import Progress
from forum.screening.training.distilling import learn_beside
from forum.screening.training.examples import Example
from forum.screening.training.fitting import (
    fit,
    fit_network,
    lessons_of,
    likely,
    score,
)
from forum.screening.training.lessons import (
    SHARE_OF_NEW,
    answered,
    for_the_teacher,
    further_plan,
    kept_up,
    network_plan,
    never_asked_about,
    of_wikipedia,
    teacher_plan,
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
from forum.screening.training.teacher import Teacher, load_teacher
from forum.screening.training.twins import load_twins
from forum.screening.training.written_data import Amounts, load_newer, load_written

VERSION = "2026.11.13"
SEED = 7

#: What a teacher said before, as it comes with the project.
ANSWERS = Path(__file__).parent / "answers"

#: How much the linear model has to say beside the network, per public label.
NGRAMS_SAY = np.array([0.5, 0.4, 0.2, 0.5, 0.4, 0.5], dtype=np.float32)

Say = Callable[[str], None]

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
        base: the encoder to begin with, with its tokenizer; or a model that was trained before.
        teacher: a larger encoder, with its own.
        out: where the model is written to.
        work: what was said of the texts, so that a training that was broken off can go on.
    """

    data: Path
    base: Path
    teacher: Path
    out: Path

    @property
    def work(self) -> Path:
        """Beside the model folder, and of no use any more once that is complete."""
        return self.out.with_name(f"{self.out.name}.work")


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
            report=_progress("network", say),
        )
    nn.Module.to(model, torch.device("cpu"))
    say("the linear model beside the network")
    ngrams = fit_ngrams(of_wikipedia(public), seed=seed)
    finish(model, ngrams, tokenizer, folders, seed=seed, version=version)
    say(f"written to {folders.out}")


class Answers:
    """What a teacher says of texts. It learns when it is asked what none was asked before.

    What it said is kept in the work folder, and not asked for again while texts and seed are the same. So what a GPU
    said can be learned without one by a network that goes on. One that begins anew needs another teacher to read along,
    which learns here and now, and again when a training was broken off.
    """

    def __init__(
        self, public: Sequence[Example], folders: Folders, seed: int, *, device: str, say: Say
    ) -> None:
        self._public = public
        self._folders = folders
        self._seed = seed
        self._device = device
        self._say = say

    def to(self, asked: Sequence[Example]) -> list[Example]:
        """The same texts with what is to be learned of them."""
        texts = [example.text for example in asked]
        file = f"{_sum_of(texts)}-{self._seed}.npz"
        known = [
            folder / file for folder in (ANSWERS, self._folders.work) if (folder / file).exists()
        ]
        if known:
            self._say("the teacher was asked before")
        logits = _asked_once(
            known[0] if known else self._folders.work / file, lambda: self._ask(texts)
        )
        return answered(asked, likely(logits))

    def _ask(self, texts: Sequence[str]) -> NDArray[np.floating]:
        # Other draws than those that it is asked about.
        teacher = self._taught(self._seed + 100)
        self._say(f"the teacher is asked about {len(texts)} texts")
        return teacher.says(texts)

    def another_teacher(self) -> Teacher:
        """One that has learned from other draws than the one that is asked: two know more than one."""
        return self._taught(self._seed + 200)

    def _taught(self, own_seed: int) -> Teacher:
        teacher = load_teacher(self._folders.teacher, seed=own_seed).to(self._device)
        fit_network(
            teacher,
            teacher.tokenizer,
            for_the_teacher(self._public, own_seed),
            teacher_plan(own_seed),
            report=_progress("teacher", self._say),
            every=100,
        )
        return teacher


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
    report = _progress("network", say)
    fit(model, tokenizer, chosen, further_plan(seed), report=report, every=100)
    between(before, model, SHARE_OF_NEW)


def _sum_of(texts: Sequence[str]) -> str:
    everything = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(everything).hexdigest()[:16]


def _asked_once(path: Path, ask: Callable[[], NDArray[np.floating]]) -> NDArray[np.floating]:
    """The logits in this file, which is made of what `ask` gives where it isn't there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # In one step: a file that is there is whole.
        waiting = path.with_name(f"new-{path.name}")
        np.savez_compressed(waiting, logits=ask().astype(np.float16))
        waiting.replace(path)
    with np.load(path) as answers:
        logits: NDArray[np.float32] = answers["logits"].astype(np.float32)
    return logits


def _progress(name: str, say: Say) -> Callable[[Progress], None]:
    return lambda p: say(f"{name}: {p.step}/{p.steps}, loss {p.loss:.4f}, {p.seconds:.0f} s")


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
