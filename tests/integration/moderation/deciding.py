"""A moderator who has looked at a post a moment ago, and decides on what was on the screen then."""

from __future__ import annotations

from forum.accounts.actor import Actor
from forum.conversations.models import Post
from forum.database import db
from forum.moderation.commands import Ruling, decide
from forum.moderation.models import Decision
from tests.factories import World

WORDS = "Please say it without the last sentence."


def decisions(post: Post) -> list[Decision]:
    """Every decision on a post, oldest first."""
    db.session.rollback()
    return db.session.query(Decision).filter_by(post_id=post.id).order_by(Decision.id).all()


def ruling(world: World, post: Post, action: str) -> Ruling:
    """What a moderator sends who sees the post as it is now, with all the reasons it could need."""
    against = action in {"decline", "hide", "remove"}
    return world.ruling(
        world.fresh(post),
        action,
        note=WORDS if action not in {"approve", "restore"} else "",
        rule=world.rule_id() if against else None,
    )


def carry_out(world: World, moderator: Actor, post: Post, action: str) -> int:
    """Look, and decide at once; nobody undoes it."""
    decision_id = decide(moderator, post.id, ruling(world, post, action), world.clock)
    world.let_out()
    return decision_id
