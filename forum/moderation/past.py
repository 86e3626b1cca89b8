"""Reading what was decided before: on one post, and about an item that nobody needs to look at any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.people import load_people
from forum.appeals.models import Appeal
from forum.appeals.open import is_appealed, signer
from forum.appeals.rules import NEEDS_AN_APPEAL, AppealState, PostDecisionFacts, still_stands
from forum.community.citing import cited, places_of
from forum.community.models import Rule
from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.errors import NotFoundError
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.pages import HandledItem, PastDecision
from forum.moderation.past_texts import past_texts
from forum.moderation.text_models import TextDecision
from forum.moderation.undo.before import CLOSED_AS_UNDONE
from forum.moderation.undo.models import not_undone
from forum.moderation.wording import DONE_AS, UNHEARD
from forum.permissions.visibility import visible_posts
from forum.welcome.models import StoppedWhy

# What its author is told nothing of.
_NOT_HEARD_OF = frozenset({*UNHEARD, CLOSED_AS_UNDONE})
# What became of an item that asked for an answer, and not whether something is all right.
_ENDED: Mapping[str, str] = MappingProxyType(
    {
        StoppedWhy.ANSWERED: "Somebody has answered this newcomer.",
        StoppedWhy.OUT_OF_SIGHT: "The post is out of sight now, so nobody need answer it.",
        StoppedWhy.GRADUATED: "This newcomer has been answered elsewhere, and is a member now.",
        StoppedWhy.AUTHOR_LEFT: "Its author has left, so nobody need answer it.",
        ModeratorAction.LOCK: "The thread is closed, so nobody can answer this newcomer there.",
        AppealState.UPHELD: "This appeal has been answered.",
        AppealState.OVERTURNED: "This appeal has been answered.",
        AppealState.WITHDRAWN: "This appeal was taken back.",
        AppealState.EXPIRED: "What this appeal was about has changed meanwhile.",
    }
)
# Words about a welcome go with it as well, and others than their author can end it.
_TAKEN_BACK: Mapping[bool, str] = MappingProxyType(
    {True: "Its author has taken this back.", False: "The welcome that it was about is over."}
)


def past_decisions(actor: Actor, post_id: int) -> Sequence[PastDecision]:
    """What was decided on a post, newest first, for moderators. Whose decision is appealed is not named meanwhile."""
    rows = db.session.execute(
        select(
            Decision.id,
            Decision.action,
            Decision.decided_by_id,
            Decision.note,
            Decision.decided_at,
            Decision.rule_id,
            Decision.reverses_id,
            Rule.title,
            Rule.text,
            PostRevision.number,
            PostRevision.outcome,
            PostRevision.erased_at,
            Post.state,
            Post.latest_number,
            ReviewItem.is_edit,
            is_appealed(Appeal.decision_id, Decision.id).label("appealed"),
        )
        .join(Post, Post.id == Decision.post_id)
        .outerjoin(ReviewItem, ReviewItem.id == Decision.item_id)
        .join(PostRevision, PostRevision.id == Decision.revision_id)
        .outerjoin(Rule, Rule.id == Decision.rule_id)
        .where(Decision.post_id == post_id, not_undone())
        .order_by(Decision.id.desc())
    ).all()
    named = {
        row.id: signer(actor.user_id, row.decided_by_id, appealed=row.appealed) for row in rows
    }
    people = load_people({id_ for id_ in named.values() if id_ is not None})
    places = places_of(row.rule_id for row in rows)
    newest = {bool(row.is_edit): row.id for row in reversed(rows)}
    return [
        PastDecision(
            id=row.id,
            done=DONE_AS[ModeratorAction(row.action)],
            by=people.get(named[row.id] or 0),
            is_appealed=row.appealed,
            number=row.number,
            reverses=row.reverses_id is not None,
            rule=cited(row.rule_id, row.title, row.text, places),
            note=row.note,
            at=row.decided_at,
            stands=_needs_reversing(row, is_newest=newest[bool(row.is_edit)] == row.id),
        )
        for row in rows
    ]


def rule_cited_for(post_id: int) -> int | None:
    """The rule in force that was last cited about a post; None where none was."""
    return db.session.scalar(
        select(Decision.rule_id)
        .join(Rule, Rule.id == Decision.rule_id)
        .where(Decision.post_id == post_id, Rule.retired_at.is_(None), not_undone())
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _needs_reversing(row: Any, *, is_newest: bool) -> bool:
    """Whether it keeps words from readers that are still there, and no ordinary step of a moderator leads back."""
    facts = PostDecisionFacts(
        action=row.action,
        is_edit=bool(row.is_edit),
        decided_at=row.decided_at,
        state=PostState(row.state),
        outcome=RevisionOutcome(row.outcome),
        is_newest=is_newest,
        is_latest_version=row.number == row.latest_number,
    )
    return row.action in NEEDS_AN_APPEAL and row.erased_at is None and still_stands(facts)


def handled_item(actor: Actor, item_id: int) -> HandledItem:
    """An item that does not wait any more, and what became of it.

    Raises:
        NotFoundError: there never was such an item, or it is about this very person, who heard nothing of it.
    """
    row = db.session.execute(
        select(
            ReviewItem.id,
            ReviewItem.post_id,
            ReviewItem.person_id,
            ReviewItem.closed_at,
            ReviewItem.closed_as,
            ReviewItem.closed_by_id,
            ReviewItem.about_id.label("author_id"),
            ReviewItem.with_id,
            Post.state,
            visible_posts(actor).label("may_look"),
            User.display_name.label("closed_by_name"),
            _is_asked_again().label("appealed"),
        )
        .outerjoin(Post, Post.id == ReviewItem.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(User, User.id == ReviewItem.closed_by_id)
        .where(ReviewItem.id == item_id)
    ).one_or_none()
    if row is None or (row.author_id == actor.user_id and row.closed_as in _NOT_HEARD_OF):
        raise NotFoundError
    return HandledItem(
        item_id=row.id,
        post_id=row.post_id,
        what_happened=_what_happened(actor, row),
        at=row.closed_at,
        may_look=bool(row.may_look),
        past=past_texts(actor, row.person_id, row.id)
        if row.person_id not in {None, actor.user_id}
        else (),
    )


def _is_asked_again() -> ColumnElement[bool]:
    """Whether an appeal is open about a decision that was made in an item."""
    on_post, on_words = (
        exists().where(
            Decision.item_id == ReviewItem.id, is_appealed(Appeal.decision_id, Decision.id)
        ),
        exists().where(
            TextDecision.item_id == ReviewItem.id,
            is_appealed(Appeal.text_decision_id, TextDecision.id),
        ),
    )
    return or_(on_post, on_words)


def _what_happened(actor: Actor, row: Any) -> str:
    if row.closed_as in set(ModeratorAction) and row.closed_by_id is not None:
        done = DONE_AS[ModeratorAction(row.closed_as)]
        if row.closed_by_id == actor.user_id and row.author_id != actor.user_id:
            return f"You have handled this already: {done}."
        # Whom it concerns is not told which of the moderators decided, moderator or not; nor is whoever looks again.
        is_told = actor.user_id not in {row.author_id, row.with_id} and not row.appealed
        by = row.closed_by_name if is_told else None
        return f"Already handled by {by or 'a moderator'}: {done}."
    if row.closed_as in _ENDED:
        return _ENDED[row.closed_as]
    if row.closed_as == CLOSED_AS_UNDONE:
        return "What had brought it here was taken back within seconds."
    if row.state == PostState.WITHDRAWN:
        return "Its author has taken this post back."
    if row.closed_as == PostAction.WITHDRAW:
        return _TAKEN_BACK[row.closed_by_id == row.author_id]
    if row.state == PostState.REMOVED:
        return "The post has been removed, and with it the change that waited."
    return "Its author has sent newer words, which take the place of these."
