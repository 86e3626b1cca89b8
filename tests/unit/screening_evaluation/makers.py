"""Answers and a screener made up for tests of the measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.screening import Finding, Outcome, Submission, Verdict
from forum.screening.evaluation import Example, Judged


def judged(
    expect: str,
    outcome: str,
    *,
    set_name: str = "some",
    kind: str = "",
    group: str | None = None,
    pair: int | None = None,
    score: float | None = None,
    attack: float | None = None,
    held_by: tuple[str, ...] = (),
) -> Judged:
    example = Example(
        text="words", set=set_name, expect=Outcome(expect), kind=kind, group=group, pair=pair
    )
    return Judged(
        example=example, outcome=Outcome(outcome), score=score, attack=attack, held_by=held_by
    )


@dataclass
class HoldsOn:
    """Holds every text with one of the words in it, and remembers what it was asked."""

    words: tuple[str, ...]
    asked: list[Submission] = field(default_factory=list)

    def screen_many(self, submissions: Sequence[Submission]) -> list[Verdict]:
        self.asked += submissions
        return [self._verdict(submission.text) for submission in submissions]

    def _verdict(self, text: str) -> Verdict:
        found = any(word in text for word in self.words)
        finding = Finding(
            check="toxicity",
            label="insult",
            score=0.9,
            threshold=0.5,
            holds=True,
            window=0,
            spans=(),
            explanation="reads as an insult",
        )
        return Verdict(
            outcome=Outcome.HOLD if found else Outcome.PUBLISH,
            scores={"toxicity": 0.9 if found else 0.1},
            findings=(finding, finding) if found else (),
            model_name="scripted",
            model_version="1",
            threshold_set="test",
            duration_ms=1,
        )
