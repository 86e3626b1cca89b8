"""Reading the very posts on which two threshold sets differ, as far as somebody may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.calibration.backtesting import Change
from forum.conversations.lookup import is_shown_else_latest
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import db
from forum.permissions.visibility import visible_posts
from forum.screening.labels import in_words

_EXCERPT = 200


@dataclass(frozen=True, kw_only=True)
class ChangedPost:
    """A post whose fate would change. `excerpt` is empty where this person may not read it."""

    change: Change
    post_id: int
    words: str
    excerpt: str


def changed_posts(actor: Actor, changes: Sequence[Change]) -> Sequence[ChangedPost]:
    """These posts, in this order; one query."""
    excerpts = _excerpts(actor, [change.revision_id for change in changes])
    return [
        ChangedPost(
            change=change,
            post_id=excerpts[change.revision_id][0],
            words=in_words(change.label),
            excerpt=excerpts[change.revision_id][1],
        )
        for change in changes
        if change.revision_id in excerpts
    ]


def _excerpts(actor: Actor, revision_ids: Sequence[int]) -> Mapping[int, tuple[int, str]]:
    """The post of each version and how it begins. A version that readers do not see is nobody's to read here."""
    rows = db.session.execute(
        select(
            PostRevision.id,
            PostRevision.post_id,
            PostRevision.text,
            (visible_posts(actor) & is_shown_else_latest()).label("may_read"),
        )
        .join(Post, Post.id == PostRevision.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(PostRevision.id.in_(revision_ids))
    )
    return {row.id: (row.post_id, _beginning(row.text) if row.may_read else "") for row in rows}


def _beginning(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rstrip()} …"
