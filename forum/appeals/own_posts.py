"""What was decided about somebody's posts, for who can't open those posts: whoever is shut out has this page alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select

from forum.appeals.models import Appeal
from forum.appeals.queries import SecondLook, looks_at_decisions
from forum.appeals.rules import APPEAL_WITHIN, EDIT_STANDS_WHILE, STANDS_WHILE
from forum.conversations.lookup import is_latest, is_shown_else_latest
from forum.conversations.models import Post, PostRevision
from forum.database import alias_of, db
from forum.moderation.models import Decision
from forum.moderation.queries import AuthorDecision, decisions_for_author
from forum.moderation.undo.models import not_undone
from forum.text import excerpt

#: The newest ones. Each costs a few queries, and more than these nobody asks about at once.
MOST_POSTS = 10


@dataclass(frozen=True, kw_only=True)
class DecidedPost:
    """A post of somebody's, by its first words, and what they can ask, or have asked, to have looked at again.

    `begins` is empty where its words were erased.
    """

    post_id: int
    begins: str
    decisions: Sequence[AuthorDecision]
    looks: Mapping[int, SecondLook]


def decided_posts(user_id: int, now: datetime) -> Sequence[DecidedPost]:
    """Somebody's own posts with such a decision, the latest decision first."""
    known_by = alias_of(PostRevision, "known_by")
    rows = db.session.execute(
        select(Post.id, known_by.html)
        .join(Decision, Decision.post_id == Post.id)
        .join(
            known_by,
            # By what others saw of it, where they did.
            is_shown_else_latest(known_by),
        )
        .join(PostRevision, is_latest())
        .where(
            Post.author_id == user_id,
            Decision.action.in_(sorted(STANDS_WHILE)),
            or_(
                Decision.decided_at > now - APPEAL_WITHIN,
                exists().where(Appeal.decision_id == Decision.id),
            ),
            # Whether it stands is looked at more closely below: nothing that is put right takes another's place.
            or_(
                Post.state.in_(sorted(STANDS_WHILE.values())),
                PostRevision.outcome.in_(sorted(EDIT_STANDS_WHILE.values())),
                exists().where(Appeal.decision_id == Decision.id),
            ),
            not_undone(),
        )
        .group_by(Post.id, known_by.html)
        .order_by(func.max(Decision.id).desc())
        .limit(MOST_POSTS)
    ).all()
    found = (_decided(row.id, excerpt(row.html), now) for row in rows)
    return [one for one in found if one.decisions]


def _decided(post_id: int, begins: str, now: datetime) -> DecidedPost:
    decisions = decisions_for_author(post_id)
    looks = looks_at_decisions(decisions, now)
    shown = [one for one in decisions if looks[one.id].may_ask or looks[one.id].appeal]
    return DecidedPost(post_id=post_id, begins=begins, decisions=shown, looks=looks)
