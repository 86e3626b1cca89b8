"""The words that stand for a picture of scores, for whoever does not see it."""

from __future__ import annotations

import pytest

from forum.calibration.backtesting import Truth
from forum.calibration.histogram_pictures import histogram_picture
from forum.calibration.histograms import Histogram

HARMLESS, TURNED_DOWN = Truth.UNCONTESTED, Truth.TURNED_DOWN


@pytest.mark.parametrize(
    ("scores", "limit", "words"),
    [
        (
            (),
            None,
            "By score: no harmless posts, and none that were turned down. There is no limit.",
        ),
        (
            ((0.1, HARMLESS), (0.9, TURNED_DOWN)),
            0.5,
            "By score: 1 harmless post, and 1 that was turned down. At or over the limit of 0.50: about 1.",
        ),
        (
            ((0.1, HARMLESS), (0.6, HARMLESS), (0.7, TURNED_DOWN), (0.9, TURNED_DOWN)),
            0.5,
            "By score: 2 harmless posts, and 2 that were turned down. At or over the limit of 0.50: about 3.",
        ),
    ],
)
def test_it_is_told_in_numbers(
    scores: tuple[tuple[float, Truth], ...], limit: float | None, words: str
) -> None:
    histogram = Histogram()
    for score, truth in scores:
        histogram.add(score, truth)

    assert histogram_picture("key", "Title", histogram, limit).description == words
