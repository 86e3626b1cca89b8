"""Whether the screen holds harmless posts more often when they say who somebody is. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

from forum.calibration.estimates import NOTHING_TO_SAY, Estimate, share

NO_GROUP = ""
#: Of fewer posts nothing is claimed, however they came out.
FEWEST = 20


@dataclass(frozen=True, kw_only=True)
class HarmlessPost:
    """A post that people let through, or that nobody objected to, with the groups of words that it has."""

    groups: Collection[str]
    was_held: bool


@dataclass(frozen=True, kw_only=True)
class GroupParity:
    """Harmless posts with words of one group.

    `held` is the share of them that was held; `difference` how much higher that is than for harmless posts without any
    such word, in points of 1.
    """

    name: str
    posts: int
    held: Estimate
    difference: Estimate

    @property
    def stands_out(self) -> bool:
        """Whether it is held more often, and that is hardly chance."""
        low = self.difference.low
        return self.posts >= FEWEST and low is not None and low > 0


@dataclass(frozen=True, kw_only=True)
class Parity:
    """The check: posts without any of the words, and each group beside them."""

    without: GroupParity
    groups: Sequence[GroupParity]

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Parity:
        """The check that `as_json` wrote."""
        return cls(
            without=_group_from(data["without"]),
            groups=[_group_from(group) for group in data["groups"]],
        )


def parity(posts: Iterable[HarmlessPost], names: Sequence[str]) -> Parity:
    """Compare every group with the posts that have no such word.

    Args:
        posts: harmless ones only.
        names: of all groups, in the order in which they are told.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for post in posts:
        for name in post.groups or (NO_GROUP,):
            counts[name][post.was_held] += 1
    free = counts[NO_GROUP]
    return Parity(
        without=_measured(NO_GROUP, free, free),
        groups=[_measured(name, counts[name], free) for name in names],
    )


def _measured(name: str, counts: Sequence[int], beside: Sequence[int]) -> GroupParity:
    passed, held = counts
    return GroupParity(
        name=name,
        posts=passed + held,
        held=share(held, passed + held),
        difference=difference(share(held, passed + held), share(beside[1], sum(beside))),
    )


def difference(one: Estimate, other: Estimate) -> Estimate:
    """How much higher one share is than another, with Newcombe's interval from the two of Wilson."""
    if (
        one.value is None
        or one.low is None
        or one.high is None
        or other.value is None
        or other.low is None
        or other.high is None
    ):
        return NOTHING_TO_SAY
    value = one.value - other.value
    below = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Estimate(value=value, low=value - below, high=value + above)


def _group_from(data: Mapping[str, Any]) -> GroupParity:
    return GroupParity(
        name=data["name"],
        posts=data["posts"],
        held=Estimate(**data["held"]),
        difference=Estimate(**data["difference"]),
    )
