"""The screener: reads submissions, asks the model once for all of them, and applies the policy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forum.screening.checks.toxicity import whole
from forum.screening.checks.wordlist import WordList, wordlist
from forum.screening.classifier import Classifier
from forum.screening.context import Check, Context
from forum.screening.explain import Weight, strongest, weigh
from forum.screening.policy import POLICY
from forum.screening.reading import Passage, Reading, read
from forum.screening.submission import Submission
from forum.screening.thresholds import ThresholdSet, audience_of
from forum.screening.verdict import Outcome, Part, Span, Verdict

#: Submissions that are read and scored together; more only cost memory.
_AT_ONCE = 32


@dataclass(frozen=True, kw_only=True)
class WordWeight:
    """How much one stretch of a field drove a score; see `explain.Weight`."""

    span: Span
    text: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a submission got the score it got.

    Attributes:
        verdict: the screener's answer.
        label: the label that is explained: the one that came nearest to its limit, or over it.
        score: its worst score, 0 to 1; None if nothing was scored.
        part: the field in which it was worst.
        passage: the words that got it.
        weights: of each word of that passage that has a place in the original, in order.
    """

    verdict: Verdict
    label: str | None
    score: float | None
    part: Part
    passage: str
    weights: tuple[WordWeight, ...]


class Screener:
    """Says publish or hold. Threads may share one where they may share its classifier.

    Args:
        classifier: the model.
        thresholds: the limits its scores are compared with.
        policy: the checks, in order.
        own_words: word lists of a community's own, which may change while it runs.
        mark_words: whether to find the words that drove a score that holds. It costs up to
            `explain.MOST_SCORINGS` scorings for each passage that holds.
    """

    def __init__(
        self,
        classifier: Classifier,
        thresholds: ThresholdSet,
        policy: Sequence[Check] = POLICY,
        *,
        mark_words: bool = True,
        own_words: Sequence[WordList] = (),
    ) -> None:
        self.classifier = classifier
        self.thresholds = thresholds
        self.policy = tuple(policy)
        self.mark_words = mark_words
        self.own_words = tuple(own_words)

    def with_thresholds(self, thresholds: ThresholdSet) -> Screener:
        """The same screener with other limits. The model is shared."""
        return Screener(
            self.classifier,
            thresholds,
            self.policy,
            mark_words=self.mark_words,
            own_words=self.own_words,
        )

    def with_own_words(self, own_words: Sequence[WordList]) -> Screener:
        """The same screener with these word lists of a community's own, after the policy's checks."""
        return Screener(
            self.classifier,
            self.thresholds,
            self.policy,
            mark_words=self.mark_words,
            own_words=own_words,
        )

    def screen(self, submission: Submission) -> Verdict:
        """The verdict on one submission."""
        return self.screen_many([submission])[0]

    def screen_many(self, submissions: Sequence[Submission]) -> list[Verdict]:
        """The verdicts on several submissions, in their order: faster than one by one."""
        verdicts: list[Verdict] = []
        for first in range(0, len(submissions), _AT_ONCE):
            batch = submissions[first : first + _AT_ONCE]
            began = time.perf_counter()
            contexts = self._contexts(batch)
            shared = (time.perf_counter() - began) / len(batch)
            verdicts += [self._verdict(context, shared) for context in contexts]
        return verdicts

    def explain(self, submission: Submission) -> Explanation:
        """The verdict on a submission, and the weight of each word in its most telling score."""
        [context] = self._contexts([submission])
        verdict = self._verdict(context, 0.0)
        worst = context.worst()
        if not worst:
            return Explanation(
                verdict=verdict, label=None, score=None, part=Part.TEXT, passage="", weights=()
            )
        label = max(worst, key=lambda name: self._nearness(context, name, worst[name][0]))
        score, passage = worst[label]
        weights = tuple(
            WordWeight(
                span=span, text=passage.text[weight.start : weight.end], weight=weight.weight
            )
            for weight in weigh(self.classifier, passage.text, label, score=score)
            for span in _known(passage.original(weight.start, weight.end))
        )
        return Explanation(
            verdict=verdict,
            label=label,
            score=score,
            part=passage.part,
            passage=passage.text,
            weights=weights,
        )

    def _nearness(self, context: Context, label: str, score: float) -> float:
        limit = self.thresholds.limit(context.audience, label)
        return score / limit if limit else 0.0

    def _contexts(self, submissions: Sequence[Submission]) -> list[Context]:
        readings = [read(item, self.classifier.token_spans) for item in submissions]
        scores = self._scores(readings)
        return [
            Context(
                submission=reading.submission,
                reading=reading,
                scores=tuple(scores[passage.text] for passage in reading.passages),
                audience=audience_of(reading.submission),
                thresholds=self.thresholds,
                driving_words=self._marker(scores),
            )
            for reading in readings
        ]

    def _scores(self, readings: Sequence[Reading]) -> dict[str, Mapping[str, float]]:
        texts = list({passage.text: None for reading in readings for passage in reading.passages})
        if not texts:
            return {}
        return dict(zip(texts, self.classifier.scores(texts), strict=True))

    def _marker(
        self, scores: Mapping[str, Mapping[str, float]]
    ) -> Callable[[Passage, str], tuple[Part, tuple[Span, ...]]]:
        def mark(passage: Passage, label: str) -> tuple[Part, tuple[Span, ...]]:
            if not self.mark_words:
                return passage.part, whole(passage)
            weights = weigh(self.classifier, passage.text, label, score=scores[passage.text][label])
            return _in_title(passage, weights) or (
                passage.part,
                _places(passage.original, strongest(weights)) or whole(passage),
            )

        return mark

    def _verdict(self, context: Context, shared_seconds: float) -> Verdict:
        began = time.perf_counter()
        checks = (*self.policy, wordlist(self.own_words)) if self.own_words else self.policy
        findings = tuple(finding for check in checks for finding in check(context))
        holds = any(finding.holds for finding in findings)
        seconds = shared_seconds + time.perf_counter() - began
        return Verdict(
            outcome=Outcome.HOLD if holds else Outcome.PUBLISH,
            scores=dict.fromkeys(self.classifier.labels, 0.0)
            | {label: score for label, (score, _) in context.worst().items()},
            findings=findings,
            model_name=self.classifier.name,
            model_version=self.classifier.version,
            threshold_set=self.thresholds.name,
            duration_ms=round(seconds * 1000),
        )


def _in_title(passage: Passage, weights: Sequence[Weight]) -> tuple[Part, tuple[Span, ...]] | None:
    """Where the words stand that drove a score, if the weightiest of them are words of the title."""
    weightiest = max(weights, key=lambda weight: weight.weight, default=None)
    if weightiest is None or passage.original(weightiest.start, weightiest.end):
        return None
    spans = _places(passage.original_in_title, strongest(weights))
    return (Part.TITLE, spans) if spans else None


def _places(
    original: Callable[[int, int], Span | None], weights: Sequence[Weight]
) -> tuple[Span, ...]:
    spans = (original(weight.start, weight.end) for weight in weights)
    return tuple(span for span in spans if span)


def _known(span: Span | None) -> Iterator[Span]:
    if span:
        yield span
