"""The three ways to bring newcomers and mentors together that are set side by side."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from forum.welcome.pairing import CARRIES, Candidate, Wishes, choose, stand_in
from forum.welcome.simulation.draws import stream


class Rule(StrEnum):
    """How a newcomer comes to an answer."""

    HEARTH = "hearth"
    RANDOM = "random"
    POOL = "pool"


IN_WORDS = {
    Rule.HEARTH: "by open work, with a reply clock",
    Rule.RANDOM: "random weighted draw",
    Rule.POOL: "first who looks",
}

# What the newcomer wishes plays no part here: everybody speaks the same language, and nobody has blocked anybody.
_WISHES = Wishes()


@dataclass(frozen=True, kw_only=True)
class Matched:
    """Who looks after a newcomer, and who stands in."""

    primary: int
    backup: int | None


def match(rule: Rule, candidates: Collection[Candidate], *, hour: int, seed: int) -> Matched | None:
    """The mentor for a newcomer; None where nobody takes one, and always where whoever looks first answers."""
    if rule is Rule.HEARTH:
        pair = choose(_WISHES, candidates, hour=hour, seed=seed)
        return None if pair is None else Matched(primary=pair.primary_id, backup=pair.backup_id)
    if rule is Rule.RANDOM:
        primary = _drawn(candidates, seed)
        if primary is not None:
            rest = [one for one in candidates if one.mentor_id != primary]
            return Matched(primary=primary, backup=_drawn(rest, seed + 1))
    return None


def backup_for(
    rule: Rule, primary: int, candidates: Collection[Candidate], *, hour: int, seed: int
) -> int | None:
    """Who stands in for this mentor from now on."""
    rest = [one for one in candidates if one.mentor_id != primary]
    if rule is Rule.HEARTH:
        return stand_in(_WISHES, rest, hour=hour, seed=seed)
    return _drawn(rest, seed) if rule is Rule.RANDOM else None


def _drawn(candidates: Collection[Candidate], seed: int) -> int | None:
    """By lot, twice as likely who asked for twice as much: GrowthExperiments' rule, which knows no open work."""
    there = [one for one in candidates if one.is_there]
    if not there:
        return None
    shares = [CARRIES[one.weight] for one in there]
    return stream(seed, "lot").choices(there, shares)[0].mentor_id
