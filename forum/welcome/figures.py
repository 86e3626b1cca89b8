"""A mentor's own figures beside the mentors' middle. Pure. There is no list of who is better than whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.quantiles import middle
from forum.welcome.replyclock import answered_back
from forum.words import how_long

# The middle of one or two others, one's own known, is somebody's own figures.
FEWEST_OTHERS = 3


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A newcomer's wait that a person ended."""

    by_id: int
    newcomer_id: int
    waited: timedelta
    answered_at: datetime
    answered_back_at: datetime | None

    @property
    def began_conversation(self) -> bool:
        """Whether the newcomer answered back in time."""
        return answered_back(self.answered_at, self.answered_back_at)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """`time_to_first_reply` is the middle wait; `conversation_rate` a share between 0 and 1."""

    answered: int
    time_to_first_reply: timedelta
    conversation_rate: float

    @property
    def waited_in_words(self) -> str:
        """The middle wait in words."""
        return how_long(self.time_to_first_reply)


@dataclass(frozen=True, kw_only=True)
class OwnFigures:
    """One's own, None where there is nothing to count; and the middle of all mentors, None where it is too few's."""

    own: Figures | None
    middle: Figures | None


def own_figures(answered: Iterable[Answered], mentor_id: int) -> OwnFigures:
    """What a mentor's answers came to, beside the middle of everybody's."""
    of_each: dict[int, list[Answered]] = defaultdict(list)
    for one in answered:
        of_each[one.by_id].append(one)
    figures = {who: _figures(theirs) for who, theirs in of_each.items()}
    own = figures.get(mentor_id)
    if len(figures.keys() - {mentor_id}) < FEWEST_OTHERS:
        return OwnFigures(own=own, middle=None)
    return OwnFigures(
        own=own,
        middle=Figures(
            answered=round(middle([one.answered for one in figures.values()])),
            time_to_first_reply=middle([one.time_to_first_reply for one in figures.values()]),
            conversation_rate=middle([one.conversation_rate for one in figures.values()]),
        ),
    )


def _figures(answered: list[Answered]) -> Figures:
    newcomers = {one.newcomer_id for one in answered}
    back = {one.newcomer_id for one in answered if one.began_conversation}
    return Figures(
        answered=len(newcomers),
        time_to_first_reply=middle([one.waited for one in answered]),
        conversation_rate=len(back) / len(newcomers),
    )
