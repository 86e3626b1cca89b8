"""The example's decisions: made by its moderators, with a rule and with words to the author."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.community.models import Rule
from forum.conversations.models import Post, PostRevision
from forum.conversations.transitions import move
from forum.example.history import Moved
from forum.moderation.items import open_item
from forum.moderation.models import Decision


def decide_on(session: Session, moved: Moved, post_id: int, people: Mapping[str, int]) -> None:
    """Carry out one of the example's decisions on a post. The caller holds the transaction.

    `people` are ids by the example's keys.
    """
    ruling = moved.post.ruling
    if ruling is None:
        raise ValueError("a decision against a post needs a ruling")
    post = session.get_one(Post, post_id)
    revision = session.scalars(select(PostRevision).where(PostRevision.post_id == post_id)).one()
    item = open_item(session, post_id)
    decision = Decision(
        post_id=post_id,
        revision_id=revision.id,
        item_id=item.id if item is not None else None,
        action=moved.action,
        decided_by_id=people[ruling.by],
        rule_id=_rule_id(session, ruling.rule),
        note=ruling.note,
        decided_at=moved.at,
    )
    session.add(decision)
    session.flush()
    move(
        session,
        post,
        revision,
        moved.action,
        actor_id=people[ruling.by],
        now=moved.at,
        decision_id=decision.id,
    )


def _rule_id(session: Session, number: int) -> int:
    in_force = select(Rule.id).where(Rule.retired_at.is_(None)).order_by(Rule.position, Rule.id)
    ids = session.scalars(in_force).all()
    # Where an admin has kept fewer rules than the example names, the last one has to do.
    return ids[min(number, len(ids)) - 1]
