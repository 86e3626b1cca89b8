from __future__ import annotations

import pytest

from forum.screening.bands import LIMIT_BANDS, SCORE_BANDS, band_of_limit, band_of_score


@pytest.mark.parametrize(
    ("limit", "name"),
    [
        (0.05, "very strict"),
        (0.2, "strict"),
        (0.5, "balanced"),
        (0.79, "mild"),
        (0.8, "very mild"),
        (1.0, "very mild"),
    ],
)
def test_a_limit_has_plain_words(limit: float, name: str) -> None:
    assert band_of_limit(limit).name == name


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (0.0, "unlikely"),
        (0.2, "doubtful"),
        (0.5, "possible"),
        (0.7, "likely"),
        (1.0, "very likely"),
    ],
)
def test_a_score_has_plain_words(score: float, name: str) -> None:
    assert band_of_score(score).name == name


@pytest.mark.parametrize("bands", [LIMIT_BANDS, SCORE_BANDS])
def test_bands_begin_at_nothing_and_rise(bands: tuple[object, ...]) -> None:
    starts = [band.above for band in bands]  # type: ignore[attr-defined]

    assert starts[0] == 0
    assert starts == sorted(set(starts))


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_what_is_no_score_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="is no score"):
        band_of_score(value)
