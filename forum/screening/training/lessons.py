"""What the teacher learns from, and what it is asked about for the small network to learn."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forum.screening.training.examples import PUBLIC, Example
from forum.screening.training.fitting import Plan
from forum.screening.training.public_data import CUSTOMS
from forum.screening.training.twins import load_twins
from forum.screening.training.variations import pieces, varied
from forum.screening.training.written_data import Amounts, load_newer, load_written

#: How often the teacher reads the written lines, each time drawn anew with other fillings and slips.
TEACHER_DRAWS = 3
#: How often it reads the Wikipedia comments; those with a label once more.
TEACHER_ROWS = 3
#: How often the written lines are drawn for what the teacher is asked about, and how often variations of them.
ASKED_DRAWS = 6
#: How many pieces are cut out of each public comment of several sentences, at most.
PIECES = 3
#: How many of the texts a network that goes on learns from.
FURTHER_TEXTS = 320_000
#: How much of them is drawn without asking what it says already, so that it does not forget it.
KEPT_UP = 0.2
#: How far it moves from what it was to what it has become.
SHARE_OF_NEW = 0.8
#: How much a label that is known counts beside what the teacher says of the text.
SAY_OF_LABELS = 0.3
#: How sure a label is of which no teacher has said anything.
SURENESS = 0.94
#: How often what the teacher was not asked about is drawn: each line, and each long post in its two wordings.
NEWER_DRAWS = 2
TWINS_DRAWS = 6


def teacher_plan(seed: int) -> Plan:
    """One pass, in which everything is met several times, so that the rate falls once."""
    return Plan(
        epochs=1,
        learning_rate=5e-5,
        seed=seed,
        max_tokens=256,
        tokens_per_batch=12288,
        texts_per_batch=128,
        smoothing=0.02,
    )


def network_plan(seed: int) -> Plan:
    """Many passes in large steps, and every answer as it is: none is smoothed, none counts more for being rare."""
    return Plan(
        epochs=5,
        learning_rate=3e-4,
        seed=seed,
        max_tokens=256,
        tokens_per_batch=16384,
        texts_per_batch=256,
        most_rarity=1.0,
    )


def further_plan(seed: int) -> Plan:
    """One pass in smaller steps, for a network that goes on; as much of a text as the engine reads at once."""
    return Plan(
        epochs=1,
        learning_rate=1.5e-4,
        seed=seed,
        max_tokens=256,
        tokens_per_batch=2560,
        texts_per_batch=64,
        most_rarity=1.0,
    )


def for_the_teacher(public: Sequence[Example], seed: int) -> list[Example]:
    """Every public comment, the one collection with all six labels several times, and several draws of our own."""
    wikipedia = of_wikipedia(public)
    others = [example for example in public if example.source != "wikipedia"]
    marked = [example for example in wikipedia if is_marked(example)]
    drawn = [load_written(seed + number, Amounts(), dev=False) for number in range(TEACHER_DRAWS)]
    return [
        *(example for draw in drawn for example in draw),
        *(wikipedia * TEACHER_ROWS),
        *marked,
        *others,
    ]


def to_ask_about(public: Sequence[Example], seed: int) -> list[Example]:
    """Different texts: public comments and pieces of them, our own, and variations of our own.

    What is known of a text is kept; of pieces and variations nothing is.
    """
    draws = [load_written(seed + number, Amounts(), dev=False) for number in range(ASKED_DRAWS)]
    return _each_once(
        [
            *public,
            *pieces(public, seed, PIECES),
            *(example for draw in draws for example in draw),
            *(one for number, draw in enumerate(draws) for one in varied(draw, seed + number)),
        ],
        random.Random(seed),
    )


def answered(asked: Sequence[Example], says: NDArray[np.floating]) -> list[Example]:
    """The same texts with what is to be learned of them: what the teacher says, moved towards what is known.

    Args:
        asked: the texts with their labels.
        says: how likely the teacher calls each label, (texts, labels).
    """
    # Whose annotators followed other customs has labels that mean something else.
    labels = np.array([example.targets for example in asked], dtype=float)
    ours = np.array([example.source not in CUSTOMS for example in asked])
    is_known = ~np.isnan(labels) & ours[:, None]
    mixed = np.where(is_known, SAY_OF_LABELS * labels + (1 - SAY_OF_LABELS) * says, says)
    return [
        replace(example, targets=tuple(map(float, row)), weight=1.0)
        for example, row in zip(asked, mixed, strict=True)
    ]


def never_asked_about(seed: int) -> list[Example]:
    """What was written since the teacher was asked, with what is known of it, which is nearly sure."""
    return [
        replace(
            example,
            targets=tuple(label * SURENESS + (1 - SURENESS) / 2 for label in example.targets),
        )
        for example in (
            *load_newer(seed, NEWER_DRAWS, dev=False),
            *load_twins(seed, TWINS_DRAWS, dev=False),
        )
    ]


def still_to_learn(
    lessons: Sequence[Example], says: NDArray[np.floating], most: int, seed: int
) -> list[Example]:
    """At most so many of the lessons, in the order given: the likelier, the more there is to learn from one.

    Args:
        lessons: texts with what is to be learned of them.
        says: how likely the network calls each label already, (texts, labels).
        most: how many lessons are wanted.
        seed: of the draw.
    """
    truth = np.array([example.targets for example in lessons])
    to_learn = _excess(truth, says).mean(axis=1)
    shares = (1 - KEPT_UP) * to_learn / max(to_learn.sum(), 1e-9) + KEPT_UP / len(lessons)
    # Each waits for its turn, the shorter the larger its share (Efraimidis and Spirakis 2006).
    waits = np.random.default_rng(seed).exponential(size=len(lessons)) / shares
    return [lessons[index] for index in np.sort(np.argsort(waits)[:most])]


def is_marked(example: Example) -> bool:
    """Whether any of the six public labels is present."""
    return max(example.targets[:PUBLIC]) > 0


def of_wikipedia(public: Iterable[Example]) -> list[Example]:
    """The rows of the one collection that has all six labels."""
    return [example for example in public if example.source == "wikipedia"]


def _excess(truth: NDArray[np.floating], says: NDArray[np.floating]) -> NDArray[np.floating]:
    """By how much the loss of each answer is larger than the least that it can be."""
    almost = 1e-6
    wanted, given = (np.clip(part, almost, 1 - almost) for part in (truth, says))
    excess: NDArray[np.floating] = wanted * np.log(wanted / given) + (1 - wanted) * np.log(
        (1 - wanted) / (1 - given)
    )
    return excess


def _each_once(examples: Sequence[Example], rng: random.Random) -> list[Example]:
    """Each text once, the first of it, in another order."""
    firsts: dict[str, Example] = {}
    for example in examples:
        firsts.setdefault(example.text, example)
    return rng.sample(list(firsts.values()), len(firsts))
