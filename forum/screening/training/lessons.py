"""What a teacher learns from, and what it is asked about for the small network to learn."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forum.screening.training.descent import Plan
from forum.screening.training.examples import PUBLIC, Example
from forum.screening.training.public_data import CUSTOMS
from forum.screening.training.twins import UNASKED, load_twins
from forum.screening.training.variations import pieces, varied
from forum.screening.training.written_data import Amounts, load_newer, load_written

#: How often the teacher reads what is written, each time drawn anew with other fillings, slips and excerpts.
TEACHER_DRAWS = 3
#: How often it reads the Wikipedia comments; those with a label once more.
TEACHER_ROWS = 3
#: How often the written lines are drawn for what the teacher is asked about, and how often variations of them.
ASKED_DRAWS = 6
#: How often the posts in two wordings are.
ASKED_TWINS = 4
#: How many pieces are cut out of each public comment of several sentences, at most.
PIECES = 3
#: How many of the teacher's answers a network that goes on learns again.
KEPT_UP = 150_000
#: How far it moves from what it was to what it has become.
SHARE_OF_NEW = 2 / 3
#: How much a label that is known counts beside what the teacher says of the text.
SAY_OF_LABELS = 0.3
#: How sure a label is of which no teacher has said anything.
SURENESS = 0.94
#: How often each post in two wordings is drawn that the teacher was not asked about.
UNASKED_DRAWS = 6


def teacher_plan(seed: int) -> Plan:
    """One pass, in which everything is met several times, so that the rate falls once."""
    return Plan(
        epochs=1,
        learning_rate=7e-5,
        seed=seed,
        max_tokens=256,
        tokens_per_batch=16384,
        texts_per_batch=256,
        smoothing=0.02,
    )


def network_plan(seed: int) -> Plan:
    """Five passes in large steps, and every answer as it is: none is smoothed, none counts more for being rare."""
    return Plan(
        epochs=5,
        learning_rate=4e-4,
        seed=seed,
        max_tokens=256,
        tokens_per_batch=16384,
        texts_per_batch=512,
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
        *load_newer(seed, TEACHER_DRAWS, dev=False),
        *load_twins(seed, TEACHER_DRAWS, dev=False),
        *(wikipedia * TEACHER_ROWS),
        *marked,
        *others,
    ]


def to_ask_about(public: Sequence[Example], seed: int) -> list[Example]:
    """Different texts: public comments and pieces of them, our own, and variations of our own.

    What is known of a text is kept; of pieces and variations nothing is.
    """
    draws = [load_written(seed + number, Amounts(), dev=False) for number in range(ASKED_DRAWS)]
    draws.append(
        [*load_newer(seed, ASKED_DRAWS, dev=False), *load_twins(seed, ASKED_TWINS, dev=False)]
    )
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
        for example in load_twins(seed, UNASKED_DRAWS, dev=False, folder=UNASKED)
    ]


def kept_up(lessons: Sequence[Example], seed: int) -> list[Example]:
    """Some of the lessons, drawn at random: what a network that goes on learns again, so that it forgets nothing."""
    return random.Random(seed).sample(lessons, min(KEPT_UP, len(lessons)))


def is_marked(example: Example) -> bool:
    """Whether any of the six public labels is present."""
    return max(example.targets[:PUBLIC]) > 0


def of_wikipedia(public: Iterable[Example]) -> list[Example]:
    """The rows of the one collection that has all six labels."""
    return [example for example in public if example.source == "wikipedia"]


def _each_once(examples: Sequence[Example], rng: random.Random) -> list[Example]:
    """Each text once, the first of it, in another order."""
    firsts: dict[str, Example] = {}
    for example in examples:
        firsts.setdefault(example.text, example)
    return rng.sample(list(firsts.values()), len(firsts))
