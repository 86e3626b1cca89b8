"""A screening desk for tests: silent until a test gives it something to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from forum.screening import Finding, Outcome, Part, Span, Submission, Verdict


@dataclass
class ScriptedDesk:
    """Answers with what `reads` says, and remembers what it was asked."""

    reads: Callable[[Submission], Verdict | None] = lambda _: None
    asked: list[Submission] = field(default_factory=list)

    def ask(self, submission: Submission) -> Verdict | None:
        """What the screener would say."""
        self.asked.append(submission)
        return self.reads(submission)


def finding(
    check: str,
    *spans: tuple[int, int],
    holds: bool = True,
    part: Part = Part.TEXT,
    explanation: str = "",
    urgent: bool = False,
) -> Finding:
    """A finding of a check at some places of a text."""
    return Finding(
        check=check,
        label="insult" if check == "toxicity" else None,
        score=0.84 if check == "toxicity" else None,
        threshold=0.5 if check == "toxicity" else None,
        holds=holds,
        window=None,
        spans=tuple(Span(start=start, end=end) for start, end in spans),
        explanation=explanation,
        part=part,
        urgent=urgent,
    )


def verdict(*findings: Finding) -> Verdict:
    """A verdict with these findings: held if one of them holds."""
    held = any(found.holds for found in findings)
    return Verdict(
        outcome=Outcome.HOLD if held else Outcome.PUBLISH,
        scores={"toxicity": 0.91 if held else 0.02},
        findings=findings,
        model_name="scripted",
        model_version="1",
        threshold_set="scripted",
        duration_ms=1,
    )


def points_at(words: str, check: str = "toxicity") -> Callable[[Submission], Verdict]:
    """Holds every text with these words in it, and points at them."""

    def read(submission: Submission) -> Verdict:
        at = submission.text.find(words)
        return verdict(*([finding(check, (at, at + len(words)))] if at >= 0 else []))

    return read
