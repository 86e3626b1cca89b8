"""What can be appealed, until when, and who looks again. Pure: values in, an answer out.

An appeal costs its person nothing and changes nothing by being made. Nobody judges their own decision.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.sanctions.kinds import NEEDS_ADMIN, SanctionKind
from forum.screened_fields.lifecycle import FieldAction, FieldState

APPEAL_WITHIN = timedelta(days=30)

A, R, S = PostAction, RevisionOutcome, PostState


class AppealState(StrEnum):
    """Where an appeal stands. Expired: what it was about has changed meanwhile."""

    OPEN = "open"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


# What a judge can say.
JUDGEMENTS = (AppealState.UPHELD, AppealState.OVERTURNED)

# A decision against a post, and the state in which it still stands.
STANDS_WHILE = {
    A.DECLINE: S.DECLINED,
    A.REMOVE: S.REMOVED,
    A.HIDE: S.HIDDEN,
    A.REQUEST_CHANGES: S.CHANGES_REQUESTED,
}
# The same for the edit of a post that readers see: the outcome that the decision gave it.
EDIT_STANDS_WHILE = {A.DECLINE: R.DECLINED, A.REQUEST_CHANGES: R.RETURNED}
# What puts it right when the appeal is granted.
PUT_RIGHT_BY = {
    A.DECLINE: A.APPROVE,
    A.REMOVE: A.RESTORE,
    A.HIDE: A.RESTORE,
    A.REQUEST_CHANGES: A.APPROVE,
}
# Against words that are no post: all else that is decided on them lets them be shown.
AGAINST_WORDS: frozenset[str] = frozenset({FieldAction.DECLINE, A.REMOVE})
# Hiding has a way back of its own in the life cycle; from the others only an appeal leads back.
NEEDS_AN_APPEAL = frozenset({A.DECLINE, A.REMOVE, A.REQUEST_CHANGES})


@dataclass(frozen=True, kw_only=True)
class PostDecisionFacts:
    """A decision on a post, and how things stand with it now.

    `is_newest` is whether no later decision was made on the same: the post, or its edit. `is_latest_version` is whether
    the author has sent nothing newer.
    """

    action: str
    is_edit: bool
    decided_at: datetime
    state: PostState
    outcome: RevisionOutcome
    is_newest: bool
    is_latest_version: bool


def still_stands(decision: PostDecisionFacts) -> bool:
    """Whether a decision is still what keeps a post, or its edit, from readers."""
    if decision.action not in STANDS_WHILE or not decision.is_newest:
        return False
    action = PostAction(decision.action)
    if decision.is_edit:
        waits_behind = decision.state is S.PUBLISHED and decision.is_latest_version
        return waits_behind and EDIT_STANDS_WHILE.get(action) is decision.outcome
    return STANDS_WHILE[action] is decision.state


def waits_for_post(decision: PostDecisionFacts) -> bool:
    """Whether a decision on an edit stands again as soon as its post, which is hidden for now, is shown again."""
    is_out_of_sight = decision.is_edit and decision.state is S.HIDDEN
    return is_out_of_sight and still_stands(replace(decision, state=S.PUBLISHED))


@dataclass(frozen=True, kw_only=True)
class FieldFacts:
    """A decision on a short text, and how things stand with it now.

    `is_newest` is whether no later decision was made on the same text, `is_replaced` whether its author has sent
    another one that waits or is on show, or wants none, or somebody else has that user name, `is_erased` whether its
    words are gone.
    """

    action: str
    state: FieldState
    is_newest: bool
    is_replaced: bool
    is_erased: bool


def field_still_stands(decision: FieldFacts) -> bool:
    """Whether a decision is still what keeps a short text from others, and its words could be shown to them."""
    keeps_it_away = decision.action == FieldAction.DECLINE and decision.state is FieldState.DECLINED
    return keeps_it_away and decision.is_newest and not (decision.is_replaced or decision.is_erased)


@dataclass(frozen=True, kw_only=True)
class PrivateDecisionFacts:
    """A decision on what was said in private: whether it is what keeps it down, and whether its words are gone."""

    action: str
    is_down: bool
    is_erased: bool


def private_still_stands(decision: PrivateDecisionFacts) -> bool:
    """Whether a decision still keeps words said in private from the other one, who could read them again."""
    return decision.action == PostAction.REMOVE and decision.is_down and not decision.is_erased


def is_in_time(decided_at: datetime, now: datetime) -> bool:
    """Whether there is still time to ask."""
    return now < decided_at + APPEAL_WITHIN


@dataclass(frozen=True, kw_only=True)
class Judges:
    """Who may decide on an appeal, and whether they stand in because there is no other moderator."""

    ids: frozenset[int]
    are_stand_ins: bool = False


def judges_of(
    *,
    moderators: Collection[int],
    admins: Collection[int],
    decided_by: int | None,
    appellant: int,
    kind: SanctionKind | None = None,
    told_us: Collection[int] = (),
) -> Judges:
    """Who looks again: another moderator, or an admin where there is none; a ban goes to another admin first.

    Nor does anybody who had told us of it (`told_us`): they have said already what they think.
    Empty where there is nobody but those whom it concerns.
    """
    concerned = {decided_by, appellant, *told_us}
    others = frozenset(moderators) - concerned, frozenset(admins) - concerned
    first, then = reversed(others) if kind in NEEDS_ADMIN else others
    return Judges(ids=first) if first else Judges(ids=then, are_stand_ins=bool(then))
