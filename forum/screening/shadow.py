"""What another threshold set would have said of scores that are known already. It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.screening.checks.toxicity import NAME as TOXICITY
from forum.screening.submission import Submission
from forum.screening.thresholds import ThresholdSet, audience_of
from forum.screening.verdict import Outcome, Verdict


@dataclass(frozen=True, kw_only=True)
class ShadowVerdict:
    """What a set that is only tried out says.

    Attributes:
        threshold_set: its name.
        outcome: what would have become of the text.
        over: the limits that the scores reach, by label.
    """

    threshold_set: str
    outcome: Outcome
    over: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return {
            "threshold_set": self.threshold_set,
            "outcome": self.outcome.value,
            "over": dict(self.over),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ShadowVerdict:
        """The verdict that `as_json` wrote."""
        return cls(
            threshold_set=data["threshold_set"],
            outcome=Outcome(data["outcome"]),
            over=dict(data["over"]),
        )


def beside(verdict: Verdict, submission: Submission, shadow: ThresholdSet) -> ShadowVerdict:
    """The same scores against the limits of `shadow`. What the other checks found holds with any limits."""
    over = shadow.over(audience_of(submission), verdict.scores)
    others = any(found.holds and found.check != TOXICITY for found in verdict.findings)
    return ShadowVerdict(
        threshold_set=shadow.name,
        outcome=Outcome.HOLD if over or others else Outcome.PUBLISH,
        over=over,
    )
