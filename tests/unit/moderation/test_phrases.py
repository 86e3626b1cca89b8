"""What makes two texts similar, as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.phrases import (
    MOST_PHRASES,
    SIMILAR_FROM,
    fingerprint,
    in_words,
    likeness,
    shared,
)

LONG = (
    "Buy my course on healing and you will never feel alone again, I promise you that, my friends."
)
SIMILAR = {
    "the same words": (LONG, LONG),
    "in capitals, with other marks": (LONG, LONG.upper().replace(",", " –")),
    "one word is another": (LONG, LONG.replace("friends", "dears")),
    "a greeting before it": (LONG, f"Hello. {LONG}"),
    "two words": ("Go home", "go HOME!"),
}
DIFFERENT = {
    "another subject": (LONG, "My cat sleeps all day on the warm stove and dreams of mice."),
    "a few words in common": (LONG, "I will never feel alone again since I found you all here."),
    "nothing at all": (LONG, ""),
    "only marks": (LONG, "?!…"),
    "a quotation in a long answer": (
        "you will never feel alone",
        f"Somebody wrote that you will never feel alone. {' '.join(map(str, range(90)))}",
    ),
}


@pytest.mark.parametrize("case", SIMILAR)
def test_similar(case: str) -> None:
    one, other = map(fingerprint, SIMILAR[case])

    assert shared(one, other) >= SIMILAR_FROM


@pytest.mark.parametrize("case", DIFFERENT)
def test_different(case: str) -> None:
    one, other = map(fingerprint, DIFFERENT[case])

    assert shared(one, other) < SIMILAR_FROM


@given(st.text(max_size=400), st.text(max_size=400))
def test_it_is_bounded_and_says_the_same_both_ways(one: str, other: str) -> None:
    first, second = fingerprint(one), fingerprint(other)

    assert len(first) <= MOST_PHRASES
    assert all(-(2**31) <= number < 2**31 for number in first)
    assert shared(first, second) == shared(second, first) <= 1


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (1.0, "all phrases are the same"),
        (0.97, "all phrases are the same"),
        (0.74, "about 7 in 10 phrases are the same"),
        (0.5, "about 5 in 10 phrases are the same"),
    ],
)
def test_how_alike_in_words(share: float, said: str) -> None:
    assert in_words(share) == said


def test_nothing_is_like_nothing() -> None:
    assert likeness(0, 0, 0) == 0
