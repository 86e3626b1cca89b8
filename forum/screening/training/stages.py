"""What is read at each stage of the training, and how fast."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from transformers import BertForSequenceClassification, PreTrainedTokenizerBase

from forum.screening.training.examples import (
    ATTACK_ON_ADDRESSEE,
    IDENTITY_ATTACK,
    LABELS,
    PUBLIC,
    SEVERE_TOXICITY,
    THREAT,
    TOXICITY,
    UNKNOWN,
    Example,
)
from forum.screening.training.fitting import Plan, likely, score
from forum.screening.training.public_data import CUSTOMS
from forum.screening.training.teacher import Teacher, taught
from forum.screening.training.variations import varied
from forum.screening.training.written_data import Amounts, load_written

#: How often every written line is drawn anew for training, with other fillings and slips.
DRAWS = 2
SHORT_ONES = Amounts(
    long_harmless=0, long_kind=0, long_hostile=0, hostile_tail=0, quoting_reply=0, excerpts=0
)
#: Texts of each collection with other customs that are read beside the written ones, at most.
MOST_OF_EACH = 4000

#: Wikipedia rows that the last pass reads beside the written lines.
THIRD_REPLAY = 8000
#: How many short texts of each public collection the teacher is asked about, at most, and how short they are, in words.
ASKED_OF_EACH = 8000
ASKED_WORDS = 45
#: Long Wikipedia rows beside them, of which the network says again what it said before.
FOURTH_REPLAY = 4000
#: How often the written lines are drawn for the stage with the teacher, and how often variations of them.
FOURTH_DRAWS = 2
#: How many short texts of the other public collections the last stage has beside the rest.
FIFTH_OTHERS = 6000
#: How often that stage has the Wikipedia rows; those with a label once more.
FIFTH_ROWS = 2
#: How much a label counts there beside what the network said before. The rarest are the surest to be unlearned.
FIFTH_SAY_OF_ROWS = MappingProxyType(
    {SEVERE_TOXICITY: 0.5, THREAT: 0.5, IDENTITY_ATTACK: 0.5, ATTACK_ON_ADDRESSEE: 0.0}
)
FIFTH_SAY_OF_WRITTEN = MappingProxyType(dict.fromkeys(LABELS, 0.6))


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


def teacher_plan(seed: int) -> Plan:
    """One pass over the written texts, which are short."""
    return Plan(
        epochs=1, learning_rate=5e-5, seed=seed + 300, tokens_per_batch=1536, smoothing=0.04
    )


def fourth_plan(seed: int) -> Plan:
    """One pass, gentler than the second."""
    return Plan(
        epochs=1, learning_rate=6e-5, seed=seed + 400, tokens_per_batch=2048, smoothing=0.02
    )


def fifth_plan(seed: int) -> Plan:
    """One pass, fast enough to move what the stages before it have settled."""
    return Plan(epochs=1, learning_rate=7e-5, seed=seed + 500, smoothing=0.02)


def first_stage(public: Sequence[Example]) -> list[Example]:
    """The one collection that has all six labels, twice."""
    return [*of_wikipedia(public), *of_wikipedia(public)]


def second_stage(public: Sequence[Example], seed: int) -> list[Example]:
    """Several draws of the written texts, and enough public ones not to forget them."""
    rng = random.Random(seed)
    by_source: dict[str, list[Example]] = {}
    for example in public:
        by_source.setdefault(example.source, []).append(example)
    replay = by_source.pop("wikipedia")
    replay = [*replay, *filter(is_marked, replay)]
    for source in sorted(by_source):
        replay.extend(rng.sample(by_source[source], min(MOST_OF_EACH, len(by_source[source]))))
    drawn = [load_written(seed, Amounts(), dev=False)]
    drawn += [load_written(seed + number, SHORT_ONES, dev=False) for number in range(1, DRAWS)]
    return [example for part in (*drawn, replay) for example in part]


def third_stage(public: Sequence[Example], seed: int) -> list[Example]:
    """One draw of the pairs and of the other short lines, and as many Wikipedia rows beside them."""
    rng = random.Random(seed + 200)
    written = load_written(seed + 200, SHORT_ONES, dev=False)
    wikipedia = of_wikipedia(public)
    return [*written, *rng.sample(wikipedia, min(THIRD_REPLAY, len(wikipedia)))]


def fourth_stage(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    teacher: Teacher,
    public: Sequence[Example],
    seed: int,
) -> list[Example]:
    """What the teacher says of texts that nobody labelled for this purpose, and the written lines beside it."""
    rng = random.Random(seed + 400)
    shuffled = rng.sample(public, len(public))
    by_source: dict[str, list[Example]] = {}
    for example in shuffled:
        by_source.setdefault(example.source, []).append(example)
    short = [
        example
        for source in sorted(by_source)
        for example in [one for one in by_source[source] if _is_short(one)][:ASKED_OF_EACH]
    ]
    long = [one for one in by_source.get("wikipedia", []) if not _is_short(one)][:FOURTH_REPLAY]
    draws = [
        load_written(seed + 400 + number, SHORT_ONES, dev=False) for number in range(FOURTH_DRAWS)
    ]
    asked = short + [
        one for number, draw in enumerate(draws) for one in varied(draw, seed + number)
    ]

    says = teacher.says([example.text for example in asked])
    said_of_long = _said(model, tokenizer, long)
    return [
        *(example for draw in draws for example in draw),
        *taught(asked, teacher=says, before=_said(model, tokenizer, asked)),
        *taught(long, teacher=said_of_long, before=said_of_long),
    ]


def fifth_stage(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    public: Sequence[Example],
    seed: int,
) -> list[Example]:
    """The Wikipedia rows once more, and beside them what the network says already of everything else.

    Toxicity is learned from whoever knows it; the other labels change only a little.
    """
    rng = random.Random(seed + 500)
    wikipedia = of_wikipedia(public)
    rows = settled(wikipedia, _said(model, tokenizer, wikipedia), FIFTH_SAY_OF_ROWS)
    toxic = [row for row, example in zip(rows, wikipedia, strict=True) if is_marked(example)]
    others = [one for one in public if one.source != "wikipedia" and _is_short(one)]
    others = rng.sample(others, min(FIFTH_OTHERS, len(others)))
    # By other customs: of them it says again what it said before, but for toxicity.
    others = [replace(one, targets=(UNKNOWN,) * len(LABELS)) for one in others]
    written = load_written(seed + 500, SHORT_ONES, dev=False)
    return [
        *(row for _ in range(FIFTH_ROWS) for row in rows),
        *toxic,
        *settled(written, _said(model, tokenizer, written), FIFTH_SAY_OF_WRITTEN),
        *settled(others, _said(model, tokenizer, others), {}),
    ]


def settled(
    examples: Sequence[Example], said: NDArray[np.floating], say: Mapping[str, float]
) -> list[Example]:
    """The same texts with their labels, each moved towards what the network said of it before.

    Args:
        examples: the texts. A label that is not known becomes what was said; toxicity alone stays unknown.
        said: (texts, labels).
        say: how much a known label counts, 0 to 1; all of it where nothing is given.
    """
    labels = np.array([example.targets for example in examples])
    shares = np.array([say.get(label, 1.0) for label in LABELS])
    mixed = np.where(np.isnan(labels), said, shares * labels + (1 - shares) * said)
    toxicity = LABELS.index(TOXICITY)
    mixed[:, toxicity] = labels[:, toxicity]
    return [
        replace(example, targets=tuple(map(float, row)), source="settled")
        for example, row in zip(examples, mixed, strict=True)
    ]


def is_marked(example: Example) -> bool:
    """Whether any of the six public labels is present."""
    return max(example.targets[:PUBLIC]) > 0


def _said(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    examples: Sequence[Example],
) -> NDArray[np.floating]:
    """How likely the network says that each label is, (texts, labels)."""
    logits = score(model, tokenizer, [example.text for example in examples], max_tokens=160)
    return likely(logits)


def _is_short(example: Example) -> bool:
    return len(example.text.split()) <= ASKED_WORDS


def of_wikipedia(public: Sequence[Example]) -> list[Example]:
    """The rows of the one collection that has all six labels."""
    return [example for example in public if example.source == "wikipedia"]
