"""Which texts of posts are due to be erased, and what holds one back.

The row of a post stays, with its state and every decision about it; only its words go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from forum.appeals.models import Appeal
from forum.appeals.rules import APPEAL_WITHIN, AppealState
from forum.conversations.erasing import erase_words
from forum.conversations.lifecycle import PostState, RevisionOutcome
from forum.conversations.models import Post, PostRevision
from forum.database import ROW_LOCK, alias_of
from forum.keeping.periods import Kind
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.similar import DecidedPhrase
from forum.sanctions.lookup import in_force
from forum.sanctions.models import Sanction

# The state in which a whole post is over, for each kind.
STATES: Mapping[Kind, PostState] = MappingProxyType(
    {
        Kind.DECLINED: PostState.DECLINED,
        Kind.REMOVED: PostState.REMOVED,
        Kind.RETURNED: PostState.CHANGES_REQUESTED,
        Kind.WITHDRAWN: PostState.WITHDRAWN,
    }
)
# What a person said of an edit that readers do not see.
_TURNED_DOWN = frozenset({RevisionOutcome.DECLINED, RevisionOutcome.RETURNED})


def erase_due(session: Session, kind: Kind, before: datetime, now: datetime, most: int) -> int:
    """Erase at most so many versions that are over since `before`. Returns how many. The caller holds the transaction.

    A post that somebody else has locked is left for the next time.
    """
    due = _due(kind, before, now)
    posts = session.scalars(
        select(Post.id)
        .where(Post.id.in_(due.with_only_columns(Post.id).limit(most)))
        .order_by(Post.id)
        .with_for_update(skip_locked=True, **ROW_LOCK)
    ).all()
    # Asked again under the lock: an appeal or a report may have come in between.
    rows = session.execute(due.where(Post.id.in_(posts)).limit(most)).all()
    whole = kind in STATES
    titles = [row.thread_id for row in rows if whole and row.is_opening]
    erase_versions(session, [row.revision_id for row in rows], titles, now)
    return len(rows)


def erase_versions(
    session: Session, revision_ids: Sequence[int], thread_ids: Sequence[int], now: datetime
) -> None:
    """Erase these versions, these titles, and what could tell of them. The caller has locked the posts."""
    erase_words(session, revision_ids, thread_ids, now)
    # Short words could be guessed from their fingerprint.
    about = select(Decision.id).where(Decision.revision_id.in_(revision_ids))
    session.execute(delete(DecidedPhrase).where(DecidedPhrase.decision_id.in_(about)))


def _due(kind: Kind, before: datetime, now: datetime) -> Select[*tuple[Any, ...]]:
    over = _is_over(kind, before) if kind in STATES else _is_past(before)
    return (
        select(PostRevision.id.label("revision_id"), Post.id, Post.thread_id, Post.is_opening)
        .join(Post, Post.id == PostRevision.post_id)
        .where(PostRevision.erased_at.is_(None), over, ~_is_held_back(now))
        .order_by(PostRevision.id)
    )


def _is_over(kind: Kind, before: datetime) -> ColumnElement[bool]:
    return and_(Post.state == STATES[kind], Post.state_changed_at < before)


def _is_past(before: datetime) -> ColumnElement[bool]:
    """A version of a post on show that readers do not see, and will not."""
    newer = alias_of(PostRevision, "newer")
    replaced = exists().where(
        newer.post_id == PostRevision.post_id,
        newer.number > PostRevision.number,
        newer.created_at < before,
    )
    turned_down = and_(
        PostRevision.outcome.in_(sorted(_TURNED_DOWN)),
        # By the post first: that is what there is an index for.
        exists().where(
            Decision.post_id == PostRevision.post_id,
            Decision.revision_id == PostRevision.id,
            Decision.decided_at < before,
        ),
    )
    # Nothing is newer, so that it was taken back when its author left. When that was, no row remembers.
    taken_back = and_(
        PostRevision.outcome == RevisionOutcome.SUPERSEDED,
        PostRevision.number == Post.latest_number,
        PostRevision.created_at < before,
    )
    return and_(
        Post.state == PostState.PUBLISHED,
        PostRevision.number != Post.shown_number,
        or_(replaced, turned_down, taken_back),
    )


def is_looked_at() -> ColumnElement[bool]:
    """Somebody of the staff has yet to decide on the post, or to look again at what was decided because of it."""
    waits = exists().where(ReviewItem.post_id == Post.id, ReviewItem.closed_at.is_(None))
    is_appealed = exists().where(
        Decision.post_id == Post.id,
        Appeal.decision_id == Decision.id,
        Appeal.state == AppealState.OPEN,
    )
    bears_appealed_sanction = exists().where(
        Sanction.post_id == Post.id,
        Appeal.sanction_id == Sanction.id,
        Appeal.state == AppealState.OPEN,
    )
    return or_(waits, is_appealed, bears_appealed_sanction)


def _is_held_back(now: datetime) -> ColumnElement[bool]:
    """Somebody still looks at the post, or may ask for it."""
    can_be_appealed = exists().where(
        Decision.post_id == Post.id, Decision.decided_at > now - APPEAL_WITHIN
    )
    bears_a_sanction = exists().where(Sanction.post_id == Post.id, in_force(now))
    return or_(is_looked_at(), can_be_appealed, bears_a_sanction)
