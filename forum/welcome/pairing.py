"""Which mentor a newcomer gets: whoever has the least open work and fits. Pure, and it says why.

The best product there is draws a mentor at random and lets some drown. Here a newcomer goes to whoever can answer
soonest: those who wait for a reply weigh more than those who are quiet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from forum.welcome.languages import language_name

# A mentee who waits for a reply is work now; one who is quiet may become work.
WAITING_COUNTS = 5.0
QUIET_COUNTS = 1.0
# Whoever comes will be a mentee among the others. Were they counted as one who waits, whoever asked for few mentees
# would get none where few newcomers come, since the work that is counted here is set beside what each asked for.
ONE_MORE_COUNTS = QUIET_COUNTS
# How much cheaper the work is for somebody who usually answers at this hour, or likes to talk about the same.
AT_THEIR_HOUR = 0.7
SHARED_TOPIC = 0.8


class Weight(StrEnum):
    """How many newcomers a mentor wants to look after, compared with others."""

    NONE = "none"
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


# How much of the work somebody carries, beside one who asked for the ordinary share.
CARRIES: Mapping[Weight, float] = MappingProxyType(
    {Weight.LOW: 0.5, Weight.NORMAL: 1.0, Weight.HIGH: 2.0}
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A mentor, as far as pairing needs to know.

    `waiting` and `quiet` are the mentees that they have now, those included whom they stand in for. `usual_hours` is
    empty where nobody knows yet.
    """

    mentor_id: int
    weight: Weight = Weight.NORMAL
    most_mentees: int = 25
    is_away: bool = False
    waiting: int = 0
    quiet: int = 0
    usual_hours: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    @property
    def mentees(self) -> int:
        """How many they look after."""
        return self.waiting + self.quiet

    @property
    def is_there(self) -> bool:
        """Whether they look after newcomers at the moment."""
        return not self.is_away and self.weight is not Weight.NONE

    @property
    def has_room(self) -> bool:
        """Whether they take another newcomer."""
        return self.is_there and self.mentees < self.most_mentees


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What is known of the newcomer.

    `not_with` are people whom they blocked, or who blocked them, and mentors in whose place they wanted somebody else.
    """

    languages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    not_with: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The mentor, who stands in for them, and why, in a sentence."""

    primary_id: int
    backup_id: int | None
    because: str


def choose(
    wishes: Wishes, candidates: Collection[Candidate], *, hour: int, seed: int
) -> Pair | None:
    """The mentor and the backup for a newcomer; None when nobody can take another one.

    The same values give the same answer, so that a choice can be played again.

    Args:
        wishes: of the newcomer.
        candidates: all mentors.
        hour: of the community's day, 0 to 23.
        seed: decides between those who are equal, and favours nobody in the long run.
    """
    ranked = _ranking(wishes, candidates, hour, seed)
    if not ranked or not ranked[0].has_room:
        return None
    first, *others = ranked
    return Pair(
        primary_id=first.mentor_id,
        backup_id=others[0].mentor_id if others else None,
        because=_because(first, wishes, hour, [one for one in others if one.has_room]),
    )


def stand_in(
    wishes: Wishes, candidates: Collection[Candidate], *, hour: int, seed: int
) -> int | None:
    """The best backup for a newcomer whose mentor is somebody else; None when nobody is there."""
    ranked = _ranking(wishes, candidates, hour, seed)
    return ranked[0].mentor_id if ranked else None


def _ranking(
    wishes: Wishes, candidates: Collection[Candidate], hour: int, seed: int
) -> Sequence[Candidate]:
    """Everybody who is there, the best first. Whoever has no room comes last: they may still stand in now and then."""
    there = [one for one in candidates if one.is_there and one.mentor_id not in wishes.not_with]
    return sorted(there, key=lambda one: (not one.has_room, _rank(one, wishes, hour, seed)))


def _rank(one: Candidate, wishes: Wishes, hour: int, seed: int) -> tuple[bool, float, bytes]:
    return *_before_lots(one, wishes, hour), _lot(seed, one.mentor_id)


def _before_lots(one: Candidate, wishes: Wishes, hour: int) -> tuple[bool, float]:
    """How well somebody fits; between those who fit alike lots are drawn."""
    # Somebody one can't talk with is no help, however free they are.
    speaks_another = bool(wishes.languages) and not (wishes.languages & one.languages)
    return speaks_another, round(_cost(one, wishes, hour), 9)


def _cost(one: Candidate, wishes: Wishes, hour: int) -> float:
    """What one more newcomer would add up to."""
    work = WAITING_COUNTS * one.waiting + QUIET_COUNTS * one.quiet
    cost = (work + ONE_MORE_COUNTS) / CARRIES[one.weight]
    if hour in one.usual_hours:
        cost *= AT_THEIR_HOUR
    return cost * SHARED_TOPIC if wishes.topics & one.topics else cost


def _lot(seed: int, mentor_id: int) -> bytes:
    # Not `random`: its draws may change with Python's version, and a choice has to be playable again for years.
    return hashlib.sha256(f"{seed}:{mentor_id}".encode()).digest()


def _because(one: Candidate, wishes: Wishes, hour: int, others: Sequence[Candidate]) -> str:
    reasons = [f"{one.waiting} waiting and {one.quiet} quiet mentees"]
    if shared := sorted(wishes.languages & one.languages):
        reasons.append(f"speaks {language_name(shared[0])}")
    if shared := sorted(wishes.topics & one.topics):
        reasons.append(f"likes to talk about {shared[0].replace('-', ' ')}")
    if hour in one.usual_hours:
        reasons.append("usually answers at this hour")
    if one.weight is not Weight.NORMAL:
        reasons.append(f"asked for {'more' if one.weight is Weight.HIGH else 'fewer'} mentees")
    ours = _before_lots(one, wishes, hour)
    equals = sum(_before_lots(other, wishes, hour) == ours for other in others)
    drawn = f"; drawn from {equals + 1} equals" if equals else ""
    return f"{', '.join(reasons)}{drawn}."[:300]
