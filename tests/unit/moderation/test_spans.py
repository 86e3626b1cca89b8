"""Stretches of time in words: never misleadingly shorter than they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.moderation.spans import how_long
from forum.moderation.waits import UsualWait


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


def test_the_usual_wait_in_words() -> None:
    minutes, hours = timedelta(minutes=40), timedelta(hours=3)

    assert (
        UsualWait(middle=minutes, nine_in_ten=hours).words
        == "40 minutes, 9 times in 10 no more than 3 hours"
    )
    assert UsualWait(middle=hours, nine_in_ten=hours).words == "3 hours"
    assert (
        UsualWait(middle=hours, nine_in_ten=hours + minutes).words
        == "3 hours, 9 times in 10 no more than 3 hours and 40 minutes"
    )
