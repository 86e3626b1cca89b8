"""What somebody who leaves had on its way to readers: it is taken back. The caller holds the transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.conversations.lifecycle import SUPERSEDABLE, PostAction, PostState, RevisionOutcome
from forum.conversations.lookup import is_latest, latest_version
from forum.conversations.models import Post, PostRevision
from forum.conversations.transitions import move
from forum.database import ROW_LOCK
from forum.moderation.items import close, open_item
from forum.screened_fields import transitions as fields
from forum.screened_fields.lifecycle import OPEN, FieldAction
from forum.screened_fields.models import FieldRevision

_WAITS = frozenset({PostState.SUBMITTED, PostState.HELD, PostState.CHANGES_REQUESTED})


def take_back_posts(session: Session, user_id: int, now: datetime) -> None:
    """Withdraw every post that waits, and drop every edit of a post that readers see."""
    posts = session.scalars(
        select(Post)
        .join(PostRevision, is_latest())
        .where(
            Post.author_id == user_id,
            Post.state.in_(sorted(_WAITS))
            | (
                (Post.latest_number != Post.shown_number)
                & PostRevision.outcome.in_(sorted(SUPERSEDABLE))
            ),
        )
        .order_by(Post.id)
        .with_for_update(of=Post, **ROW_LOCK)
    ).all()
    for post in posts:
        latest = latest_version(session, post.id)
        if post.state in _WAITS:
            move(session, post, latest, PostAction.WITHDRAW, actor_id=user_id, now=now)
        else:
            latest.outcome = RevisionOutcome.SUPERSEDED
            item = open_item(session, post.id, is_edit=True)
            close(session, item, PostAction.WITHDRAW, by_id=user_id, at=now)


def take_back_fields(session: Session, user_id: int, now: datetime) -> None:
    """Take back every short text that waits to be read: names, and what people say of themselves."""
    waiting = session.scalars(
        select(FieldRevision.id)
        .where(FieldRevision.author_id == user_id, FieldRevision.state.in_(sorted(OPEN)))
        .order_by(FieldRevision.id)
    ).all()
    for field_id in waiting:
        field = fields.lock_field(session, field_id)
        if field is not None and field.state in OPEN:
            fields.move(session, field, FieldAction.WITHDRAW, actor_id=user_id, now=now)
