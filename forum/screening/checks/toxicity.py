"""What the model scored, against the limits for those who will read it."""

from __future__ import annotations

from collections.abc import Iterator

from forum.screening.context import Context
from forum.screening.labels import in_words
from forum.screening.reading import Passage
from forum.screening.thresholds import Audience
from forum.screening.verdict import Finding, Part, Span

NAME = "toxicity"

_SAID = {
    Audience.TO_NEWCOMER: "what is said to a newcomer",
    Audience.INTRODUCTION: "a newcomer's introduction",
    Audience.BY_NEWCOMER: "what a newcomer posts",
    Audience.WELCOME_THREAD: "what is said in a welcome thread",
    Audience.MEMBERS: "what members say to each other",
}


def toxicity(context: Context) -> Iterator[Finding]:
    """A finding that holds for each label whose worst score reaches its limit, the clearest first."""
    worst = context.worst()
    scores = {label: score for label, (score, _) in worst.items()}
    over = context.thresholds.over(context.audience, scores)
    explained: dict[str, tuple[Part, tuple[Span, ...]]] = {}
    for label in sorted(over, key=lambda label: over[label] - scores[label]):
        (score, passage), limit = worst[label], over[label]
        # One passage is explained once, by the label that is furthest over its limit.
        if passage.text not in explained:
            explained[passage.text] = context.driving_words(passage, label)
        part, spans = explained[passage.text]
        yield Finding(
            check=NAME,
            label=label,
            score=round(score, 4),
            threshold=limit,
            holds=True,
            window=passage.window,
            spans=spans,
            explanation=f"{_explanation(label, score, limit, context.audience)} {passage.how}".rstrip(),
            part=part,
        )


def whole(passage: Passage) -> tuple[Span, ...]:
    """All of a passage, where its words are not weighed."""
    span = passage.span
    return (span,) if span else ()


def _explanation(label: str, score: float, limit: float, audience: Audience) -> str:
    return (
        f"The model reads this as {in_words(label)}: {score:.2f}. "
        f"For {_SAID[audience]}, a person looks from {limit:.2f}."
    )
