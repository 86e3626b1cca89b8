"""A classifier that scores what it is told to, so that the policy is tested without a model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from forum.screening import CORE_LABELS, Audience, Label, State, ThresholdSet, Verdict

LABELS = (*(label.value for label in CORE_LABELS), Label.ATTACK_ON_ADDRESSEE.value)

#: Limits that stay as they are when those of the project change.
LIMITS = ThresholdSet(
    name="for tests",
    state=State.LIVE,
    limits={
        Audience.TO_NEWCOMER: {"attack_on_addressee": 0.5, "insult": 0.6, "toxicity": 0.8},
        Audience.INTRODUCTION: {"attack_on_addressee": 0.84, "insult": 0.95},
        Audience.BY_NEWCOMER: {"attack_on_addressee": 0.7, "insult": 0.75},
        Audience.WELCOME_THREAD: {"attack_on_addressee": 0.7, "insult": 0.7},
        Audience.MEMBERS: {"attack_on_addressee": 0.75, "insult": 0.8},
    },
)


class ScriptedClassifier:
    """Gives each text the highest score of the words in the script that it contains.

    It remembers what it was asked, and refuses what no model could take.
    """

    name = "scripted"
    version = "1"
    labels = LABELS

    def __init__(self, script: Mapping[str, Mapping[str, float]] | None = None) -> None:
        self.script = script or {}
        self.asked: list[list[str]] = []

    def scores(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        self.asked.append(list(texts))
        for text in texts:
            text.encode("utf-8")
            assert len(self.token_spans(text)) <= 500
        return [self._score(text.lower()) for text in texts]

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\w{1,20}|[^\w\s]", text)]

    def _score(self, text: str) -> dict[str, float]:
        found = [scores for word, scores in self.script.items() if word in text]
        return {
            label: max([0.01, *(scores.get(label, 0.0) for scores in found)]) for label in LABELS
        }


def checks_of(verdict: Verdict) -> set[str]:
    """The checks that have noticed something."""
    return {finding.check for finding in verdict.findings}
