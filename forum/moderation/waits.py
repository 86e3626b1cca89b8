"""How long posts usually wait for a person, from real decisions, in honest words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median

from forum.moderation.spans import how_long

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


def usual(waits: Sequence[timedelta]) -> UsualWait | None:
    """The middle of some waits, and what nine in ten of them did not exceed; None where there are too few to say."""
    if len(waits) < FEWEST_WAITS:
        return None
    ordered = sorted(waits)
    middle = timedelta(seconds=median(wait.total_seconds() for wait in ordered))
    return UsualWait(middle=middle, nine_in_ten=ordered[ceil(0.9 * len(ordered)) - 1])


def in_words(wait: UsualWait | None) -> str:
    """A whole sentence for whoever waits."""
    return f"This usually takes {wait.words}." if wait is not None else _CANT_SAY
