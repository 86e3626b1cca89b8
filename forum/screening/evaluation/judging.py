"""Asks the screener about examples and keeps what a measure needs of its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from forum.screening.evaluation.sets import Example
from forum.screening.labels import Label
from forum.screening.submission import Standing, Submission
from forum.screening.verdict import Outcome, Verdict

#: Texts that the screener gets at a time: enough to fill its own batches, few enough to tell how
#: far it is.
_AT_ONCE = 128


class ScreensMany(Protocol):
    """Whatever can be measured; `forum.screening.Screener` is."""

    def screen_many(self, submissions: Sequence[Submission]) -> list[Verdict]:
        """One verdict for each submission, in the same order."""
        ...


@dataclass(frozen=True, kw_only=True)
class Judged:
    """An example, and what the screener made of it.

    Attributes:
        score: the toxicity score, 0 to 1; None where the model gives none.
        attack: the same of an attack on whoever is spoken to.
        held_by: the checks that held it, with the label where there was one.
    """

    example: Example
    outcome: Outcome
    score: float | None
    attack: float | None = None
    held_by: tuple[str, ...] = ()

    @property
    def should_hold(self) -> bool:
        """Whether holding it is right."""
        return self.example.expect is Outcome.HOLD

    @property
    def holds(self) -> bool:
        """Whether the screener held it."""
        return self.outcome is Outcome.HOLD

    @property
    def right(self) -> bool:
        """Whether the screener did what it should."""
        return self.outcome is self.example.expect


def judge(
    screener: ScreensMany,
    examples: Sequence[Example],
    *,
    progress: Callable[[int], None] | None = None,
) -> list[Judged]:
    """The screener's answers to all examples, in their order.

    Args:
        screener: what is measured.
        examples: the texts.
        progress: told, now and then, how many texts were judged since it was last told.
    """
    judged: list[Judged] = []
    for first in range(0, len(examples), _AT_ONCE):
        batch = examples[first : first + _AT_ONCE]
        verdicts = screener.screen_many([_submission(example) for example in batch])
        judged += [_judged(*both) for both in zip(batch, verdicts, strict=True)]
        if progress:
            progress(len(batch))
    return judged


def strictest(example: Example) -> Example:
    """The same text as a reply to a newcomer by a newcomer, outside of welcome threads."""
    return replace(example, to=Standing.NEWCOMER, by=Standing.NEWCOMER, in_welcome_thread=False)


def _submission(example: Example) -> Submission:
    return Submission(
        text=example.text,
        by=example.by,
        to=example.to,
        in_welcome_thread=example.in_welcome_thread,
    )


def _judged(example: Example, verdict: Verdict) -> Judged:
    return Judged(
        example=example,
        outcome=verdict.outcome,
        score=verdict.scores.get(Label.TOXICITY),
        attack=verdict.scores.get(Label.ATTACK_ON_ADDRESSEE),
        held_by=tuple(dict.fromkeys(_reasons(verdict))),
    )


def _reasons(verdict: Verdict) -> Iterator[str]:
    for finding in verdict.findings:
        if finding.holds:
            yield f"{finding.check}: {finding.label}" if finding.label else finding.check
