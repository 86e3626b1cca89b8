"""The kinds of harm that a model scores, and how to say them to a person."""

from __future__ import annotations

from enum import StrEnum


class Label(StrEnum):
    """One kind of harm. The values are the names that Detoxify gives its outputs."""

    TOXICITY = "toxicity"
    SEVERE_TOXICITY = "severe_toxicity"
    OBSCENE = "obscene"
    THREAT = "threat"
    INSULT = "insult"
    IDENTITY_ATTACK = "identity_attack"
    SEXUAL_EXPLICIT = "sexual_explicit"
    ATTACK_ON_ADDRESSEE = "attack_on_addressee"


#: What every model must score; the others depend on the model.
CORE_LABELS: tuple[Label, ...] = (
    Label.TOXICITY,
    Label.SEVERE_TOXICITY,
    Label.OBSCENE,
    Label.THREAT,
    Label.INSULT,
    Label.IDENTITY_ATTACK,
)

#: What is also looked for in a few sentences at a time.
READ_CLOSELY: frozenset[str] = frozenset({Label.ATTACK_ON_ADDRESSEE})

_IN_WORDS = {
    Label.TOXICITY: "rough or hurtful",
    Label.SEVERE_TOXICITY: "very hurtful",
    Label.OBSCENE: "coarse",
    Label.THREAT: "a threat or a wish of harm",
    Label.INSULT: "an insult",
    Label.IDENTITY_ATTACK: "hostile to people for who they are",
    Label.SEXUAL_EXPLICIT: "sexually explicit",
    Label.ATTACK_ON_ADDRESSEE: "an attack on the person it speaks to",
}


def in_words(label: str) -> str:
    """How a moderator reads a label: completes the sentence "This reads as …"."""
    try:
        return _IN_WORDS[Label(label)]
    except ValueError:
        return label.replace("_", " ")
