"""How long posts usually wait for a person, from real decisions, in honest words. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.quantiles import middle, nine_in_ten
from forum.words import how_long

FEWEST_WAITS = 5
_CANT_SAY = "Too few posts have waited lately for us to say how long it takes."


@dataclass(frozen=True, kw_only=True)
class UsualWait:
    """How long people have waited of late: for a decision on a held post, or for a first answer."""

    middle: timedelta
    nine_in_ten: timedelta

    @property
    def words(self) -> str:
        """Completes "This usually takes …"."""
        usual, most = how_long(self.middle), how_long(self.nine_in_ten)
        return usual if usual == most else f"{usual}, 9 times in 10 no more than {most}"


def waited(since: datetime, until: datetime) -> timedelta:
    """How long something waited. A clock that was put back in between makes no wait shorter than none."""
    return max(until - since, timedelta(0))


def usual(waits: Collection[timedelta]) -> UsualWait | None:
    """The middle of some waits, and what nine in ten of them did not exceed; None where there are too few to say."""
    if len(waits) < FEWEST_WAITS:
        return None
    return UsualWait(middle=middle(waits), nine_in_ten=nine_in_ten(waits))


def in_words(wait: UsualWait | None) -> str:
    """A whole sentence for whoever waits."""
    return f"This usually takes {wait.words}." if wait is not None else _CANT_SAY
