"""Who has answered so much of late that others are called before them. Pure.

When all mentors are called, those who look in most often answer for everybody, and they burn out quietly: often it is
they who asked for few newcomers. So they are left alone at first, and called when a newcomer has waited too long.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from forum.welcome.pairing import CARRIES, Weight

COUNTED_OVER = timedelta(days=28)
# So much more than the others, each beside what they asked for.
PLENTY = 1.5
# With fewer answers nobody has done too much, whatever the others did.
FEWEST_ANSWERS = 5


def have_done_plenty(answers: Mapping[int, int], weights: Mapping[int, Weight]) -> set[int]:
    """Mentors who have carried half as much again as is usual here, or more.

    What is usual is measured by those who answered at all: mentors who never come would make everybody else's work
    look like too much, and newcomers would wait for those who are not there.

    Args:
        answers: how many newcomers each mentor has answered of late.
        weights: how many newcomers each wants to look after.
    """
    active = {who: number for who, number in answers.items() if number and who in weights}
    asked_for = {who: _carries(weights[who]) for who in active}
    if not active:
        return set()
    usual = sum(active.values()) / sum(asked_for.values())
    return {
        who
        for who, number in active.items()
        if number >= FEWEST_ANSWERS and number / asked_for[who] > PLENTY * usual
    }


def _carries(weight: Weight) -> float:
    # Who wants no mentees may still answer; they asked for no more than who wants few.
    return CARRIES.get(weight, CARRIES[Weight.LOW])
