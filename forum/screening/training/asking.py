"""What a teacher says of the texts that a network learns: asked once, kept, asked again where texts have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forum.screening.training.descent import Progress
from forum.screening.training.examples import Example
from forum.screening.training.fitting import fit_network, likely
from forum.screening.training.lessons import answered, for_the_teacher, teacher_plan
from forum.screening.training.teacher import Teacher, load_teacher

#: What a teacher said before, as it comes with the project.
ANSWERS = Path(__file__).parent / "answers"

Say = Callable[[str], None]


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
            report=progress("teacher", self._say),
            every=100,
        )
        return teacher


def progress(name: str, say: Say) -> Callable[[Progress], None]:
    """A report that says in a line where a stage stands."""
    return lambda p: say(f"{name}: {p.step}/{p.steps}, loss {p.loss:.4f}, {p.seconds:.0f} s")


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
