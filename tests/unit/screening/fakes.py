"""A classifier that scores what it is told to, so that the policy is tested without a model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from forum.screening import CORE_LABELS, Label

LABELS = (*(label.value for label in CORE_LABELS), Label.ATTACK_ON_ADDRESSEE.value)


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
