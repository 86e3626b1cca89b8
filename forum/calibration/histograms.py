"""How the scores of decided posts are spread, so that limits are set while looking at them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from forum.calibration.backtesting import DecidedPost, Truth
from forum.screening.thresholds import Audience

BINS = 20


@dataclass(kw_only=True)
class Histogram:
    """How often one label's scores lie in each of `BINS` equal ranges from 0 to 1, by what people said."""

    counts: dict[Truth, list[int]] = field(
        default_factory=lambda: {truth: [0] * BINS for truth in Truth}
    )

    def add(self, score: float, truth: Truth) -> None:
        """Count a post's score."""
        self.counts[truth][min(BINS - 1, int(score * BINS))] += 1


def histograms(
    posts: Iterable[DecidedPost], audience: Audience, labels: Iterable[str]
) -> Mapping[str, Histogram]:
    """A histogram of each label's scores with one audience."""
    found = {label: Histogram() for label in labels}
    for post in posts:
        if post.audience is audience:
            for label, histogram in found.items():
                if (score := post.scores.get(label)) is not None:
                    histogram.add(score, post.truth)
    return found
