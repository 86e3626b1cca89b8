"""Which held introductions a mentor may welcome, which publishes them. Pure.

Most of what is held of an introduction is held for a word. A mentor who reads it knows as much as a moderator, and an
answer by a person is worth more than a decision. Whatever could be a threat, a cry for help or somebody's concern stays
with the moderators, and so does everything that the screen was sure of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from forum.moderation.ranking import ReasonKind
from forum.screening.labels import Label
from forum.screening.verdict import Finding, calls_a_person

# The one check that scores; links, floods, word lists and what the screen could not read are a moderator's.
_SCORES = "toxicity"
# What may be a matter of tone. Only these may have held it.
OF_TONE = frozenset({Label.TOXICITY, Label.INSULT, Label.OBSCENE, Label.ATTACK_ON_ADDRESSEE})
# So far beyond its limit a score may be: a third of the way from there to certainty.
JUST_OVER = 1 / 3
# From these scores on it is not a mentor's to judge, whether or not they held it.
NEVER_FROM: Mapping[str, float] = MappingProxyType(
    {
        Label.THREAT: 0.2,
        Label.SEVERE_TOXICITY: 0.2,
        Label.IDENTITY_ATTACK: 0.2,
        Label.SEXUAL_EXPLICIT: 0.3,
    }
)
_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class HeldWords:
    """Why a post is held: its item's kinds of reasons, and what the screener noticed and scored (0 to 1, by label)."""

    reasons: Collection[str]
    findings: Sequence[Finding]
    scores: Mapping[str, float]


def may_be_welcomed(held: HeldWords) -> bool:
    """Whether the automatic screen alone holds it, with low scores."""
    if set(held.reasons) != {ReasonKind.SCREENING} or calls_a_person(held.findings):
        return False
    held_for = [one for one in held.findings if one.holds]
    grave = any(held.scores.get(label, 0.0) >= limit for label, limit in NEVER_FROM.items())
    return bool(held_for) and not grave and all(_is_just_over(one) for one in held_for)


def _is_just_over(finding: Finding) -> bool:
    if finding.check != _SCORES or finding.label not in OF_TONE:
        return False
    if finding.score is None or finding.threshold is None:
        return False
    most = finding.threshold + (1 - finding.threshold) * JUST_OVER
    return finding.score <= most + _ROUNDING
