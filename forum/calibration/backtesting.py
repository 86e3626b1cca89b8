"""What another threshold set would have done with posts that were decided already. Pure.

Scores are stored with each post, so nothing is read by the model again: 50,000 posts take seconds. What is true of a
post is what people said of it: a moderator published it unchanged, or a moderator said no; or it was published and
nobody objected. The last is the weakest, since nobody may have looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from heapq import nsmallest

from forum.calibration.estimates import Estimate, share
from forum.screening.thresholds import Audience, ThresholdSet

#: So many of the posts whose fate would change are named, each way: those that change most plainly.
MOST_NAMED = 100


class Truth(StrEnum):
    """What people said of a post."""

    LET_THROUGH = "let_through"
    TURNED_DOWN = "turned_down"
    UNCONTESTED = "uncontested"


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredPost:
    """One version of a post that was screened.

    `held_anyway` is whether a check without a score held it (a link, a word from the list, a language that could not be
    read): no limit changes that.
    """

    revision_id: int
    audience: Audience
    scores: Mapping[str, float]
    held_anyway: bool
    by_newcomer: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedPost(ScoredPost):
    """One whose story is over. `new_scores` are another model's, where the set that is tried is asked about those."""

    truth: Truth
    new_scores: Mapping[str, float] | None = None

    def read_anew(self) -> DecidedPost:
        """The same post with the scores that the set which is tried is asked about."""
        return self if self.new_scores is None else replace(self, scores=self.new_scores)


@dataclass(kw_only=True)
class Tally:
    """How one set did: how many it holds, by what people said of them."""

    held: dict[Truth, int] = field(default_factory=lambda: dict.fromkeys(Truth, 0))
    passed: dict[Truth, int] = field(default_factory=lambda: dict.fromkeys(Truth, 0))

    def add(self, truth: Truth, *, held: bool) -> None:
        """Count a post."""
        (self.held if held else self.passed)[truth] += 1

    @property
    def all_held(self) -> int:
        """How many are held."""
        return sum(self.held.values())

    @property
    def all_posts(self) -> int:
        """How many there are."""
        return self.all_held + sum(self.passed.values())

    @property
    def precision(self) -> Estimate:
        """Of those held, the share that a person turned down."""
        return share(self.held[Truth.TURNED_DOWN], self.all_held)

    @property
    def recall(self) -> Estimate:
        """Of those that a person turned down, the share that is held."""
        held, passed = self.held[Truth.TURNED_DOWN], self.passed[Truth.TURNED_DOWN]
        return share(held, held + passed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A post whose fate would change. `label` is the one that is furthest over its limit; `limit` that limit.

    `truth` is None where nobody has said anything yet, which no post of a back-test is.
    """

    revision_id: int
    would_be_held: bool
    truth: Truth | None
    label: str
    score: float
    limit: float

    @property
    def margin(self) -> float:
        """How far the score is over the limit that holds it, in the one set or in the other."""
        return self.score - self.limit


@dataclass(kw_only=True)
class Group:
    """The same posts under two sets."""

    now: Tally = field(default_factory=Tally)
    then: Tally = field(default_factory=Tally)
    more: int = 0
    fewer: int = 0

    def add(self, truth: Truth, *, now: bool, then: bool) -> None:
        """Count a post that is held now or not, and then or not."""
        self.now.add(truth, held=now)
        self.then.add(truth, held=then)
        self.more += then and not now
        self.fewer += now and not then


class Comparison:
    """Two sets over the same posts, a part at a time, so that whoever runs it can say how far it is.

    Args:
        now: the set that is in force.
        then: the one that might be.
    """

    def __init__(self, now: ThresholdSet, then: ThresholdSet) -> None:
        self._now, self._then = now, then
        self.everybody, self.newcomers, self.others = Group(), Group(), Group()
        self._changes: list[Change] = []

    def add(self, posts: Iterable[DecidedPost]) -> None:
        """Count some posts."""
        for post in posts:
            anew = post.read_anew()
            now, then = reached(self._now, post), reached(self._then, anew)
            held_now = post.held_anyway or now is not None
            held_then = post.held_anyway or then is not None
            self.everybody.add(post.truth, now=held_now, then=held_then)
            group = self.newcomers if post.by_newcomer else self.others
            group.add(post.truth, now=held_now, then=held_then)
            if held_now != held_then:
                if held_then:
                    self._note(anew, then, would_be_held=True)
                else:
                    self._note(post, now, would_be_held=False)

    def changes(self, *, would_be_held: bool) -> Sequence[Change]:
        """The posts whose fate would change in this direction, the plainest first, `MOST_NAMED` at most."""
        found = (change for change in self._changes if change.would_be_held == would_be_held)
        return nsmallest(MOST_NAMED, found, key=lambda change: (-change.margin, change.revision_id))

    def _note(
        self, post: DecidedPost, reached: tuple[str, float] | None, *, would_be_held: bool
    ) -> None:
        if reached is None:
            return
        label, limit = reached
        self._changes.append(
            Change(
                revision_id=post.revision_id,
                would_be_held=would_be_held,
                truth=post.truth,
                label=label,
                score=post.scores[label],
                limit=limit,
            )
        )


def reached(thresholds: ThresholdSet, post: ScoredPost) -> tuple[str, float] | None:
    """The label that is furthest over its limit and that limit; None if none is."""
    found: tuple[str, float] | None = None
    furthest = -1.0
    for label, limit in thresholds.limits[post.audience].items():
        over = post.scores.get(label, -1.0) - limit
        if over >= 0 and over > furthest:
            found, furthest = (label, limit), over
    return found
