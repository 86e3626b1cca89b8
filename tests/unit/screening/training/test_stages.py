"""What the last stage makes of labels, and of what the network said before."""

from __future__ import annotations

import math

import numpy as np
import pytest

from forum.screening.training.examples import (
    ATTACK_ON_ADDRESSEE,
    INSULT,
    LABELS,
    TOXICITY,
    UNKNOWN,
    Example,
    harmless,
    targets,
)
from forum.screening.training.stages import is_marked, settled

SAID = 0.6


def one(known: dict[str, float]) -> Example:
    return Example(text="so", targets=targets(known), source="written")


@pytest.mark.parametrize(
    ("label", "known", "say", "becomes"),
    [
        (INSULT, 1.0, {}, 1.0),
        (INSULT, 1.0, {INSULT: 0.5}, 0.8),
        (INSULT, 0.0, {INSULT: 0.0}, SAID),
        (INSULT, UNKNOWN, {}, SAID),
        (TOXICITY, 1.0, {TOXICITY: 0.5}, 1.0),
        # What it said of toxicity is what it is to unlearn.
        (TOXICITY, UNKNOWN, {}, UNKNOWN),
    ],
)
def test_a_label_is_moved_towards_what_was_said_and_toxicity_is_not(
    label: str, known: float, say: dict[str, float], becomes: float
) -> None:
    said = np.full((1, len(LABELS)), SAID)

    [made] = settled([one({label: known})], said, say)

    value = made.targets[LABELS.index(label)]
    assert value == pytest.approx(becomes) or (math.isnan(value) and math.isnan(becomes))


def test_a_comment_is_marked_by_a_public_label_alone() -> None:
    assert is_marked(Example(text="so", targets=harmless(threat=1.0), source="wikipedia"))
    ours = Example(text="so", targets=harmless(**{ATTACK_ON_ADDRESSEE: 1.0}), source="wikipedia")
    assert not is_marked(ours)
