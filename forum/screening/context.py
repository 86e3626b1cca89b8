"""What every check is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from forum.screening.reading import Passage, Reading
from forum.screening.submission import Submission
from forum.screening.thresholds import Audience, ThresholdSet
from forum.screening.verdict import Finding, Part, Span
from forum.screening.worst import worst_scores


@dataclass(frozen=True, kw_only=True)
class Context:
    """One submission, read and scored.

    Attributes:
        submission: as it came.
        reading: its fields and passages.
        scores: of each of the reading's passages, in their order.
        audience: whose limits apply.
        thresholds: the limits.
        driving_words: where the words stand that drove a label's score of a passage: in which field, and where in it.
    """

    submission: Submission
    reading: Reading
    scores: tuple[Mapping[str, float], ...]
    audience: Audience
    thresholds: ThresholdSet
    driving_words: Callable[[Passage, str], tuple[Part, tuple[Span, ...]]]

    def worst(self) -> dict[str, tuple[float, Passage]]:
        """The highest score of each label, and the passage that got it; see `worst_scores`."""
        limits = self.thresholds.limits[self.audience]
        return worst_scores(self.reading.passages, self.scores, limits)


#: A check looks at a submission and says what it notices.
Check = Callable[[Context], Iterable[Finding]]
