"""How a threshold set does since it decides, beside what was expected of it and beside the set before. Pure.

The set before goes on being asked about the scores that are stored with each post; no model reads anything for it.
Where the two sets agree, nothing tells them apart: what counts are the posts that only one of them sets aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from forum.calibration.backtest_report import GROUPS, GroupReport
from forum.calibration.backtesting import MOST_NAMED, Change, ScoredPost, Truth, reached
from forum.calibration.estimates import Estimate, per_day, share
from forum.screening.thresholds import ThresholdSet

#: Of fewer cases nothing is claimed, however they came out.
FEWEST = 20


@dataclass(frozen=True, kw_only=True)
class ReadPost:
    """A version that was read, and what people have said of it; `truth` is None while that is open."""

    post: ScoredPost
    was_held: bool
    truth: Truth | None
    screened_at: datetime


class Tell(StrEnum):
    """What a figure says beside the one that was expected."""

    TOO_FEW = "too_few"
    AS_EXPECTED = "as_expected"
    MORE = "more"
    LESS = "less"


class Verdict(StrEnum):
    """Which of two sets was right more often, on the posts on which they differ."""

    TOO_FEW = "too_few"
    NO_DIFFERENCE = "no_difference"
    LIVE = "live"
    BEFORE = "before"


@dataclass(kw_only=True)
class Tally:
    """What became of posts that a set has read, or would have.

    `waiting` were set aside and are not decided yet; `right` were turned down by a person, `for_nothing` were not, and
    `missed` were turned down though the set lets them pass.
    """

    read: int = 0
    held: int = 0
    waiting: int = 0
    right: int = 0
    for_nothing: int = 0
    missed: int = 0

    def add(self, truth: Truth | None, *, held: bool) -> None:
        """Count a post."""
        self.read += 1
        self.held += held
        against = truth is Truth.TURNED_DOWN
        self.waiting += held and truth is None
        self.right += held and against
        self.for_nothing += held and truth is not None and not against
        self.missed += against and not held


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The same four figures of a set, wherever they are from, and on how many cases each rests.

    `held` is how many of those read are set aside, `a_day` how many that is a day; `right` is the share of those set
    aside that a person turned down, `missed` the share of what people turned down that had passed.
    """

    a_day: Estimate
    held: Estimate
    right: Estimate
    missed: Estimate
    read: int
    decided: int
    turned_down: int


def figures_of(tally: Tally, days: float) -> Figures:
    """The figures of a tally over so many days."""
    decided, turned_down = tally.right + tally.for_nothing, tally.right + tally.missed
    return Figures(
        a_day=per_day(tally.held, days),
        held=share(tally.held, tally.read),
        right=share(tally.right, decided),
        missed=share(tally.missed, turned_down),
        read=tally.read,
        decided=decided,
        turned_down=turned_down,
    )


def figures_of_test(group: GroupReport, days: float) -> Figures:
    """What a back-test expected of the set that was tried."""
    right = group.held_then - group.unneeded_then
    return Figures(
        a_day=per_day(group.held_then, days),
        held=share(group.held_then, group.posts),
        right=share(right, group.held_then),
        missed=share(group.turned_down - right, group.turned_down),
        read=group.posts,
        decided=group.held_then,
        turned_down=group.turned_down,
    )


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What each figure says beside the expected one."""

    a_day: Tell
    held: Tell
    right: Tell
    missed: Tell


def telling(expected: Figures, came: Figures) -> Telling:
    """Compare what came with what was expected, figure by figure."""
    return Telling(
        a_day=_tell(expected.a_day, came.a_day, expected.read, came.read),
        held=_tell(expected.held, came.held, expected.read, came.read),
        right=_tell(expected.right, came.right, expected.decided, came.decided),
        missed=_tell(expected.missed, came.missed, expected.turned_down, came.turned_down),
    )


def _tell(expected: Estimate, came: Estimate, *cases: int) -> Tell:
    """Only where the two ranges do not touch is something said to be different."""
    if min(cases) < FEWEST or None in {expected.low, expected.high, came.low, came.high}:
        return Tell.TOO_FEW
    if came.low > expected.high:  # type: ignore[operator]  # neither is None
        return Tell.MORE
    if came.high < expected.low:  # type: ignore[operator]
        return Tell.LESS
    return Tell.AS_EXPECTED


@dataclass(kw_only=True)
class OnlyOne:
    """Posts that only one of two sets sets aside, by what people said of them."""

    posts: int = 0
    turned_down: int = 0
    harmless: int = 0

    @property
    def open(self) -> int:
        """Those of which nobody has said anything yet."""
        return self.posts - self.turned_down - self.harmless

    def add(self, truth: Truth | None) -> None:
        """Count a post."""
        self.posts += 1
        self.turned_down += truth is Truth.TURNED_DOWN
        self.harmless += truth in {Truth.LET_THROUGH, Truth.UNCONTESTED}


@dataclass(kw_only=True)
class Aftermath:
    """What happened since a set decides, and what the set before would have done.

    Attributes:
        live: the set that decides, or did.
        before: the one before; None where there was none.
        groups: what happened, for everybody, newcomers and others.
    """

    live: ThresholdSet
    before: ThresholdSet | None
    groups: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in GROUPS})
    only_live: OnlyOne = field(default_factory=OnlyOne)
    only_before: OnlyOne = field(default_factory=OnlyOne)
    _changes: list[Change] = field(default_factory=list)

    def add(self, one: ReadPost) -> None:
        """Count a post that was read since."""
        for name in _groups_of(one):
            self.groups[name].add(one.truth, held=one.was_held)
        if self.before is not None and not one.post.held_anyway:
            self._differ(one, reached(self.live, one.post), reached(self.before, one.post))

    def _differ(
        self, one: ReadPost, live: tuple[str, float] | None, before: tuple[str, float] | None
    ) -> None:
        by = live or before
        if by is None or (live is not None and before is not None):
            return
        (self.only_live if live is not None else self.only_before).add(one.truth)
        label, limit = by
        self._changes.append(
            Change(
                revision_id=one.post.revision_id,
                would_be_held=live is not None,
                truth=one.truth,
                label=label,
                score=one.post.scores[label],
                limit=limit,
            )
        )

    def differing(self, *, by_live: bool) -> Sequence[Change]:
        """The newest posts that only this one of the two sets aside, `MOST_NAMED` at most."""
        return [one for one in self._changes if one.would_be_held == by_live][:MOST_NAMED]

    @property
    def decided(self) -> int:
        """Of how many of the posts on which they differ people have said something."""
        two = (self.only_live, self.only_before)
        return sum(one.turned_down + one.harmless for one in two)

    @property
    def live_was_right(self) -> Estimate:
        """Of these, the share in which the set that decides was right, and the one before would not have been."""
        return share(self.only_live.turned_down + self.only_before.harmless, self.decided)

    @property
    def verdict(self) -> Verdict:
        """Which of the two was right more often, where that is hardly chance."""
        found = self.live_was_right
        if self.decided < FEWEST or found.low is None or found.high is None:
            return Verdict.TOO_FEW
        if found.low > 0.5:
            return Verdict.LIVE
        return Verdict.BEFORE if found.high < 0.5 else Verdict.NO_DIFFERENCE


def expected_in_trial(
    tried: ThresholdSet, posts: Sequence[ReadPost], days: float
) -> dict[str, Figures]:
    """What the days of trial beside the set that decided then made one expect, for each group."""
    tallies = {name: Tally() for name in GROUPS}
    for one in posts:
        held = one.post.held_anyway or reached(tried, one.post) is not None
        for name in _groups_of(one):
            tallies[name].add(one.truth, held=held)
    return {name: figures_of(tally, days) for name, tally in tallies.items()}


def _groups_of(one: ReadPost) -> tuple[str, str]:
    return "everybody", "newcomers" if one.post.by_newcomer else "others"
