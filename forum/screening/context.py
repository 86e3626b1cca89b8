"""What every check is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from forum.screening.labels import READ_CLOSELY
from forum.screening.reading import Passage, Reading
from forum.screening.submission import Submission
from forum.screening.thresholds import Audience, ThresholdSet
from forum.screening.verdict import Finding, Span

#: A score of a few sentences out of a longer text counts from here on. A long text has many of them, and each may be
#: wrong; what this spares and what it overlooks stands in the model card.
SURE_OUT_OF_CONTEXT = 0.75


@dataclass(frozen=True, kw_only=True)
class Context:
    """One submission, read and scored.

    Attributes:
        submission: as it came.
        reading: its fields and passages.
        scores: of each of the reading's passages, in their order.
        audience: whose limits apply.
        thresholds: the limits.
        driving_words: where the words stand that drove a label's score of a passage.
    """

    submission: Submission
    reading: Reading
    scores: tuple[Mapping[str, float], ...]
    audience: Audience
    thresholds: ThresholdSet
    driving_words: Callable[[Passage, str], tuple[Span, ...]]

    def worst(self) -> dict[str, tuple[float, Passage]]:
        """The highest score of each label, and the passage that got it.

        Whether somebody is attacked is read closely, a few sentences at a time, and counts where the model is sure. The
        other labels were learned from whole comments and say less of sentences out of their context, unless they are
        all that a model has.
        """
        worst: dict[str, tuple[float, Passage]] = {}
        for passage, scores in zip(self.reading.passages, self.scores, strict=True):
            reads_closely = READ_CLOSELY & scores.keys()
            for label, score in scores.items():
                if (
                    passage.close
                    and reads_closely
                    and not (label in reads_closely and score >= SURE_OUT_OF_CONTEXT)
                ):
                    continue
                if label not in worst or score > worst[label][0]:
                    worst[label] = (score, passage)
        return worst


#: A check looks at a submission and says what it notices.
Check = Callable[[Context], Iterable[Finding]]
