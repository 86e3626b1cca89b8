"""Words for numbers, lists and stretches of time, which are never misleadingly shorter than they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.words import counted, how_long, in_words, joined


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-3), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=40), "40 minutes"),
        (timedelta(hours=1, seconds=59), "1 hour"),
        (timedelta(minutes=61), "1 hour and 1 minute"),
        (timedelta(minutes=110), "1 hour and 50 minutes"),
        (timedelta(minutes=119), "1 hour and 59 minutes"),
        (timedelta(hours=9, minutes=30), "9 hours and 30 minutes"),
        (timedelta(hours=10, minutes=30), "10 hours"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=2, hours=23, minutes=59), "2 days and 23 hours"),
        (timedelta(days=12, hours=5), "12 days"),
    ],
)
def test_a_stretch_of_time_in_words(span: timedelta, words: str) -> None:
    assert how_long(span) == words


def test_a_number_of_things() -> None:
    assert [counted(number, "post") for number in range(3)] == ["0 posts", "1 post", "2 posts"]


def test_numbers_up_to_ten_are_words() -> None:
    assert [in_words(number) for number in (0, 1, 10, 11)] == ["no", "one", "ten", "11"]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_parts_are_joined(parts: list[str], sentence: str) -> None:
    assert joined(parts) == sentence
