"""What the screener answers: publish or hold, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Outcome(StrEnum):
    """All that a machine may decide. Declining, removing and sanctions are a person's act."""

    PUBLISH = "publish"
    HOLD = "hold"


class Part(StrEnum):
    """Which field of a submission a finding is about."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of the original text: offsets in code points, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a check noticed.

    Attributes:
        check: the name of the check, as in `policy.POLICY`.
        label: what the model scored, where a model did.
        score: 0 to 1, the worst window's; None, like all that belongs to it, where no model scored.
        threshold: the limit that the score was compared with.
        holds: whether this finding alone holds the text for a person.
        window: which window of the text it is about, counted from 0.
        spans: where in the original title or text (see `part`); empty when nowhere in particular.
        explanation: plain words for a moderator.
        part: which field `spans` point into.
        urgent: whether a person should be called now, whatever the outcome.
    """

    check: str
    holds: bool
    spans: tuple[Span, ...]
    explanation: str
    label: str | None = None
    score: float | None = None
    threshold: float | None = None
    window: int | None = None
    part: Part = Part.TEXT
    urgent: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return {**asdict(self), "spans": [asdict(span) for span in self.spans]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The finding that `as_json` wrote.

        Raises:
            KeyError, TypeError: something is missing or is no finding.
        """
        spans = tuple(Span(**span) for span in data["spans"])
        return cls(**{**data, "spans": spans, "part": Part(data["part"])})


def calls_a_person(findings: Iterable[Finding]) -> bool:
    """Whether what was noticed calls for a person now, whether or not it holds the text."""
    return any(finding.urgent for finding in findings)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The screener's answer for one submission, with everything needed to check it later.

    Attributes:
        scores: the worst window's score per label, 0 to 1; 0 where there is nothing to score.
        findings: in the order of the policy.
        threshold_set: the name of the set that the scores were compared with.
        duration_ms: how long the answer took; in a batch, the submission's share of it.
    """

    outcome: Outcome
    scores: Mapping[str, float]
    findings: tuple[Finding, ...]
    model_name: str
    model_version: str
    threshold_set: str
    duration_ms: int

    @property
    def holds(self) -> bool:
        """Whether a person has to look before anybody else sees the text."""
        return self.outcome is Outcome.HOLD

    @property
    def urgent(self) -> bool:
        """Whether a person should be called now, even though the text may be published."""
        return calls_a_person(self.findings)

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return {
            "outcome": self.outcome.value,
            "scores": dict(self.scores),
            "findings": [finding.as_json() for finding in self.findings],
            "model_name": self.model_name,
            "model_version": self.model_version,
            "threshold_set": self.threshold_set,
            "duration_ms": self.duration_ms,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The verdict that `as_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: something is missing or is no verdict.
        """
        findings = tuple(Finding.from_json(finding) for finding in data["findings"])
        return cls(**{**data, "outcome": Outcome(data["outcome"]), "findings": findings})
