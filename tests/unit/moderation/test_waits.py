"""How long posts usually wait for a person, in honest words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.moderation.waits import UsualWait, in_words, usual

CANT_SAY = "Too few posts have waited lately for us to say how long it takes."


def minutes(*numbers: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        ([], CANT_SAY),
        (minutes(10, 20, 30, 40), CANT_SAY),
        (minutes(40, 40, 40, 40, 40), "This usually takes 40 minutes."),
        (
            minutes(180, 40, 30, 45, 20),
            "This usually takes 40 minutes, 9 times in 10 no more than 3 hours.",
        ),
        (
            minutes(*range(1, 10), 900),
            "This usually takes 5 minutes, 9 times in 10 no more than 9 minutes.",
        ),
    ],
)
def test_the_usual_wait(waits: list[timedelta], words: str) -> None:
    assert in_words(usual(waits)) == words


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
