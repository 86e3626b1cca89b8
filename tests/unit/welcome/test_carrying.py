"""Who has answered so much of late that others are called before them, as a table."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from forum.welcome.carrying import have_done_plenty
from forum.welcome.pairing import Weight

ANA, BEN, CHO = 1, 2, 3
ALIKE = {ANA: Weight.NORMAL, BEN: Weight.NORMAL, CHO: Weight.NORMAL}


@pytest.mark.parametrize(
    ("what", "answers", "weights", "plenty"),
    [
        ("nobody has answered anybody", {}, ALIKE, set()),
        ("all alike", {ANA: 9, BEN: 9, CHO: 9}, ALIKE, set()),
        ("half as much again as is usual", {ANA: 9, BEN: 6, CHO: 3}, ALIKE, set()),
        ("more than that", {ANA: 10, BEN: 5, CHO: 3}, ALIKE, {ANA}),
        ("too few to be too much", {ANA: 4, BEN: 1, CHO: 1}, ALIKE, set()),
        ("those who never come count for nothing", {ANA: 9, BEN: 0}, ALIKE, set()),
        ("who asked for many carries many", {ANA: 12, BEN: 6}, ALIKE | {ANA: Weight.HIGH}, set()),
        ("who asked for few has plenty sooner", {ANA: 9, BEN: 9}, ALIKE | {ANA: Weight.LOW}, set()),
        ("and with a little more", {ANA: 12, BEN: 9}, ALIKE | {ANA: Weight.LOW}, {ANA}),
        ("who wants no mentees, like who wants few", {ANA: 12, BEN: 9}, ALIKE | {ANA: Weight.NONE}, {ANA}),
        ("who is no mentor any more", {ANA: 50, BEN: 5}, {BEN: Weight.NORMAL}, set()),
    ],
)  # fmt: skip
def test_who_has_done_plenty(
    what: str, answers: Mapping[int, int], weights: Mapping[int, Weight], plenty: set[int]
) -> None:
    assert have_done_plenty(answers, weights) == plenty, what
