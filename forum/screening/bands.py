"""Scores and limits in plain words, for people who set limits and read reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Band:
    """A range of scores or limits, from `above` (inclusive) up to the next band, and its words."""

    above: float
    name: str
    words: str


#: What a limit does when it is set there, from low to high.
LIMIT_BANDS: tuple[Band, ...] = (
    Band(
        above=0.0, name="very strict", words="catches nearly all, includes very many false alarms"
    ),
    Band(above=0.2, name="strict", words="catches most, includes many false alarms"),
    Band(above=0.4, name="balanced", words="catches most, includes some false alarms"),
    Band(above=0.6, name="mild", words="catches what is plain, includes few false alarms"),
    Band(above=0.8, name="very mild", words="catches only the worst, hardly ever a false alarm"),
)

#: What a score says of a text, from low to high. Scores are calibrated: of texts that get 0.7,
#: about seven in ten are what the label says.
SCORE_BANDS: tuple[Band, ...] = (
    Band(above=0.0, name="unlikely", words="hardly ever what the label says"),
    Band(above=0.1, name="doubtful", words="seldom what the label says"),
    Band(above=0.35, name="possible", words="as often so as not"),
    Band(above=0.65, name="likely", words="mostly what the label says"),
    Band(above=0.9, name="very likely", words="nearly always what the label says"),
)


def band_of_limit(limit: float) -> Band:
    """What a limit of this height does."""
    return _band(LIMIT_BANDS, limit)


def band_of_score(score: float) -> Band:
    """What a score of this height says."""
    return _band(SCORE_BANDS, score)


def _band(bands: tuple[Band, ...], value: float) -> Band:
    if not 0 <= value <= 1:
        raise ValueError(f"{value} is no score: scores are from 0 to 1")
    return max((band for band in bands if band.above <= value), key=lambda band: band.above)
