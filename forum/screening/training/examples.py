"""What the trainer learns from: a text, what is known about it, and where it came from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

TOXICITY = "toxicity"
SEVERE_TOXICITY = "severe_toxicity"
OBSCENE = "obscene"
THREAT = "threat"
INSULT = "insult"
IDENTITY_ATTACK = "identity_attack"
ATTACK_ON_ADDRESSEE = "attack_on_addressee"

#: The model's outputs, in the order of its last layer.
LABELS: tuple[str, ...] = (
    TOXICITY,
    SEVERE_TOXICITY,
    OBSCENE,
    THREAT,
    INSULT,
    IDENTITY_ATTACK,
    ATTACK_ON_ADDRESSEE,
)

#: How many of them the public collections have: the first so many.
PUBLIC = len(LABELS) - 1

#: The labels that say that somebody is being hurt; `obscene` alone does not.
HARM_LABELS: tuple[str, ...] = (TOXICITY, THREAT, INSULT, IDENTITY_ATTACK, ATTACK_ON_ADDRESSEE)

UNKNOWN = math.nan


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One text to learn from or to measure on.

    `targets` has one number per label, 0 to 1, in the order of `LABELS`; `UNKNOWN` where the
    source says nothing, and the loss leaves that label out. `family` is the template or sentence
    that the text was made from, `group` the identity named in it (empty if none), and `kind`
    what sort of text it is (`introduction`, `contempt`, …).
    """

    text: str
    targets: tuple[float, ...]
    source: str
    weight: float = 1.0
    family: str = ""
    group: str = ""
    kind: str = ""


def targets(known: Mapping[str, float], *, others: float = UNKNOWN) -> tuple[float, ...]:
    """One number per label: what is known, and `others` for the rest."""
    unheard_of = known.keys() - set(LABELS)
    if unheard_of:
        raise ValueError(f"no such label: {', '.join(sorted(unheard_of))}")
    return tuple(known.get(label, others) for label in LABELS)


def harmless(**known: float) -> tuple[float, ...]:
    """Targets of a text that hurts nobody; single labels may be given otherwise."""
    return targets(known, others=0.0)
