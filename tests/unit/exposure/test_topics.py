from __future__ import annotations

from forum.exposure.topics import IN_WORDS, known, who_is_left
from forum.moderation.ranking import DISTRESS
from forum.screening.labels import Label


def test_every_label_can_be_opted_out_of() -> None:
    assert set(IN_WORDS) == {label.value for label in Label} | {DISTRESS}


def test_what_nobody_has_heard_of_is_left_out() -> None:
    assert known(["distress", "something_new", "threat"]) == ["threat", "distress"]


def test_who_is_left_for_what_somebody_has_asked_not_to_be_served() -> None:
    left = who_is_left({1: ["threat", "insult"], 2: ["threat"], 3: ["threat", "insult"]})

    assert left == {"threat": frozenset(), "insult": frozenset({2})}
    assert who_is_left({1: (), 2: ()}) == {}
