"""What a moderator may ask not to be served, and for what nobody is left then. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from forum.moderation.ranking import DISTRESS
from forum.screening.labels import Label

IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Label.THREAT.value: "Threats and wishes of harm",
        Label.IDENTITY_ATTACK.value: "Hostility to people for who they are",
        Label.SEXUAL_EXPLICIT.value: "Sexual words",
        Label.SEVERE_TOXICITY.value: "Very hurtful words",
        Label.ATTACK_ON_ADDRESSEE.value: "Attacks on the person who is spoken to",
        Label.INSULT.value: "Insults",
        Label.OBSCENE.value: "Coarse words",
        Label.TOXICITY.value: "Other hurtful words",
        DISTRESS: "Somebody who may hurt themselves",
    }
)


def known(labels: Collection[str]) -> list[str]:
    """Those that there are, in the order of the list."""
    return [label for label in IN_WORDS if label in labels]


def who_is_left(opted_out: Mapping[int, Collection[str]]) -> Mapping[str, frozenset[int]]:
    """Who is still served what somebody has asked not to be served, by label.

    Args:
        opted_out: for every moderator, what they have asked not to be served.
    """
    asked = {label for labels in opted_out.values() for label in labels}
    return {
        label: frozenset(who for who, labels in opted_out.items() if label not in labels)
        for label in asked
    }
