"""Deciding on a post. A person decides, with a reason; the first of two is the one who counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.appeals.models import Appeal
from forum.appeals.open import is_appealed, signer
from forum.clock import Clock
from forum.community.models import Rule
from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.conversations.lookup import facts_of, shown_version
from forum.conversations.models import Post, PostRevision
from forum.conversations.transitions import move, settle_edit
from forum.database import ROW_LOCK, emit, transaction
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.events import DecisionMade, PostKept
from forum.moderation.approvals import approval_taken_back
from forum.moderation.claims import require_free
from forum.moderation.items import (
    close,
    open_item,
    require_all_read,
    settle_as_made_to_harm,
)
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.options import (
    CITES_A_RULE,
    NEEDS_WORDS,
    SETTLES_REPORTS,
    ModeratorAction,
    Target,
    available_actions,
    decisions_in,
)
from forum.moderation.signing import may_sign
from forum.moderation.undo.before import before_decision
from forum.moderation.undo.leaving import open_window
from forum.moderation.undo.models import not_undone
from forum.moderation.wording import DONE_AS
from forum.permissions.actions import Action
from forum.permissions.check import can, require

MAX_WORDS_TO_AUTHOR = 2_000


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a moderator sends.

    `revision_id` and `last_decision_id` say what was on the moderator's screen: the version, and the newest decision
    on the post (None if there was none). If either is no longer the newest, nothing is changed.
    `rule_id` and `note` are needed for a decision against the post; a request for changes needs only the note.
    `made_to_harm` names reports that were no concern at all; it counts only where the post is left or shown.
    `told` is what readers had told us by then (`reporting.told_by_now`), None where it is not known.
    """

    action: ModeratorAction
    revision_id: int
    last_decision_id: int | None = None
    rule_id: int | None = None
    note: str = ""
    made_to_harm: Collection[int] = ()
    told: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Case:
    """What is decided on: the version in question, and the open item that it waits in, if it does."""

    post: Post
    revision: PostRevision
    item: ReviewItem | None
    target: Target


def decide(actor: Actor, post_id: int, ruling: Ruling, clock: Clock) -> int:
    """Carry out a decision. Returns the decision's id. Nobody hears of it while it can be undone.

    Raises:
        NotFoundError: there is no such post for this person.
        NotAllowedError: not a moderator, or their own post.
        ConflictError: somebody was faster, or has it open, or the author has sent newer words.
        InvalidInputError: the rule or the words to the author are missing, or readers have told us more since.
    """
    with transaction() as session:
        post = session.get(Post, post_id, with_for_update=ROW_LOCK)
        if post is None:
            raise NotFoundError
        case = _case(session, post, ruling)
        last = _last_decision(session, post)
        if not _may_decide(session, actor, case.target, post, ruling) or not (
            ruling.revision_id == case.revision.id
            and ruling.last_decision_id == (last.id if last is not None else None)
            and ruling.action in decisions_in(available_actions(actor, case.target))
        ):
            raise ConflictError(
                _what_happened(session, actor, post, case.revision, last=last, ruling=ruling)
            )
        now = clock.now()
        if case.item is not None:
            require_free(session, actor, case.item, now)
            if ruling.action is not ModeratorAction.HIDE:
                # Out of sight for now can't wait, and leaves every report open.
                require_all_read(session, case.item, ruling.told)
        check_reasons(session, ruling)
        before = before_decision(session, post, case.revision)
        decision = _record(session, actor, case, ruling=ruling, now=now)
        open_window(session, decision, before)
        if case.item is not None and ruling.action in SETTLES_REPORTS:
            settle_as_made_to_harm(session, case.item, ruling.made_to_harm, by_id=actor.id, at=now)
        _carry_out(session, actor, case, decision)
        emit(
            session,
            DecisionMade(
                actor_id=actor.id,
                at=now,
                decision_id=decision.id,
                post_id=post.id,
                action=ruling.action,
            ),
        )
        return decision.id


def _case(session: Session, post: Post, ruling: Ruling) -> _Case:
    edit = open_item(session, post.id, is_edit=True)
    if edit is not None and edit.revision_id == ruling.revision_id:
        revision = session.get_one(PostRevision, edit.revision_id)
        return _Case(
            post=post, revision=revision, item=edit, target=target_of(post, edit, revision)
        )
    item = open_item(session, post.id)
    revision = _revision_in_question(session, post, item)
    target = replace(target_of(post, item, revision), edit_waits=edit is not None)
    return _Case(post=post, revision=revision, item=item, target=target)


def _carry_out(session: Session, actor: Actor, case: _Case, decision: Decision) -> None:
    now = decision.decided_at
    if decision.action == ModeratorAction.KEEP:
        close(session, case.item, decision.action, by_id=actor.id, at=now)
        emit(
            session,
            PostKept(actor_id=actor.id, at=now, post_id=case.post.id, decision_id=decision.id),
        )
        return
    carry_out = settle_edit if case.target.edit_outcome is not None else move
    carry_out(
        session,
        case.post,
        case.revision,
        PostAction(decision.action),
        actor_id=actor.id,
        now=now,
        decision_id=decision.id,
    )


def target_of(post: Post, item: ReviewItem | None, revision: PostRevision) -> Target:
    """What is decided on, as plain values: the post, or its waiting edit."""
    is_edit = item is not None and item.is_edit
    return Target(
        facts=facts_of(post),
        edit_outcome=RevisionOutcome(revision.outcome) if is_edit else None,
        is_flagged=item is not None,
    )


def _revision_in_question(session: Session, post: Post, item: ReviewItem | None) -> PostRevision:
    """The version that is decided on: the one under review, or the one that readers see."""
    if item is not None and item.revision_id is not None:
        return session.get_one(PostRevision, item.revision_id)
    return shown_version(session, post.id)


def _last_decision(session: Session, post: Post) -> Decision | None:
    return session.scalar(
        select(Decision)
        .where(Decision.post_id == post.id, not_undone())
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _may_decide(session: Session, actor: Actor, target: Target, post: Post, ruling: Ruling) -> bool:
    """Whether this person may decide on it now; False where they could until its author took it back.

    Raises:
        NotFoundError, NotAllowedError: never could.
    """
    if can(actor, Action.DECIDE_ON_POST, target.facts):
        return True
    # What an author took back, or is changing, is out of a moderator's sight again. Whoever had it on the
    # screen is told so; to anybody else it is not there.
    was_shown = post.published_at is not None or session.scalar(
        select(ReviewItem.id)
        .where(ReviewItem.post_id == post.id, ReviewItem.revision_id == ruling.revision_id)
        .limit(1)
    )
    is_other = actor.user_id != post.author_id
    if was_shown and is_other and can(actor, Action.SEE_REVIEW_QUEUE):
        return False
    require(actor, Action.DECIDE_ON_POST, target.facts)
    return True


def _what_happened(
    session: Session,
    actor: Actor,
    post: Post,
    revision: PostRevision,
    *,
    last: Decision | None,
    ruling: Ruling,
) -> str:
    if last is not None and last.id != ruling.last_decision_id:
        done = DONE_AS[ModeratorAction(last.action)]
        if last.decided_by_id == actor.id:
            return f"You have handled this already: {done}. Nothing was changed."
        # Whoever may look again does not learn here whose decision it was.
        appealed = session.scalar(select(is_appealed(Appeal.decision_id, last.id)))
        by_id = signer(actor.id, last.decided_by_id, appealed=bool(appealed))
        by = f" by {session.get_one(User, by_id).display_name}" if by_id is not None else ""
        return f"Already handled{by}: {done}. Nothing was changed."
    if post.state == PostState.WITHDRAWN:
        return "Its author has taken this post back meanwhile. Nothing was changed."
    if revision.id != ruling.revision_id or post.latest_number > revision.number:
        return "Its author has sent newer words meanwhile. Nothing was changed."
    return "This post has moved on since you opened the page. Nothing was changed."


class Reasoned(Protocol):
    """Whatever a moderator sends with the rule that it rests on and words to an author."""

    @property
    def action(self) -> str:
        """What is to be done."""
        ...

    @property
    def rule_id(self) -> int | None:
        """The rule that it cites."""
        ...

    @property
    def note(self) -> str:
        """The words to the author."""
        ...


def check_reasons(session: Session, ruling: Reasoned) -> None:
    """Go on only with the rule and the words that this decision needs.

    Raises:
        InvalidInputError: one of them is missing, or the words are too many.
    """
    if ruling.rule_id is not None or ruling.action in CITES_A_RULE:
        rule = session.get(Rule, ruling.rule_id) if ruling.rule_id else None
        if rule is None or rule.retired_at is not None:
            raise InvalidInputError("Please choose the rule that this decision rests on.", "rule")
    if ruling.action in NEEDS_WORDS and not ruling.note.strip():
        raise InvalidInputError("Please tell the author why, in your own words.", "note")
    if len(ruling.note) > MAX_WORDS_TO_AUTHOR:
        raise InvalidInputError(
            f"Please keep the words to the author under {MAX_WORDS_TO_AUTHOR:,} characters.", "note"
        )


def _record(
    session: Session,
    actor: Actor,
    case: _Case,
    *,
    ruling: Ruling,
    now: datetime,
) -> Decision:
    decision = Decision(
        post_id=case.post.id,
        revision_id=case.revision.id,
        item_id=case.item.id if case.item is not None else None,
        action=ruling.action,
        decided_by_id=actor.id,
        rule_id=ruling.rule_id if ruling.action in NEEDS_WORDS else None,
        note=ruling.note.strip(),
        decided_at=now,
        reverses_id=approval_taken_back(session, case.revision, ruling.action),
        is_signed=may_sign(session, actor.id),
    )
    session.add(decision)
    session.flush()
    return decision
