"""What an appeal is about, as the rules know it, read and locked inside a transaction.

Locks in the order of `conversations.transitions`: the post first; for a sanction its person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from forum.accounts.models import STAFF_ROLES, Role, User, UserRole
from forum.appeals.appealable import Appealable, DecidedOn
from forum.appeals.rules import AGAINST_WORDS, Judges, PostDecisionFacts, judges_of, still_stands
from forum.appeals.text_targets import PrivateTarget, TextTarget, load_text
from forum.appeals.wording import told_of_post
from forum.conversations.lifecycle import PostState, RevisionOutcome
from forum.conversations.models import Post, PostRevision
from forum.database import ROW_LOCK
from forum.errors import NotFoundError
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.second_looks import who_told_us
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.models import not_undone, text_not_undone
from forum.permissions.subjects import AppealFacts
from forum.sanctions.kinds import SanctionKind, is_in_force
from forum.sanctions.lookup import is_shut_out, terms_of
from forum.sanctions.models import Sanction
from forum.wiring import clock


@dataclass(frozen=True, kw_only=True)
class DecisionTarget(DecidedOn[Decision]):
    """A decision on a post. `facts` is how things stand with it now."""

    post: Post
    revision: PostRevision
    facts: PostDecisionFacts

    @property
    def person_id(self) -> int:
        """Whom it concerns."""
        return self.post.author_id

    @property
    def post_id(self) -> int | None:
        """The post that it is about."""
        return self.post.id


@dataclass(frozen=True, kw_only=True)
class SanctionTarget(Appealable):
    """A sanction. An appeal against it leads to its person's standing, not to a post."""

    sanction: Sanction

    @property
    def person_id(self) -> int:
        """Whom it concerns."""
        return self.sanction.person_id

    @property
    def decided_by_id(self) -> int | None:
        """Who gave it."""
        return self.sanction.given_by_id

    @property
    def decided_at(self) -> datetime:
        """When."""
        return self.sanction.given_at

    @property
    def kind(self) -> SanctionKind:
        """What it is."""
        return SanctionKind(self.sanction.kind)

    def stands(self, now: datetime) -> bool:
        """Whether it still is in force."""
        return is_in_force(terms_of(self.sanction), now)


Target = DecisionTarget | SanctionTarget | TextTarget | PrivateTarget


def load_target(
    session: Session,
    *,
    decision_id: int | None = None,
    sanction_id: int | None = None,
    text_decision_id: int | None = None,
    lock: bool,
) -> Target:
    """What an appeal is about.

    Raises:
        NotFoundError: there is no such decision or sanction.
    """
    if decision_id is not None:
        return _decision(session, decision_id, lock=lock)
    if text_decision_id is not None:
        return load_text(session, text_decision_id, lock=lock)
    sanction = session.get(Sanction, sanction_id) if sanction_id is not None else None
    if sanction is None:
        raise NotFoundError
    if lock:
        session.get_one(User, sanction.person_id, with_for_update=ROW_LOCK)
        session.refresh(sanction, with_for_update=True)
    return SanctionTarget(sanction=sanction, told_us=who_told_us(session, post_id=sanction.post_id))


def require_told(session: Session, target: Target) -> None:
    """Go no further where the person whom it concerns was not told of it: for them it is not there.

    What can still be undone stands on its post's page at once, and asking about it ends those seconds.

    Raises:
        NotFoundError: it was undone, or nobody tells its person of it.
    """
    if not _is_told(session, target):
        raise NotFoundError


def _is_told(session: Session, target: Target) -> bool:
    match target:
        case DecisionTarget():
            is_told = bool(told_of_post(target.facts.action, is_edit=target.facts.is_edit))
            holds = exists().where(Decision.id == target.decision.id, not_undone())
        case TextTarget() | PrivateTarget():
            is_told = target.decision.action in AGAINST_WORDS
            holds = exists().where(TextDecision.id == target.decision.id, text_not_undone())
        case _:
            return True
    return is_told and bool(session.scalar(select(holds)))


def _decision(session: Session, decision_id: int, *, lock: bool) -> DecisionTarget:
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise NotFoundError
    post = session.get_one(Post, decision.post_id, with_for_update=ROW_LOCK if lock else None)
    revision = session.get_one(PostRevision, decision.revision_id)
    session.refresh(revision)
    is_edit = _is_of_edit(session, decision)
    facts = PostDecisionFacts(
        action=decision.action,
        is_edit=is_edit,
        decided_at=decision.decided_at,
        state=PostState(post.state),
        outcome=RevisionOutcome(revision.outcome),
        is_newest=_newest(session, post.id, is_edit=is_edit) == decision.id,
        is_latest_version=revision.number == post.latest_number,
    )
    return DecisionTarget(
        decision=decision,
        post=post,
        revision=revision,
        facts=facts,
        # What was erased can't be shown to anybody.
        in_effect=still_stands(facts) and revision.erased_at is None,
        told_us=who_told_us(session, post_id=post.id),
    )


def _is_of_edit(session: Session, decision: Decision) -> bool:
    if decision.item_id is None:
        return False
    return session.get_one(ReviewItem, decision.item_id).is_edit


def _newest(session: Session, post_id: int, *, is_edit: bool) -> int | None:
    return session.scalar(
        select(func.max(Decision.id))
        .outerjoin(ReviewItem, ReviewItem.id == Decision.item_id)
        .where(
            Decision.post_id == post_id,
            not_undone(),
            func.coalesce(ReviewItem.is_edit, False) == is_edit,
        )
    )


@dataclass(frozen=True, kw_only=True)
class Team:
    """Who could look again, by role."""

    moderators: frozenset[int]
    admins: frozenset[int]


def team(session: Session) -> Team:
    """The staff. People of the example community, and who is shut out, are left out: they can't sign in."""
    rows = session.execute(
        select(UserRole.user_id, UserRole.role)
        .join(User, User.id == UserRole.user_id)
        .where(UserRole.role.in_(sorted(STAFF_ROLES)), ~User.is_example)
        .where(~is_shut_out(User.id, clock().now()))
    ).all()
    return Team(
        moderators=frozenset(row.user_id for row in rows if row.role == Role.MODERATOR),
        admins=frozenset(row.user_id for row in rows if row.role == Role.ADMIN),
    )


def judges_for(session: Session, target: Target) -> Judges:
    """Who may decide on an appeal about this."""
    there = team(session)
    return judges_of(
        moderators=there.moderators,
        admins=there.admins,
        decided_by=target.decided_by_id,
        appellant=target.person_id,
        kind=target.kind,
        told_us=target.told_us,
    )


def facts_of(session: Session, target: Target) -> AppealFacts:
    """What the permission to appeal and to judge rests on."""
    return AppealFacts(appellant_id=target.person_id, judges=judges_for(session, target).ids)
